"""What a command of the docker command line is: its names, its flags, its arguments.

Each command is declared once, in `declarations/`; parsing, help pages, usage errors, completion, highlighting and
explanations all derive from that declaration. The one rule of this module: looking up one command loads the
declarations of its own group only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    from tutor.docker.invocation import Invocation

REPEATABLE = frozenset(
    [
        "list",
        "strings",
        "stringArray",
        "filter",
        "map",
        "ulimit",
        "mount",
        "network",
        "gpu-request",
        "ipSlice",
        "ipNetSlice",
        "secret",
    ]
)
"""Types of flags that may be given several times; their value is a tuple of strings."""


IDLE = "(does nothing in a sandbox)"


class Flag(Record):
    """One flag: its long name, the type that help shows ("bool" shows none), its meaning in one sentence.

    `default` is what a help page shows, and the value of a flag that was not given. `kind` says what a value names,
    for completion: "image", "container", "volume", "network", "path", "platform", "signal", or "" (free text);
    `choices` are the values that exist. A flag with `deprecated` still works, is hidden, and prints that text. One that
    is `idle` is taken and does nothing in a sandbox.
    """

    __slots__ = __match_args__ = (
        "name", "type", "short", "help", "default", "kind", "choices", "hidden", "deprecated", "idle",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        type: str = "bool",
        short: str = "",
        help: str = "",
        default: str = "",
        kind: str = "",
        choices: tuple[str, ...] = (),
        hidden: bool = False,
        deprecated: str = "",
        idle: bool = False,
    ) -> None:
        self.name: Final = name
        self.type: Final = type
        self.short: Final = short
        self.help: Final = help
        self.default: Final = default
        self.kind: Final = kind
        self.choices: Final = choices
        self.hidden: Final = hidden
        self.deprecated: Final = deprecated
        self.idle: Final = idle

    @property
    def about(self) -> str:
        """What help says of it: its meaning, and that it does nothing here where that is so."""
        return f"{self.help} {IDLE}".lstrip() if self.idle else self.help

    @property
    def repeats(self) -> bool:
        """Whether each occurrence adds a value."""
        return self.type in REPEATABLE


class Argument(Record):
    """One positional argument: the name on the usage line, what it names, what it means."""

    __slots__ = __match_args__ = ("name", "kind", "help", "optional", "repeats")

    def __init__(
        self,
        name: str,
        kind: str = "",
        help: str = "",
        optional: bool = False,
        repeats: bool = False,
    ) -> None:
        self.name: Final = name
        self.kind: Final = kind
        self.help: Final = help
        self.optional: Final = optional
        self.repeats: Final = repeats


class Command(Record):
    """One command, or one group of commands (then `handler` is empty and `children` is not).

    `path` is its first name without "docker" ("image ls"); `aliases` are other last words ("list"); `also` are other
    paths at which it stands as a command of its own ("images"). `usage` is what follows the path on the usage line.
    `least` and `most` bound the number of arguments; `most` is None where there is no bound. `shown` lists the names
    that a help page shows under Aliases. `plugin` marks a command that Docker's CLI hands to a plugin, whose errors
    start with "ERROR: ". With `interspersed` false, flags end at the first argument.
    """

    __slots__ = __match_args__ = (
        "path",
        "short",
        "usage",
        "least",
        "most",
        "flags",
        "arguments",
        "handler",
        "aliases",
        "also",
        "shown",
        "long",
        "plugin",
        "interspersed",
        "children",
        "titled",
    )

    def __init__(
        self,
        path: str,
        short: str,
        usage: str = "",
        least: int = 0,
        most: int | None = 0,
        flags: tuple[Flag, ...] = (),
        arguments: tuple[Argument, ...] = (),
        handler: str = "",
        aliases: tuple[str, ...] = (),
        also: tuple[str, ...] = (),
        shown: tuple[str, ...] = (),
        long: str = "",
        plugin: bool = False,
        interspersed: bool = True,
        children: tuple[str, ...] = (),
        titled: str = "",
    ) -> None:
        self.path: Final = path
        self.short: Final = short
        self.usage: Final = usage
        self.least: Final = least
        self.most: Final = most
        self.flags: Final = flags
        self.arguments: Final = arguments
        self.handler: Final = handler
        self.aliases: Final = aliases
        self.also: Final = also
        self.shown: Final = shown
        self.long: Final = long
        self.plugin: Final = plugin
        self.interspersed: Final = interspersed
        self.children: Final = children
        self.titled: Final = titled

    @property
    def name(self) -> str:
        """The last word of the path."""
        return self.path.rpartition(" ")[2]

    def flag(self, name: str) -> Flag | None:
        """Return the flag with this long name."""
        for flag in self.flags:
            if flag.name == name:
                return flag
        return None

    def short_flag(self, letter: str) -> Flag | None:
        """Return the flag with this one-letter name."""
        for flag in self.flags:
            if flag.short == letter:
                return flag
        return None

    def load(self) -> Callable[[Invocation], int]:
        """Return the function that runs this command."""
        module, _, function = self.handler.partition(":")
        found: Any = getattr(import_module(module), function)
        handler: Callable[[Invocation], int] = found
        return handler


class Match(Record):
    """A command as it was called: `path` is the name that usage lines and errors give it ("docker rmi").

    `rest` are the words behind it, `above` the flags of its group that stand before its name.
    """

    __slots__ = __match_args__ = ("command", "path", "called", "flags", "rest", "above")

    def __init__(
        self,
        command: Command,
        path: str,
        called: str,
        flags: tuple[Flag, ...],
        rest: tuple[str, ...] = (),
        above: tuple[str, ...] = (),
    ) -> None:
        self.command: Final = command
        self.path: Final = path
        self.called: Final = called
        self.flags: Final = flags
        self.rest: Final = rest
        self.above: Final = above

    @property
    def use_line(self) -> str:
        """The usage line, as Docker's errors show it."""
        return f"{self.path} {self.command.usage}".rstrip()


# Which module of `declarations` declares each word that may follow "docker".
GROUPS = {
    "image": "image", "images": "image", "rmi": "image", "history": "image", "import": "image", "load": "image",
    "pull": "image", "push": "image", "save": "image", "tag": "image",
    "container": "container", "attach": "container", "commit": "container", "cp": "container", "diff": "container",
    "exec": "container", "export": "container", "kill": "container", "logs": "container", "pause": "container",
    "port": "container", "ps": "container", "rename": "container", "restart": "container", "rm": "container",
    "start": "container", "stats": "container", "stop": "container", "top": "container", "unpause": "container",
    "update": "container", "wait": "container", "run": "run", "create": "run",
    "volume": "volume", "network": "network", "manifest": "manifest",
    "system": "system", "events": "system", "info": "system", "version": "system", "inspect": "system",
    "login": "registry", "logout": "registry", "search": "registry",
    "build": "build", "builder": "buildx", "buildx": "buildx", "bake": "buildx",
    "compose": "compose", "context": "context", "plugin": "plugin", "checkpoint": "plugin",
    "swarm": "swarm", "node": "swarm", "service": "swarm", "secret": "swarm", "config": "swarm", "stack": "swarm",
}  # fmt: skip

# Commands of a group that another module declares.
ELSEWHERE = {
    "container run": "run", "container create": "run", "system info": "system", "image build": "build",
    "builder build": "build", "buildx build": "build", "buildx b": "build",
}  # fmt: skip

_commands: dict[str, Command] = {}
_loaded: set[str] = set()


def _load(module: str) -> None:
    """Read one module of declarations into the table of commands by path."""
    if module in _loaded:
        return
    _loaded.add(module)
    declared = import_module(f"tutor.docker.declarations.{module}").COMMANDS
    for command in declared:
        parent = command.path.rpartition(" ")[0]
        _commands[command.path] = command
        for alias in command.aliases:
            _commands.setdefault(f"{parent} {alias}".lstrip(), command)
        for other in command.also:
            _commands.setdefault(other, command)


def lookup(path: str) -> Command | None:
    """Return the command at a path without "docker" ("image ls", "rmi"), or None. The empty path is docker itself."""
    if path not in _commands:
        if not path:
            _load("root")
        module = ELSEWHERE.get(path) or GROUPS.get(path.partition(" ")[0])
        if module:
            _load(module)
    return _commands.get(path)


def root() -> Command:
    """Return the command `docker` itself."""
    found = lookup("")
    assert found is not None
    return found


def shown_path(command: Command, called: str) -> str:
    """Return the name that usage lines give a command that was called by this path: aliases show its first name."""
    if command.titled:
        return f"docker {command.titled}"
    if called in command.also:
        return f"docker {called}".rstrip()
    return f"docker {command.path}".rstrip()


def child(command: Command, called: str, word: str) -> Command | None:
    """Return the command that `word` names below a group; None where the group has none of that name."""
    if not command.children:
        return None
    base = command.path if command.path else called
    return lookup(f"{base} {word}".lstrip())


def everything() -> Iterator[Command]:
    """Every declared command and group, each once, by path. Loads all declarations."""
    for module in ("root", *dict.fromkeys(GROUPS.values())):
        _load(module)
    seen: set[str] = set()
    for _, command in sorted(_commands.items()):
        if command.path not in seen:
            seen.add(command.path)
            yield command


def paths() -> Iterator[tuple[str, Command]]:
    """Every path at which a command stands, aliases too. Loads all declarations."""
    for _ in everything():
        pass
    yield from sorted(_commands.items())
