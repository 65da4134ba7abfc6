"""dockerlings' exercises: `dockerlings.toml` lists them, each has a folder with a prompt, hints, a check, and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tutor.course.errors import LessonError
from tutor.course.foreign.imported import UNSOLVED, Imported, Read, bare, is_shell, prose
from tutor.course.front import ID, toml_line
from tutor.course.model import Check, Hint, Lesson, Option, Question, SandboxFile, Solution, Step

INDEX = "dockerlings.toml"
_SOURCE = re.compile(r"^\s*(?:source|\.)\s+\S*checker_lib\.sh.*$", re.MULTILINE)
_KEPT = re.compile(r"^.*_TO_CLEAN\+?=\(.*$", re.MULTILINE)
_CODE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_RANGE = re.compile(r"\{(\d+)\.\.(\d+)\}")

LIBRARY = """\
log_info() { :; }
log_success() { :; }
log_fail() { echo "$1" >&2; exit 1; }
require_file() { [ -f "$1" ] || log_fail "$1 is not in this folder"; }
build_image() { docker build -q -t "$1" . > /dev/null || log_fail "the image $1 cannot be built"; }
assert_container_running() {
    [ "$(docker inspect -f '{{.State.Running}}' "$1" 2> /dev/null)" = true ] || log_fail "the container $1 does not run"
}
check_web_endpoint() {
    sleep 3
    curl -s --fail "http://localhost:$1" | grep -q "$2" || log_fail "localhost:$1 does not answer with $2"
}
"""
"""What checks of dockerlings may call, in the words of a sandbox: they run on a fork, so nothing is cleaned up."""


def exercises(text: str, read: Read, files: Callable[[str], list[str]]) -> Iterator[Imported]:
    """Yield the lessons of a course; `text` is its list, `files` names what lies in a folder. Raises LessonError."""
    import tomllib

    try:
        rows = tomllib.loads(text).get("exercises")
    except tomllib.TOMLDecodeError as error:
        raise LessonError(INDEX, toml_line(error), f"not TOML ({error})", "mend the line") from None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) and "id" in row for row in rows):
        raise LessonError(INDEX, 1, "no [[exercises]] with an id", "give the folder of dockerlings")
    for row in rows:
        if not ID.match(str(row["id"])):
            raise LessonError(INDEX, 1, f"{row['id']!r} is no id", "use lower-case letters, digits and hyphens")
        yield _exercise(row, read, files)


def _exercise(row: dict[str, Any], read: Read, files: Callable[[str], list[str]]) -> Imported:
    id, title = str(row["id"]), str(row.get("title") or row["id"])
    folder = f"exercises/{id}"
    left_out: list[str] = []
    prompt = read(f"{folder}/prompt.md")
    if prompt is None:
        left_out.append(f"{folder}/prompt.md: the file is not there")
    hints = tuple(Hint("", part, 1) for part in _parts(read(f"{folder}/hint.md") or ""))
    checks: tuple[Check, ...] = ()
    script = read(f"{folder}/check.sh")
    body = _RANGE.sub(r"$(seq \1 \2)", _KEPT.sub("", _SOURCE.sub("", bare(script or "")))).strip()
    if script is None:
        left_out.append(f"{folder}/check.sh: the file is not there")
    elif is_shell(LIBRARY + body):
        checks = (Check("the exercise is done as its check asks", "sh ~/lab/.check.sh", 1),)
    else:
        left_out.append(f"{folder}/check.sh: a check that the sandbox's shell cannot read")
    laid = [SandboxFile("~/lab/.check.sh", f"{LIBRARY}\ncd ~/lab\n{body}\n", True, 1)] if checks else []
    for name in files(folder):
        text = read(f"{folder}/{name}") if name not in ("prompt.md", "hint.md", "check.sh") else None
        if text is not None:
            laid.append(SandboxFile(f"~/lab/{name}", text if text.endswith("\n") else f"{text}\n", True, 1))
    options = Option("the right answer", True), Option("a wrong one", False)
    asked = () if checks else (Question("choice", "TODO: ask about what was done here.", 1, options),)
    shown = [line for block in _CODE.findall(read(f"{folder}/hint.md") or "") for line in block.strip().split("\n")]
    commands = [line for line in shown if line.startswith(("docker ", "cd ", "mkdir ", "echo ", "curl "))]
    solutions = (Solution("\n".join(commands) or UNSOLVED, 1),) if checks else ()
    step = Step(title, prose(prompt or ""), 1, checks, asked, hints, solutions)
    before = str(row.get("depends_on") or "")
    lesson = Lesson(id, title, (), (before,) if before else (), 5, id, "", "", (step,), f"{id}.md", files=tuple(laid))
    if checks and not commands:
        left_out.append(f"{id}: dockerlings has no solutions; write one, and the audit does it")
    return Imported(lesson, tuple(left_out))


def _parts(text: str) -> list[str]:
    """The paragraphs of a hint file, each a hint; code stays with what introduces it."""
    found: list[str] = []
    for part in re.split(r"\n\s*\n", prose(text)):
        if part.strip():
            if found and (part.startswith(("```", "    ")) or found[-1].count("```") % 2):
                found[-1] += "\n" + part
            else:
                found.append(part)
    return found
