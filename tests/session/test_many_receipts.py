"""The receipts of a class, verified in several processes: the same answers in the same order as in one."""

from __future__ import annotations

import pytest

from tests.session.test_receipts import ADA, BEN, done, dropped
from tests.support.sandbox import course
from tutor.outer import many_receipts


@pytest.mark.parametrize("processors", [1, 2])
def test_each_is_told_in_its_place(processors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_receipts, "_processors", lambda: processors)
    good, bad, copied = (done("pull-and-names", course(), learner) for learner in (ADA, ADA, ADA))
    dropped(bad)
    copied["learner"] = BEN.name
    receipts = [*[good] * 9, bad, *[good] * 9, copied]
    found = list(many_receipts.problems(receipts, {"Ada": ADA.seed, "Ben": BEN.seed}))
    assert [place for place, problems in enumerate(found) if problems] == [9, 19]
    assert "the chain is broken" in found[9][0]
    assert found[19] == ("this is not the seed of 'Ben'",)
