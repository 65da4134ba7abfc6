from __future__ import annotations

import pytest

from tests.shell import corpus, oracle

NAMES = corpus.names()
MARKS = {name: corpus.marks(corpus.source(name)) for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_script(name: str) -> None:
    text = corpus.source(name)
    outcome = corpus.ours(text)
    assert corpus.result(outcome, "stderr" in corpus.marks(text)) == corpus.expected(name)


@pytest.mark.slow
@pytest.mark.skipif(oracle.missing("busybox"), reason="busybox is not installed")
@pytest.mark.parametrize("name", [n for n in NAMES if "busybox differs" not in MARKS[n]])
def test_expectation_is_what_busybox_prints(name: str) -> None:
    text = corpus.source(name)
    assert corpus.result(oracle.run("busybox", text), "stderr" in corpus.marks(text)) == corpus.expected(name)


@pytest.mark.slow
@pytest.mark.skipif(oracle.missing("dash"), reason="dash is not installed")
@pytest.mark.parametrize("name", [n for n in NAMES if not MARKS[n] & {"only: busybox", "dash differs"}])
def test_expectation_is_what_dash_prints(name: str) -> None:
    outcome = oracle.run("dash", corpus.source(name))
    stored = corpus.expected(name)
    head, _, code = stored.rpartition("--- exit ")
    assert (outcome.stdout, outcome.code) == (head.partition("--- stderr\n")[0], int(code))


def test_there_are_enough_scripts() -> None:
    assert len(NAMES) >= 400
