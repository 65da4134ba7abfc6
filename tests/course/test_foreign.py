"""Courses in other formats: what becomes of a Killercoda scenario, and of dockerlings' exercises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.sandbox import NOW, hub
from tutor.__main__ import main
from tutor.course.errors import LessonError
from tutor.course.foreign.dockerlings import exercises
from tutor.course.foreign.imported import identifier, place, prose
from tutor.course.foreign.killercoda import scenario
from tutor.course.load import load_lesson
from tutor.course.writing import lesson_text
from tutor.session.audit import audit_lesson

SCENARIO = {
    "index.json": json.dumps({
        "title": "Names & tags", "description": "x",
        "details": {
            "intro": {"text": "intro.md", "background": "prepare.sh"},
            "steps": [
                {"title": "Give a name", "text": "one.md", "verify": "one.sh"},
                {"title": "Look", "text": "two.md"},
                {"text": "three.md", "verify": "bad.sh"},
            ],
            "finish": {"text": "end.md"},
            "assets": {"host01": [{"file": "app.py", "target": "/root"}, {"file": "gone", "target": "~/"},
                                  {"file": "deep", "target": "/usr/bin"}]},
        },
    }),
    "intro.md": "# Welcome\n\nNames are cheap.\n",
    "prepare.sh": "#!/bin/bash\nset -e\ndocker pull -q alpine:3.20\n",
    "one.md": "## Do it\n\nRun `docker tag alpine:3.20 my/app:1`{{exec}} and copy `x`{{copy}}.\n\n"
              "See {{TRAFFIC_HOST1_80}}.\n",
    "one.sh": "#!/bin/bash\ndocker image inspect my/app:1 > /dev/null || exit 1\n",
    "two.md": "Look:\n\n```\ndocker images\ndocker ps\n```{{exec interrupt}}\n",
    "three.md": "Think.",
    "bad.sh": "if then fi (",
    "assets/app.py": "print('hi')",
    "assets/deep": "x",
}  # fmt: skip

RLINGS = {
    "dockerlings.toml": '[[exercises]]\nid = "core-01"\ntitle = "A name"\n'
    '[[exercises]]\nid = "core-02"\ntitle = "Run"\ndepends_on = "core-01"\n',
    "exercises/core-01/prompt.md": "# A name\n\nTag `alpine:3.20` as `my/app:1`.\n",
    "exercises/core-01/hint.md": "Use docker tag.\n\nLike this:\n\n```\ndocker tag alpine:3.20 my/app:1\n```\n",
    "exercises/core-01/check.sh": "#!/bin/bash\nset -euo pipefail\nsource ../checker_lib.sh\nIMAGES_TO_CLEAN+=(\"x\")\n"
    "for i in {1..3}; do :; done\nrequire_file notes.txt\n"
    'docker image inspect my/app:1 > /dev/null 2>&1 || log_fail "no my/app:1"\nlog_success "well done"\n',
    "exercises/core-01/notes.txt": "notes",
    "exercises/core-02/prompt.md": "Run it.",
}


def written(table: dict[str, str], folder: Path) -> Path:
    for name, text in table.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def test_a_scenario_becomes_a_lesson() -> None:
    found = scenario(SCENARIO["index.json"], SCENARIO.get)
    lesson = found.lesson
    assert (lesson.id, lesson.title, lesson.intro) == ("names-tags", "Names & tags", "**Welcome**\n\nNames are cheap.")
    assert lesson.setup == "docker pull -q alpine:3.20"
    assert [(file.path, file.text, file.hidden) for file in lesson.files] == [("~/lab/app.py", "print('hi')\n", True)]
    one, two, three = lesson.steps
    assert one.prose.startswith("**Do it**\n\nRun `docker tag alpine:3.20 my/app:1` and copy `x`.")
    assert one.solution == "docker tag alpine:3.20 my/app:1"
    assert one.checks[0].commands == "docker image inspect my/app:1 > /dev/null || exit 1"
    assert two.solution == "docker images\ndocker ps"
    assert "{{" not in two.prose
    assert three.title == "Step 3"
    assert not three.checks
    assert three.questions
    assert list(found.left_out) == [
        "one.md: {{TRAFFIC_HOST1_80}}", "bad.sh: a verify script that the sandbox's shell cannot read",
        "details.finish: a lesson ends with its last step", "assets/gone: no text, or no place for it in a sandbox",
        "assets/deep: no text, or no place for it in a sandbox",
    ]  # fmt: skip


def test_what_is_written_is_a_lesson_that_works() -> None:
    lesson = load_lesson(lesson_text(scenario(SCENARIO["index.json"], SCENARIO.get).lesson), "names-tags.md")
    found = [finding.text for finding in audit_lesson(lesson, hub(), lambda: NOW)]
    assert all("still to write" in text or "not taught" in text for text in found), found


def test_exercises_become_lessons() -> None:
    one, two = exercises(RLINGS["dockerlings.toml"], RLINGS.get, lambda _folder: ["check.sh", "notes.txt"])
    step = one.lesson.steps[0]
    assert [hint.text.split("\n")[0] for hint in step.hints] == ["Use docker tag.", "Like this:"]
    assert [file.path for file in one.lesson.files] == ["~/lab/.check.sh", "~/lab/notes.txt"]
    assert "checker_lib" not in one.lesson.files[0].text
    assert "seq 1 3" in one.lesson.files[0].text
    assert two.lesson.requires == ("core-01",)
    assert step.solution == "docker tag alpine:3.20 my/app:1"
    assert one.left_out == ()
    assert "exercises/core-02/check.sh: the file is not there" in two.left_out
    assert not two.lesson.steps[0].checks


def test_a_check_of_dockerlings_holds_in_the_sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                     capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    source = written(RLINGS, tmp_path / "source")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAYERWISE_HOME", str(tmp_path / "home"))
    assert main(["lesson", "import", str(source)]) == 0
    assert "core-01.md written: 1 steps" in capsys.readouterr().out
    script = "docker pull -q alpine:3.20\ncheck\ndocker tag alpine:3.20 my/app:1\ncheck\n"
    (tmp_path / "script").write_text(script)
    assert main(["exec", "--fresh", "--lesson", "core-01.md", "script"]) == 0
    said = capsys.readouterr().out
    assert said.index("[ ] the exercise is done") < said.index("[x] the exercise is done")
    assert main(["lesson", "import", str(source)]) == 1  # nothing is written over
    assert "core-01.md exists already" in capsys.readouterr().err


def test_a_folder_is_not_left(tmp_path: Path) -> None:
    from tutor.outer.lesson_import import reader

    (tmp_path / "secret").write_text("s")
    folder = written(SCENARIO, tmp_path / "course")
    (folder / "link.md").symlink_to(tmp_path / "secret")
    read = reader(str(folder))
    assert read("intro.md") is not None
    assert [read(name) for name in ("../secret", str(tmp_path / "secret"), "link.md", "none", "assets")] == [None] * 5


@pytest.mark.parametrize(("text", "said"), [
    ("{", "index.json:1: not JSON"), ("[]", "index.json:1: no details.steps"),
    ('{"details": {"steps": []}}', "index.json:1: no details.steps"),
    ('{"details": {"steps": ["x"]}}', "index.json:1: no details.steps"),
])  # fmt: skip
def test_broken_scenarios(text: str, said: str) -> None:
    with pytest.raises(LessonError) as caught:
        scenario(text, lambda _name: None)
    assert said in str(caught.value)


def test_broken_lists() -> None:
    for text in ("[[exercises", "x = 1", '[[exercises]]\ntitle = "x"', '[[exercises]]\nid = "../x"'):
        with pytest.raises(LessonError):
            list(exercises(text, lambda _name: None, lambda _name: []))


def test_small_pieces() -> None:
    assert identifier("Läuft! 2 + 2") == "l-uft-2-2"
    assert identifier("!!!") == "imported"
    assert prose("# A #\n```\n# not\n```\n## B") == "**A**\n```\n# not\n```\n**B**"
    assert [place(*row) for row in (("/root", "x"), ("~/", "x"), ("/tmp/x", "x"), ("/usr", "x"))] == [
        "~/lab/x", "~/lab/x", "/tmp/x", None,
    ]  # fmt: skip
