"""Colours for a docker command line: what each of its words is."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.docker.roles import Role, analyse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["program", "subcommand", "option", "argument", "image", "path", "error"]

_ARGUMENTS: dict[str, Kind] = {
    "image": "image",
    "remote": "image",
    "reference": "image",
    "path": "path",
    "context": "path",
}
_KINDS: dict[str, Kind] = {
    "command": "subcommand", "flag": "option", "dashes": "option", "no-command": "error", "no-flag": "error",
}  # fmt: skip


def classes(words: Sequence[str]) -> list[Kind]:
    """Return the class of each word of a line, "docker" first."""
    line = analyse(words[1:])
    kinds: list[Kind] = ["program"]
    for role, word in zip(line.roles, words[1:], strict=True):
        kinds.append(_kind(role, word))
    return kinds


def _kind(role: Role, word: str) -> Kind:
    if role.kind == "no-command" and any(name.startswith(word) for name in role.command.children):
        return "argument"
    if role.kind == "no-flag" and word.startswith("--"):
        unfinished = any(f"--{flag.name}".startswith(word) for flag in role.command.flags)
        return "option" if unfinished else "error"
    if role.kind == "value" and role.flag is not None:
        return _ARGUMENTS.get(role.flag.kind, "argument")
    if role.kind == "argument":
        return _ARGUMENTS.get(role.argument.kind, "argument") if role.argument else "argument"
    return _KINDS[role.kind]
