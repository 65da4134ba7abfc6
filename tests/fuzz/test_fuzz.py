"""A short run of every target with a fixed seed; a longer one for CI."""

from __future__ import annotations

import pytest

from tests.fuzz.run import case_of, run
from tests.fuzz.targets import TARGETS, Target

CASES = {"build": 60, "shell": 100}


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_every_case_ends_in_an_answer(target: Target) -> None:
    assert [str(fault) for fault in run(target, 1, range(CASES.get(target.name, 500)))] == []


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_many_more_cases_end_in_an_answer(target: Target) -> None:
    assert [str(fault) for fault in run(target, 2, range(20 * CASES.get(target.name, 500)))] == []


def test_a_seed_and_a_number_give_the_same_case_again() -> None:
    for target in TARGETS:
        assert case_of(target, 3, 7) == case_of(target, 3, 7)


def test_an_exception_is_a_fault_with_its_place() -> None:
    def fail(_case: object) -> None:
        raise KeyError("nothing")

    found = list(run(Target("failing", lambda random: random.random(), fail), 1, range(5)))
    assert len(found) == 1, "one for each place"
    assert found[0].what == "KeyError: 'nothing'"
    assert "in fail" in found[0].where
