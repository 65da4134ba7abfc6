"""A docker command line in words: what it would do, flag by flag and argument by argument."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.docker import parse
from tutor.docker.describe import about_flag
from tutor.docker.errors import CommandError
from tutor.docker.roles import Line, Role, analyse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.build.progress import BuildStep

_INDENT = "  "
_TITLE = 48
"""Columns for the title of a step."""


def explain(words: Sequence[str]) -> str:
    """Return an explanation of a command line ("docker" may stand first), ending in a newline."""
    rest = list(words[1:] if words[:1] == ["docker"] or words[:1] == ("docker",) else words)
    if words and words[0] != "docker" and not _is_docker(rest):
        return f"{words[0]}: explain knows docker commands, such as: explain docker image tag alpine:3.20 team/base:1\n"
    line = analyse(rest)
    command = line.command
    path = f"docker {command.path}".rstrip()
    out = [f"{path}  {command.long or command.short}"]
    if command.also and command.path:
        others = " and ".join(f"docker {name}" for name in command.also)
        out.append(f"{_INDENT}also called {others}")
    out += [_INDENT + text for text in _parts(line, rest)]
    if problem := _problem(rest):
        out.append(f"As it stands Docker would refuse it: {problem}")
    return "\n".join(out) + "\n"


def explain_steps(steps: Sequence[BuildStep]) -> str:
    """Return what became of each step of a build: found in the cache, or run and why; each line ends in a newline."""
    rows = [(step.text, "cached" if step.cached else f"ran: {step.reason}") for step in steps]
    width = min(max(len(text) for text, _ in rows), _TITLE)
    lines = [f"{_short(text):{width}}  {became}\n" for text, became in rows]
    count = sum(step.cached for step in steps)
    return "".join(lines) + f"{count} of {len(rows)} steps came from the cache.\n"


def _short(title: str) -> str:
    line = title.replace("\n", " ")
    return line if len(line) <= _TITLE else line[: _TITLE - 1] + "…"


def _is_docker(words: Sequence[str]) -> bool:
    return bool(words) and not words[0].startswith("-") and analyse(words[:1]).roles[0].kind == "command"


def _parts(line: Line, words: Sequence[str]) -> list[str]:
    """One line for each flag, with its value, and each argument."""
    parts: list[str] = []
    for role, word in zip(line.roles, words, strict=True):
        if role.kind == "flag":
            parts.append(_flag(role, word))
        elif role.kind == "value" and parts:
            head, gap, rest = parts[-1].partition("  ")
            parts[-1] = f"{head} {word}{gap}{rest}"
        elif role.kind == "argument":
            about = role.argument.help if role.argument else "one argument too many"
            parts.append(f"{word or repr(word)}  {about}")
        elif role.kind == "no-flag":
            parts.append(f"{word}  no flag of this command")
        elif role.kind == "dashes":
            parts.append("--  all that follows is an argument, even if it begins with -")
        elif role.kind == "no-command":
            parts.append(f"{word}  no command of this group")
    return parts


def _flag(role: Role, word: str) -> str:
    """Return a flag as it was written, with what it does; a bundle of letters with what each of them does."""
    if not word.startswith("--") and len(word) > 2:
        found = [role.command.short_flag(letter) for letter in word[1:]]
        texts = [about_flag(flag).partition("  ")[2] for flag in found if flag is not None]
        return f"{word}  {'; '.join(texts)}"
    assert role.flag is not None
    return f"{word}  {about_flag(role.flag).partition('  ')[2]}"


def _problem(words: Sequence[str]) -> str:
    """Return the first line of what Docker would say against it."""
    try:
        match = parse.find(words)
        if not match.command.children:
            parse.parse(match)
    except CommandError as error:
        return error.message.partition("\n")[0]
    return ""
