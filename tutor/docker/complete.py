"""Ways to go on at the cursor of a docker command line: commands, flags, their values, and the sandbox's own things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.docker import spec
from tutor.docker.roles import Line, analyse, argument_at
from tutor.docker.spec import Flag
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tutor.engine.hub import Hub
    from tutor.engine.state import State

_SIGNALS = ("TERM", "KILL", "INT", "HUP", "QUIT", "USR1", "USR2", "STOP", "CONT")
_PLATFORMS = ("linux/amd64", "linux/arm64")
_FILTERS = {
    "image ls": "before dangling label reference since until",
    "container ls": "ancestor before exited health id label name network publish since status volume",
    "volume ls": "dangling driver label name", "network ls": "driver id label name scope type",
    "image prune": "dangling label until", "container prune": "label until", "volume prune": "all label",
    "network prune": "label until", "system prune": "label until", "buildx prune": "until id type",
    "search": "is-official stars",
}  # fmt: skip


class Item(Record):
    """One way to go on: the text that replaces the prefix from `Offer.start`, a description, its kind."""

    __slots__ = __match_args__ = ("description", "kind", "text")

    def __init__(self, text: str, description: str = "", kind: str = "") -> None:
        self.text: Final = text
        self.description: Final = description
        self.kind: Final = kind


class Offer(Record):
    """All ways to go on. `start` is where in the prefix the replaced part begins; `paths` asks for files as well."""

    __slots__ = __match_args__ = ("items", "paths", "start")

    def __init__(self, start: int = 0, items: tuple[Item, ...] = (), paths: bool = False) -> None:
        self.start: Final = start
        self.items: Final = items
        self.paths: Final = paths


def complete(words: Sequence[str], prefix: str, state: State, hub: Hub | None = None) -> Offer:
    """Return the ways to go on with the word that begins with `prefix`, after `words` (without "docker")."""
    line = analyse(words)
    if line.waiting is not None:
        return _values(line, line.waiting, prefix, 0, state)
    if prefix.startswith("-") and not line.only_arguments:
        name, equals, value = prefix.partition("=")
        flag = line.command.flag(name[2:]) if name.startswith("--") else None
        if equals and flag is not None:
            return _values(line, flag, value, len(name) + 1, state)
        return Offer(0, tuple(_flags(line, prefix)))
    if line.command.children:
        return Offer(0, tuple(_commands(line, prefix)))
    argument = argument_at(line.command, line.count)
    if argument is None:
        return Offer()
    return _things(argument.kind, prefix, 0, state, hub)


def _commands(line: Line, prefix: str) -> Iterator[Item]:
    command = line.command
    for name in command.children:
        if name.startswith(prefix):
            below = spec.lookup(f"{command.path} {name}".lstrip())
            yield Item(name, below.short if below else "", "command")
    if not command.path and "help".startswith(prefix):
        yield Item("help", "Print the help page of a command", "command")


def _flags(line: Line, prefix: str) -> Iterator[Item]:
    given = {role.flag.name for role in line.roles if role.flag is not None and role.kind == "flag"}
    for flag in sorted(line.match.flags, key=lambda flag: flag.name):
        if flag.hidden or (flag.name in given and not flag.repeats):
            continue
        long = f"--{flag.name}"
        text = flag.about.partition("\n")[0].rstrip(":")
        if len(prefix) <= 1 and flag.short:
            yield Item(f"-{flag.short}", text, "option")
        if long.startswith(prefix):
            yield Item(long, text, "option")
    if "--help".startswith(prefix):
        yield Item("--help", "Print the help page", "option")


def _values(line: Line, flag: Flag, prefix: str, start: int, state: State) -> Offer:
    """Return the values of a flag."""
    if flag.choices:
        return Offer(start, _beginning(prefix, ((choice, "") for choice in flag.choices), "value"))
    if flag.kind == "filter":
        names = _FILTERS.get(line.command.path, "label").split()
        return Offer(start, _beginning(prefix, ((f"{name}=", "") for name in names), "value"))
    if flag.kind == "format":
        ways = (("json", "one JSON object a line"), ("table ", "a table of what a template prints"))
        return Offer(start, _beginning(prefix, ways, "value"))
    if flag.kind == "volume" and "/" in prefix.partition(":")[0]:
        return Offer(start, (), True)
    return _things(flag.kind, prefix, start, state, None)


def _things(kind: str, prefix: str, start: int, state: State, hub: Hub | None) -> Offer:
    """Things of the sandbox that an argument or a flag's value may name."""
    if kind in ("path", "context"):
        return Offer(start, (), True)
    if kind == "copy":
        names = ((f"{name}:", about) for name, about in containers(state))
        return Offer(start, _beginning(prefix, names, "container"), ":" not in prefix)
    if kind == "signal":
        return Offer(start, _beginning(prefix, ((name, "") for name in _SIGNALS), "value"))
    if kind == "platform":
        return Offer(start, _beginning(prefix, ((name, "") for name in _PLATFORMS), "value"))
    finders: dict[str, tuple[tuple[str, Iterable[tuple[str, str]]], ...]] = {
        "image": (("image", images(state)),),
        "reference": (("image", images(state)),),
        "remote": (("image", _remote(prefix, state, hub)),),
        "container": (("container", containers(state)),),
        "running": (("container", containers(state, running=True)),),
        "volume": (("volume", volumes(state)),),
        "network": (("network", networks(state)),),
        "object": (
            ("container", containers(state)),
            ("image", images(state)),
            ("volume", volumes(state)),
            ("network", networks(state)),
        ),
    }
    found: list[Item] = []
    for name, things in finders.get(kind, ()):
        found += _beginning(prefix, things, name)
    if kind in ("image", "object") and not found and prefix:
        found += _beginning(prefix, ids(state), "image")
    return Offer(start, tuple(found))


def _beginning(prefix: str, names: Iterable[tuple[str, str]], kind: str) -> tuple[Item, ...]:
    return tuple(Item(name, about, kind) for name, about in names if name.startswith(prefix))


def images(state: State) -> Iterator[tuple[str, str]]:
    """Return the familiar names of all images, each with its short ID."""
    from tutor.engine import eras
    from tutor.engine.images import familiar

    era = eras.of(state)
    for name, record in state.images.items():
        if not record.dangling:
            yield familiar(name), era.image_id(state, record.target).partition(":")[2][:12]


def ids(state: State) -> Iterator[tuple[str, str]]:
    """Return the short IDs of all images, each with a name."""
    from tutor.engine import eras
    from tutor.engine.images import familiar

    era = eras.of(state)
    seen: dict[str, str] = {}
    for name, record in state.images.items():
        shown = "no name" if record.dangling else familiar(name)
        seen.setdefault(era.image_id(state, record.target).partition(":")[2][:12], shown)
    yield from sorted(seen.items())


def containers(state: State, running: bool = False) -> Iterator[tuple[str, str]]:
    """Return the names of containers, each with its image and how it is."""
    found = [container for _, container in state.containers.items() if container.is_running or not running]
    for container in sorted(found, key=lambda container: container.name):
        yield container.name, f"{container.config.image}, {container.status}"


def volumes(state: State) -> Iterator[tuple[str, str]]:
    """Return the names of volumes."""
    for name in state.volumes:
        yield name, "volume"


def networks(state: State) -> Iterator[tuple[str, str]]:
    """Return the names of networks, those that always exist too."""
    for name in sorted({"bridge", "host", "none", *state.networks}):
        yield name, "network"


def _remote(prefix: str, state: State, hub: Hub | None) -> Iterator[tuple[str, str]]:
    """Names on the hub: repositories first, the tags of one once its name stands there."""
    if hub is None:
        yield from images(state)
        return
    from tutor.oci.reference import Reference

    repository = prefix.partition(":")[0]
    for canonical in hub.repositories():
        name = Reference.parse(canonical).repository
        if ":" not in prefix:
            if name.startswith(prefix):
                yield name, hub.description(canonical)
        elif name == repository:
            for tag in hub.tags(canonical):
                yield f"{name}:{tag}", ""
