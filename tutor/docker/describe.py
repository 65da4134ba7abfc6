"""One line about the word under the cursor: what it means, what is missing, what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.docker import spec
from tutor.docker.complete import containers, ids, images, networks, volumes
from tutor.docker.parse import count_problem
from tutor.docker.roles import Line, Role, analyse, argument_at, nearest
from tutor.docker.spec import Argument, Command, Flag
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final, Literal

    from tutor.engine.hub import Hub
    from tutor.engine.state import State

    Kind = Literal["", "hint", "info", "error"]


class Told(Record):
    """A description: its text, and whether it is a "hint" or an "error"; both are empty where there is none.

    `whole` is whether the line could be run: no argument and no flag's value is missing.
    """

    __slots__ = __match_args__ = ("kind", "text", "whole")

    def __init__(self, text: str = "", kind: Kind = "", whole: bool = True) -> None:
        self.text: Final = text
        self.kind: Final[Kind] = kind if text else ""
        self.whole: Final = whole


def describe(words: Sequence[str], index: int, state: State, hub: Hub | None = None) -> Told:
    """Return what the word at `index` of `words` (without "docker") is, or the first fault of the line."""
    line = analyse(words)
    for at, (role, word) in enumerate(zip(line.roles, words, strict=True)):
        if fault := _fault(role, word, at, index, state, hub):
            return Told(fault, "error")
    if line.command.most is not None and not line.command.children and line.count > line.command.most:
        return Told(f"{line.match.path} {count_problem(line.command, line.count)}", "error")
    command = line.command
    whole = not command.children and line.waiting is None and line.count >= command.least
    if index < len(line.roles) and words[index]:
        return Told(_about(line, line.roles[index], words, index), "hint", whole)
    return Told(_next(line), "hint", whole)


def _fault(role: Role, word: str, at: int, index: int, state: State, hub: Hub | None) -> str:
    """Return what is wrong with a word, "" where it is fine or still being typed."""
    typing = at == index
    if role.kind == "no-command":
        if typing and any(name.startswith(word) for name in role.command.children):
            return ""
        return _unknown(f"docker {role.command.path}".rstrip(), word, role.command.children)
    if role.kind == "no-flag":
        names = [f"--{flag.name}" for flag in role.command.flags if not flag.hidden]
        if typing and (word in ("-", "--") or any(name.startswith(word) for name in names)):
            return ""
        if not word.startswith("--"):
            letter = next((letter for letter in word[1:] if role.command.short_flag(letter) is None), word[1:2])
            return f"docker {role.command.path} has no flag -{letter}"
        return _unknown("flag", word.partition("=")[0], names)
    if role.kind == "argument" and role.argument is not None and word:
        return _missing_thing(role.argument, role.command, word, state, hub, typing)
    return ""


def _unknown(what: str, word: str, names: Sequence[str]) -> str:
    meant = nearest(word, names)
    hint = f": did you mean {meant}?" if meant else ""
    return f"no flag {word}{hint}" if what == "flag" else f"{what} has no command {word}{hint}"


def _missing_thing(argument: Argument, command: Command, word: str, state: State, hub: Hub | None, typing: bool) -> str:
    """Return what is wrong with an argument that names something that must exist."""
    if argument.kind == "image":
        pulls = command.path in ("container run", "container create")
        return _missing_image(word, state, hub if pulls else None, pulls, typing)
    if argument.kind == "remote" and command.path == "image pull":
        return _missing_remote(word, hub, typing)
    things = {"container": containers, "running": containers, "volume": volumes, "network": networks}.get(argument.kind)
    if things is None:
        return ""
    names = [name for name, _ in things(state)]
    known = word in names or (typing and any(name.startswith(word) for name in names))
    if argument.kind in ("container", "running"):
        known = known or any(name.startswith(word) for name in state.containers)
    elif argument.kind == "network":
        known = known or any(network.id.startswith(word) for _, network in state.networks.items())
    if known:
        return ""
    noun = "container" if argument.kind == "running" else argument.kind
    meant = nearest(word, names)
    return f"no such {noun} {word}" + (f": did you mean {meant}?" if meant else "")


def _missing_image(word: str, state: State, hub: Hub | None, pulls: bool, typing: bool) -> str:
    from tutor.oci.reference import InvalidReference, Reference

    hexed = word.removeprefix("sha256:")
    is_id = len(hexed) >= 4 and not hexed.strip("0123456789abcdef")
    if is_id and any(short.startswith(hexed[:12]) for short, _ in ids(state)):
        return ""
    try:
        reference = Reference.parse(word).with_default_tag()
    except InvalidReference as error:
        return "" if typing and word.endswith((":", "/", "@")) else error.message
    if reference.canonical() in state.images or reference.digest is not None:
        return ""
    familiar = reference.familiar()
    names = [name for name, _ in images(state)]
    if typing and any(name.startswith(word) for name in names):
        return ""
    if pulls and (hub is None or hub.resolve(reference.canonical()) is not None):
        return ""
    if pulls and typing and hub is not None and any(name.endswith(word) or word in name for name in hub.repositories()):
        return ""
    tags = [name.rpartition(":")[2] for name in names if name.rpartition(":")[0] == reference.repository]
    if not tags and hub is not None:
        tags = list(hub.tags(reference.name))
    if tags:
        return f"no such image {familiar} — {_which_exist(reference.tag or '', tags)}"
    meant = nearest(word, names)
    return f"no such image {familiar}" + (f": did you mean {meant}?" if meant else "")


def _missing_remote(word: str, hub: Hub | None, typing: bool) -> str:
    """Return what is wrong with the name of an image to be pulled; only Docker Hub's are known before asking."""
    from tutor.oci.reference import DEFAULT_DOMAIN, InvalidReference, Reference

    try:
        named = Reference.parse(word)
    except InvalidReference as error:
        return "" if typing and word.endswith((":", "/", "@")) else error.message
    reference = named.with_default_tag()
    if hub is None or named.domain != DEFAULT_DOMAIN or hub.resolve(reference.canonical()) is not None:
        return ""
    tags = hub.tags(reference.name)
    if not tags:
        known = [Reference.parse(name).repository for name in hub.repositories()]
        if typing and any(name.startswith(word) for name in known):
            return ""
        meant = nearest(named.repository, known)
        return f"the hub has no image {named.repository}" + (f": did you mean {meant}?" if meant else "")
    if reference.tag is None or (typing and any(tag.startswith(reference.tag) for tag in tags)):
        return ""
    return f"no such image {reference.familiar()} — {_which_exist(reference.tag, tags)}"


def _which_exist(wanted: str, tags: Sequence[str]) -> str:
    """Return the tags there are, in a sentence; of versions, those as exact as the wanted one."""
    number = wanted[:1].isdecimal()
    alike = [tag for tag in tags if number and tag.count(".") == wanted.count(".") and tag[:1].isdecimal()]
    shown = sorted(alike or tags)[:5]
    if len(shown) == 1:
        return f"{shown[0]} exists"
    return f"{', '.join(shown[:-1])} and {shown[-1]} exist"


def _about(line: Line, role: Role, words: Sequence[str], index: int) -> str:
    """Return what a word that is fine means, and what has to follow."""
    if role.kind == "command":
        path = f"docker {role.command.path}".rstrip()
        return f"{path}  {role.command.short}" + (_needs(line) if index == len(words) - 1 else "")
    if role.kind == "flag" and role.flag is not None:
        return about_flag(role.flag)
    if role.kind == "value" and role.flag is not None:
        return f"the value of --{role.flag.name}: {_first_line(role.flag)}"
    if role.kind == "argument" and role.argument is not None:
        return f"{role.argument.name}  {role.argument.help}{_needs(line)}"
    if role.kind == "no-command":
        names = [name for name in role.command.children if name.startswith(words[index])]
        found = [(name, spec.lookup(f"{role.command.path} {name}".lstrip())) for name in names]
        return ", ".join(f"{name} ({below.short})" if below and len(found) < 3 else name for name, below in found)
    if role.kind == "no-flag":
        return "  ".join(f"--{flag.name}" for flag in role.command.flags if f"--{flag.name}".startswith(words[index]))
    return ""


def about_flag(flag: Flag) -> str:
    """Return a flag with its short form, the type of its value, and what it does."""
    names = f"-{flag.short}, --{flag.name}" if flag.short else f"--{flag.name}"
    value = "" if flag.type == "bool" else f" {flag.type}"
    return f"{names}{value}  {_first_line(flag)}"


def _first_line(flag: Flag) -> str:
    return flag.about.partition("\n")[0].rstrip(":")


def _needs(line: Line) -> str:
    """Return what is still missing, as the end of a sentence."""
    command = line.command
    if command.children:
        return ""
    if line.waiting is not None:
        return f" · --{line.waiting.name} needs a value"
    missing = command.least - line.count
    if missing <= 0:
        return ""
    names = [argument.name for argument in command.arguments[line.count : line.count + missing]]
    noun = "argument" if missing == 1 else "arguments"
    return f" · needs {missing} more {noun}: {', '.join(names)}" if names else f" · needs {missing} more {noun}"


def _next(line: Line) -> str:
    """Return what may follow the line."""
    if line.waiting is not None:
        return f"the value of --{line.waiting.name}: {_first_line(line.waiting)}"
    command = line.command
    if command.children:
        names = command.children if command.path else ("run", "build", "pull", "images", "ps", "image", "container")
        return f"a command: {', '.join(names[:8])}{' …' if len(command.children) > 8 else ''}"
    argument = argument_at(command, line.count)
    if argument is None:
        return ""
    optional = argument.optional or line.count >= command.least
    return f"{argument.name}  {argument.help}{' (optional)' if optional else ''}"
