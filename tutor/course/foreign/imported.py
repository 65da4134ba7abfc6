"""What an import makes: lessons, and what was left out of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from tutor.course.model import Lesson
from tutor.dataclass import dataclass

Read = Callable[[str], str | None]
"""The text of a file of the course by its path in it; None where there is none, or it is no text."""

_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")
_ROOT = re.compile(r"^(?:/root|~)(?=/|$)")
_PLACES = re.compile(r"^(?:~|/home/learner|/tmp|/etc|/srv|/opt|/var)/")


@dataclass(frozen=True, slots=True)
class Imported:
    """One lesson, and in words what of its source was not taken over: file, and what it is."""

    lesson: Lesson
    left_out: tuple[str, ...]


UNSOLVED = "true  # TODO: write the commands that do this step"
"""Stands for a solution that the source does not have; the audit says that it does not do."""


def identifier(title: str) -> str:
    """A lesson's id out of a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:48].strip("-") or "imported"


def prose(text: str) -> str:
    """Markdown without headings of its own, which a lesson keeps for its steps."""
    fence = ""
    rows = []
    for line in text.replace("\r\n", "\n").split("\n"):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and (not fence or line.strip() == fence):
            fence = "" if fence else mark[1]
        heading = None if fence else _HEADING.match(line)
        rows.append(f"**{heading[1]}**" if heading else line)
    return "\n".join(rows).strip()


def place(target: str, name: str) -> str | None:
    """Where a file lies in a sandbox that lay at a target folder of a root user; None where there is no such place."""
    whole = target if target.endswith(name) else f"{target.rstrip('/')}/{name}"
    path = _ROOT.sub("~/lab", whole)
    return path if _PLACES.match(path) else None


def is_shell(script: str) -> bool:
    """Whether a sandbox's shell can read a script."""
    from tutor.shell.parser import parse
    from tutor.shell.syntax import ShellSyntaxError

    try:
        parse(script)
    except ShellSyntaxError:
        return False
    return True


def bare(script: str) -> str:
    """A script without its first line's interpreter and its switches."""
    lines = [line for line in script.replace("\r\n", "\n").split("\n")
             if not line.startswith("#!") and not re.match(r"\s*set -[a-z]+( pipefail)?\s*$", line)]  # fmt: skip
    return "\n".join(lines).strip()
