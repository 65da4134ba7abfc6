"""Killercoda's scenarios: an `index.json` that names texts, verify scripts, scripts that prepare, and assets."""

from __future__ import annotations

import re
from typing import Any

from tutor.course.errors import LessonError
from tutor.course.foreign.imported import UNSOLVED, Imported, Read, bare, identifier, is_shell, place, prose
from tutor.course.model import Check, Hint, Lesson, Option, Question, SandboxFile, Solution, Step

INDEX = "index.json"
_INLINE = re.compile(r"`([^`\n]+)`\{\{\s*(\w+)[^}]*\}\}")
_FENCED = re.compile(
    r"(?P<open>^(?P<fence>```+)[^\n]*\n)(?P<body>.*?)(?P<close>^(?P=fence))\{\{\s*(?P<kind>\w+)[^}]*\}\}",
    re.MULTILINE | re.DOTALL,
)
_OTHER = re.compile(r"\{\{[^}]*\}\}")
_RUN = ("exec", "execute")


def scenario(text: str, read: Read) -> Imported:
    """Return the lesson of a scenario whose index file has that text. Raises LessonError."""
    import json

    try:
        index = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise LessonError(INDEX, line, f"not JSON ({error})", "give the folder of a Killercoda scenario") from None
    details = index.get("details") if isinstance(index, dict) else None
    steps = details.get("steps") if isinstance(details, dict) else None
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise LessonError(INDEX, 1, "no details.steps", "give the folder of a Killercoda scenario")
    assert isinstance(details, dict)
    return _Scenario(index, details, read).imported(steps)


class _Scenario:
    def __init__(self, index: dict[str, Any], details: dict[str, Any], read: Read) -> None:
        self.title = str(index.get("title") or "Imported")
        self.details = details
        self.read = read
        self.left_out: list[str] = []

    def imported(self, rows: list[dict[str, Any]]) -> Imported:
        intro = self.details.get("intro")
        first: dict[str, Any] = intro if isinstance(intro, dict) else {}
        words, commands = self._text(first.get("text"))
        if commands:
            self.left_out.append(f"{first.get('text')}: commands to run in the introduction ({commands[0]})")
        steps = tuple(self._step(number, row) for number, row in enumerate(rows, 1))
        if self.details.get("finish"):
            self.left_out.append("details.finish: a lesson ends with its last step")
        files = tuple(self._assets())
        id = identifier(self.title)
        setup = self._script(first)
        lesson = Lesson(id, self.title, (), (), len(steps), id, words, setup, steps, f"{id}.md", files=files)
        return Imported(lesson, tuple(self.left_out))

    def _step(self, number: int, row: dict[str, Any]) -> Step:
        title = str(row.get("title") or f"Step {number}")
        words, commands = self._text(row.get("text"))
        checks: tuple[Check, ...] = ()
        script = self._file(row.get("verify"))
        if script is not None and is_shell(bare(script)):
            checks = (Check("this step is done as its verify script asks", bare(script), 1),)
        elif script is not None:
            self.left_out.append(f"{row['verify']}: a verify script that the sandbox's shell cannot read")
        questions: tuple[Question, ...] = ()
        if not checks:
            options = Option("the right answer", True), Option("a wrong one", False)
            questions = (Question("choice", "TODO: ask about what was done here.", 1, options),)
        solutions = (Solution("\n".join(commands) or UNSOLVED, 1),) if commands or checks else ()
        if checks and not commands:
            self.left_out.append(f"{row.get('text')}: no command is marked {{{{exec}}}}, so the step has no solution")
        hints = (Hint("", "TODO: give a first hint.", 1),) if checks else ()
        return Step(title, words, 1, checks, questions, hints, solutions, world=self._script(row))

    def _text(self, name: object) -> tuple[str, list[str]]:
        """A text without Killercoda's marks, and the commands that it lets learners run, in their order."""
        text = self._file(name)
        if text is None:
            return "", []
        found: list[tuple[int, str]] = []

        def inline(match: re.Match[str]) -> str:
            if match[2] in _RUN:
                found.append((match.start(), match[1].strip()))
            return f"`{match[1]}`"

        def fenced(match: re.Match[str]) -> str:
            if match["kind"] in _RUN:
                found.append((match.start(), match["body"].strip()))
            return match["open"] + match["body"] + match["close"]

        fences = _FENCED.sub(fenced, text)
        marks = _INLINE.sub(inline, fences)
        for other in dict.fromkeys(_OTHER.findall(marks)):
            self.left_out.append(f"{name}: {other}")
        return prose(_OTHER.sub("", marks)), [command for _, command in sorted(found)]

    def _script(self, row: dict[str, Any]) -> str:
        """The scripts that prepare an introduction or a step, one after the other."""
        found = []
        for key in ("background", "foreground"):
            script = self._file(row.get(key))
            if script is not None and is_shell(bare(script)):
                found.append(bare(script))
            elif script is not None:
                self.left_out.append(f"{row[key]}: a script that the sandbox's shell cannot read")
        return "\n".join(found)

    def _assets(self) -> list[SandboxFile]:
        found = []
        assets = self.details.get("assets")
        for rows in (assets or {}).values() if isinstance(assets, dict) else ():
            for row in rows if isinstance(rows, list) else ():
                name = str(row.get("file", "")) if isinstance(row, dict) else ""
                path = place(str(row.get("target", "/root")), name.rpartition("/")[2]) if name else None
                text = self.read(f"assets/{name}") if name else None
                if path is None or text is None or "*" in name:
                    self.left_out.append(f"assets/{name}: no text, or no place for it in a sandbox")
                    continue
                found.append(SandboxFile(path, text if text.endswith("\n") else f"{text}\n", True, 1))
        return found

    def _file(self, name: object) -> str | None:
        if not name:
            return None
        text = self.read(str(name))
        if text is None:
            self.left_out.append(f"{name}: the file is not there")
        return text
