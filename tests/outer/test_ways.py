"""How the learner wants it, from options, environment and settings."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from tutor.outer.app import speaks_unicode, ways_of


@pytest.mark.parametrize(
    ("environ", "unicode"),
    [({}, True), ({"LANG": "de_DE.UTF-8"}, True), ({"LANG": "en_US.ISO-8859-1"}, False), ({"LC_ALL": "C"}, False),
     ({"LC_ALL": "C.utf8", "LANG": "C"}, True), ({"LANG": "C.UTF-8", "TERM": "linux"}, False)],
)  # fmt: skip
def test_what_the_terminal_can_show(environ: dict[str, str], unicode: bool) -> None:
    assert speaks_unicode(environ) == unicode


@pytest.mark.parametrize("environ", [{"LAYERWISE_ASCII": "yes"}, {"LC_ALL": "C"}, {"TERM": "linux"}])
def test_ascii_alone_is_asked_for_or_all_that_there_is(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("TERM", "xterm")
    assert not ways_of(Namespace()).ascii
    assert ways_of(Namespace(ascii=True)).ascii
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert ways_of(Namespace()).ascii
