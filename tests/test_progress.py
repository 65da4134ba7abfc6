"""`layerwise progress`: what was learnt is shown, drawn, taken along and verified."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from tests.support import sandbox
from tutor.__main__ import main
from tutor.outer import places

FIRST = next(lesson for lesson in sandbox.course().lessons if lesson.id == "pull-and-names")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("LAYERWISE_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["progress", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


@pytest.fixture
def done(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Ada does the first lesson, with one command more than is needed."""
    main(["progress", "name", "Ada"])
    script = tmp_path / "script"
    script.write_text("touch x\n" + "\nnext\n".join(step.solution for step in FIRST.steps) + "\n")
    assert main(["exec", "--lesson", FIRST.id, str(script)]) == 0
    capsys.readouterr()


def test_nothing_yet(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys)
    assert code == 0
    assert out.startswith("Images, layer by layer: 0 of ")
    assert "★" not in out
    assert said(capsys, "verify") == (0, "", "")


@pytest.mark.usefixtures("done")
def test_what_was_done_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys)
    assert f"★★☆    {FIRST.title}" in out
    assert f"{FIRST.par + 1} commands, par {FIRST.par}" in out
    table = json.loads(said(capsys, "--json")[1])
    assert (table["learner"], table["done"], table["objectives"]) == ("Ada", 1, sorted(FIRST.objectives))


@pytest.mark.usefixtures("done")
@pytest.mark.parametrize("action", ["picture", "certificate"])
def test_pictures_are_svg_and_nothing_is_overwritten(
    action: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["progress", "name", "Ada <Lovelace> & Söhne"])
    assert said(capsys, action, "out.svg")[0] == 0
    text = (tmp_path / "out.svg").read_text()
    root = ElementTree.fromstring(text)
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert ("Ada <Lovelace> & Söhne" in words) is (action == "certificate")
    assert "Images, layer by layer" in words
    code, _, err = said(capsys, action, "out.svg")
    assert (code, err) == (1, "layerwise: out.svg exists already: choose another name, or move it away\n")
    assert (tmp_path / "out.svg").read_text() == text


@pytest.mark.usefixtures("done")
def test_the_receipt_of_a_lesson_is_kept_and_holds(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "verify") == (0, f"{FIRST.id}: holds\n", "")
    file = home / "receipts" / f"{FIRST.id}.json"
    receipt = json.loads(file.read_text())
    receipt["commands"][0]["line"] = "touch y"
    file.write_text(json.dumps(receipt))
    code, out, _ = said(capsys, "verify")
    assert code == 1
    assert "the chain is broken" in out


@pytest.mark.usefixtures("done")
def test_it_goes_along_to_another_machine(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "export", "ada.json")[0] == 0
    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path / "elsewhere"))
    assert said(capsys, "import", "ada.json") == (0, "1 lesson taken over\n", "")
    assert said(capsys, "import", "ada.json")[1] == "0 lessons taken over\n"
    assert said(capsys, "verify") == (0, f"{FIRST.id}: holds\n", "")
    assert places.progress().name == "Ada"
    for text, message in (("{}", "is no exported progress"), ("[", "is no JSON")):
        (tmp_path / "bad.json").write_text(text)
        code, _, err = said(capsys, "import", "bad.json")
        assert code == 1
        assert message in err


@pytest.mark.usefixtures("done")
def test_a_class_is_verified_in_rows(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipts = tmp_path / "receipts"
    receipts.mkdir()
    own = json.loads((home / "receipts" / f"{FIRST.id}.json").read_text())
    (receipts / "ada.json").write_text(json.dumps(own))
    from tutor.session.receipts import _chain

    copied = {**own, "learner": "=Ben"}
    copied["chain"] = _chain(copied)
    (receipts / "ben.json").write_text(json.dumps(copied))
    (receipts / "odd.json").write_text("{}")
    code, out, _ = said(capsys, "verify", "receipts")
    assert code == 1
    assert [line.partition(": ")[2] for line in out.splitlines()] == [
        "holds", "the same seed as 'Ada': one of them is a copy", "format None is not known here",
    ]  # fmt: skip
    (tmp_path / "class.csv").write_text(f"Ada,{own['seed']}\n=Ben,other\n")
    text = said(capsys, "verify", "--format", "csv", "--learners", "class.csv", "receipts")[1]
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["learner"], row["valid"]) for row in rows] == [("Ada", "True"), ("'=Ben", "False")]
    statements = json.loads(said(capsys, "verify", "--format", "xapi", "receipts/ada.json")[1])
    assert [(s["actor"]["account"]["name"], s["result"]["completion"]) for s in statements] == [("Ada", True)]
