"""Help pages, laid out as Docker's: usage, what the command is for, aliases, options, commands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.docker import spec
from tutor.docker.spec import Command, Flag, Match

COMMON = (
    "run",
    "exec",
    "ps",
    "build",
    "bake",
    "pull",
    "push",
    "images",
    "login",
    "logout",
    "search",
    "version",
    "info",
)
SWARM = ("swarm",)
PLUGINS = ("builder", "buildx", "compose")
_SLOP = 5
_FOOTER = "For more help on how to use Docker, head to https://docs.docker.com/go/guides/"
_EXPERIMENTAL = """
EXPERIMENTAL:
  {path} is an experimental feature.
  Experimental features provide early access to product functionality. These
  features may change between releases without warning, or can be removed from a
  future release. Learn more about experimental features in our documentation:
  https://docs.docker.com/go/experimental/
"""


def page(match: Match, width: int = 80) -> str:
    """Return the help page of a command or group, ending in a newline; options are wrapped at `width` columns."""
    command = match.command
    parts = [_head(match)]
    if command.path.partition(" ")[0] == "manifest":
        parts.append(_EXPERIMENTAL.format(path=match.path))
    if command.shown:
        shown = ", ".join(f"docker {name}" for name in command.shown)
        parts.append(f"\nAliases:\n  {shown}\n")
    if command.path:
        parts.append(_options("Options", match.flags, width))
        parts.append(_groups(command))
    else:
        parts.append(_root_commands(command))
        parts.append(_options("Global Options", match.flags, width))
    if command.children:
        parts.append(f"\nRun '{match.path} COMMAND --help' for more information on a command.\n")
    if not command.path:
        parts.append(f"\n{_FOOTER}\n")
    text = "".join(parts)
    # Docker prints a page whose description is longer than its summary after an empty line
    return "\n" + text if command.path == "manifest" else text


def _head(match: Match) -> str:
    command = match.command
    if command.children:
        options = " [OPTIONS]" if match.flags else ""
        usage = f"{match.path}{options} COMMAND"
    else:
        usage = match.use_line
    return f"Usage:  {usage}\n\n{command.long or command.short}\n"


def _options(title: str, flags: Sequence[Flag], width: int) -> str:
    shown = sorted((flag for flag in flags if not flag.hidden), key=lambda flag: flag.name)
    return f"\n{title}:\n{flag_lines(shown, width - 1)}\n" if shown else ""


def flag_lines(flags: Iterable[Flag], width: int) -> str:
    """Return the flags, one a line, aligned and wrapped as pflag does, without a newline at the end."""
    rows = []
    for flag in flags:
        start = f"  -{flag.short}, --{flag.name}" if flag.short else f"      --{flag.name}"
        rows.append((start if flag.type == "bool" else f"{start} {flag.type}", flag.about + _shown_default(flag)))
    indent = max((len(start) for start, _ in rows), default=0) + 3
    return "\n".join(f"{start.ljust(indent)}{_wrap(indent, width, text)}".rstrip() for start, text in rows)


def _shown_default(flag: Flag) -> str:
    if flag.default in ("", "false", "0s", "0", "[]", "map[]"):
        return " (default [])" if flag.default == "[]" else " (default map[])" if flag.default == "map[]" else ""
    return f' (default "{flag.default}")' if flag.type == "string" else f" (default {flag.default})"


def _wrap(indent: int, width: int, text: str) -> str:
    """Return pflag's wrapping: lines of width - indent - 5 characters, of which the last may be a little longer."""
    room = width - indent
    result = ""
    if room < 24:
        indent, room = 16, width - 16
        result = "\n" + " " * indent
    if room < 24:
        return text.replace("\n", "\n" + " " * indent)
    room -= _SLOP
    pieces = []
    while True:
        piece, text = _cut(room, text)
        pieces.append(piece.replace("\n", "\n" + " " * indent))
        if not text:
            return result + ("\n" + " " * indent).join(pieces)


def _cut(room: int, text: str) -> tuple[str, str]:
    """Return the text's first line and what is left of it."""
    if room + _SLOP > len(text):
        return text, ""
    head = text[:room]
    blank = max(head.rfind(char) for char in " \t\n")
    if blank <= 0:
        return text, ""
    newline = head.rfind("\n")
    at = newline if 0 < newline < blank else blank
    return text[:at], text[at + 1 :]


def _groups(command: Command) -> str:
    """Return the commands of a group, those that are groups themselves first."""
    found = [(name, spec.lookup(f"{command.path} {name}")) for name in command.children]
    managing = [(name, below) for name, below in found if below is not None and below.children]
    plain = [(name, below) for name, below in found if below is not None and not below.children]
    return _section("Management Commands", managing) + _section("Commands", plain)


def _section(title: str, commands: Sequence[tuple[str, Command]], mark: Sequence[str] = ()) -> str:
    if not commands:
        return ""
    lines = [f"  {(name + ('*' if name in mark else '')).ljust(11)} {below.short}\n" for name, below in commands]
    return f"\n{title}:\n{''.join(lines)}"


def _root_commands(command: Command) -> str:
    found = [(name, below) for name in command.children if (below := spec.lookup(name)) is not None]
    top = [pair for pair in found if pair[0] in COMMON]
    swarm = [pair for pair in found if pair[0] in SWARM]
    managing = [pair for pair in found if _is_managing(*pair) and pair[0] not in SWARM]
    rest = [pair for pair in found if pair not in top and pair not in swarm and pair not in managing]
    return (
        _section("Common Commands", top)
        + _section("Management Commands", managing, PLUGINS)
        + _section("Swarm Commands", swarm)
        + _section("Commands", rest)
    )


def _is_managing(name: str, command: Command) -> bool:
    return bool(command.children) or name in ("context", "plugin")
