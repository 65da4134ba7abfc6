"""`layerwise lesson show` and `audit` on files that are wrong: which file, which line, what to do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.test_load import BROKEN, FRONT, STEP
from tests.support.broken_lessons import cases
from tutor.__main__ import main


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path / "home"))


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit code and both outputs of a command."""
    code = main(["lesson", *arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.mark.parametrize("command", ["show", "audit"])
@pytest.mark.parametrize("case", BROKEN)
def test_a_file_that_cannot_be_read(
    case: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, line, message = BROKEN[case]
    path = tmp_path / "lesson.md"
    path.write_text(text)
    code, out, err = said(capsys, command, str(path))
    assert (code, out) == (1, "")
    assert err.startswith(f"layerwise: {path}:{line}: ")
    assert message in err
    assert err.count("\n") == 1


WRONG = cases("wrong")


@pytest.mark.parametrize("case", WRONG)
def test_a_lesson_that_does_not_work(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, line, message = WRONG[case]
    path = tmp_path / "lesson.md"
    path.write_text(text)
    assert said(capsys, "show", str(path))[0] == 0
    code, out, err = said(capsys, "audit", str(path))
    assert (code, err) == (1, "")
    first = out.splitlines()[0]
    assert first.startswith(f"{path}:{line}: ")
    assert message in first
    assert first.count(": ") >= 2  # what to do about it


@pytest.mark.parametrize("command", ["show", "audit"])
@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "cannot read"), (b"\xff\xfe\0", "is not UTF-8 text: save the file as UTF-8"),
        (b"", ":1: no front matter"), (b"\0\0\0", ":1: no front matter"),
    ],
)  # fmt: skip
def test_what_is_no_text_at_all(
    data: bytes | None, message: str, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "lesson.md"
    if data is None:
        path.mkdir()
    else:
        path.write_bytes(data)
    code, out, err = said(capsys, command, str(path))
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert str(path) in err
    assert message in err


def test_a_good_file_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lesson.md"
    path.write_text(FRONT + STEP)
    assert said(capsys, "audit", str(path)) == (0, "one: ok, 1 steps\n", "")
    path.write_bytes(("\ufeff" + FRONT + STEP).replace("\n", "\r\n").encode())
    assert said(capsys, "audit", str(path)) == (0, "one: ok, 1 steps\n", "")


def test_a_new_lesson_is_right_and_nothing_is_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said(capsys, "new", "my-lesson")[0] == 0
    code, out, err = said(capsys, "audit", "--mutants", "my-lesson.md")
    assert (code, err) == (0, "")
    assert out.startswith("my-lesson: ok, 2 steps\n")
    assert out.endswith("(100.0 %)\n")
    with pytest.raises(SystemExit):
        main(["lesson", "new"])
    (tmp_path / "my-lesson.md").write_text("mine")
    capsys.readouterr()
    for name, message in (("my-lesson", "exists already"), ("../x", "is no lesson id")):
        code, out, err = said(capsys, "new", name)
        assert (code, out) == (1, "")
        assert message in err
    assert (tmp_path / "my-lesson.md").read_text() == "mine"
