from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.shell.commands import corpus, oracle
from tests.shell.commands.corpus import Case
from tests.shell.commands.oracle import Oracle

CASES = [case for applet in corpus.applets() for case in corpus.cases(applet)]
RECORDED = {applet: corpus.recorded(applet) for applet in corpus.applets()}
REQUIRED = (
    "[", "cat", "chmod", "chown", "cp", "cut", "echo", "env", "false", "find", "grep", "head", "id", "ln", "ls",
    "mkdir", "mv", "printf", "pwd", "rm", "rmdir", "sed", "seq", "sha256sum", "sort", "tail", "tar", "test", "touch",
    "tr", "true", "uniq", "wc",
)  # fmt: skip

TRIES = 8
"""How often busybox is asked: whether it tells of a job that a signal ended depends on who is quicker."""


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_ours_prints_what_is_recorded(case: Case) -> None:
    assert corpus.shown(corpus.ours(case)) == RECORDED[case.applet][case.title]


@pytest.fixture(scope="module")
def busybox() -> Iterator[Oracle]:
    asked = Oracle()
    yield asked
    asked.close()


@pytest.mark.slow
@pytest.mark.skipif(bool(oracle.missing()), reason=oracle.missing())
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_recorded_is_what_busybox_prints(case: Case, busybox: Oracle) -> None:
    answers: list[str] = []
    while len(answers) < TRIES and RECORDED[case.applet][case.title] not in answers:
        answers.append(corpus.shown(busybox.run(case.script, uid=case.uid, gid=case.uid)))
    assert answers[-1] == RECORDED[case.applet][case.title]


@pytest.mark.parametrize("applet", REQUIRED)
def test_there_are_enough_cases(applet: str) -> None:
    mentioned = [case for case in CASES if case.applet == {"[": "test"}.get(applet, applet)]
    assert len(mentioned) >= 10


@pytest.mark.parametrize("applet", corpus.applets())
def test_each_case_has_a_title_of_its_own(applet: str) -> None:
    titles = [case.title for case in corpus.cases(applet)]
    assert sorted(titles) == sorted(RECORDED[applet])
