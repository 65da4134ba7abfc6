"""Checks that could be asked for: what a step changed, said in commands that a learner knows.

A `Candidate` is a line of a checklist. Some are commands already; others are a `query` whose answer, once it is known,
is what the check compares with.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.course.facts import Layer, Thing
from tutor.dataclass import dataclass, replace
from tutor.session.recording.history import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.course.facts import Facts

MOST_FILES = 12
"""Of so many files of one image, container or volume checks are thought of."""

MOST_NEW = 6
"""Where a step writes more files than that, those in folders are not asked for one by one."""

_SHOWN = 40
_LAB = "/home/learner/lab/"
_DRAWN = re.compile(r"(?:^|/)[0-9a-f]{64}(?:/|$)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A check: what the learner reads, and either its commands or a query whose answer they compare.

    `first` is whether it is always taken: it says what is there or gone. In `text`, {} stands for the answer.
    """

    text: str
    commands: str = ""
    query: str = ""
    first: bool = False


_IMAGE = {
    "layers": ("{{len .RootFS.Layers}}", "{name} has {} layers"),
    "CMD": ("{{json .Config.Cmd}}", "{name} starts {} when no command is given"),
    "ENTRYPOINT": ("{{json .Config.Entrypoint}}", "{name} always starts {}"),
    "USER": ("{{.Config.User}}", "{name} runs as the user {}"),
    "WORKDIR": ("{{.Config.WorkingDir}}", "{name} starts in the folder {}"),
    "LABEL": ("{{json .Config.Labels}}", "{name} has the labels {}"),
    "EXPOSE": ("{{json .Config.ExposedPorts}}", "{name} says that it listens on {}"),
    "VOLUME": ("{{json .Config.Volumes}}", "{name} keeps volumes at {}"),
    "HEALTHCHECK": ("{{json .Config.Healthcheck}}", "{name} has the health check {}"),
    "STOPSIGNAL": ("{{.Config.StopSignal}}", "{name} is stopped with {}"),
    "comment": ("{{.Comment}}", "{name} carries the comment {}"),
    "ENV": ("{{json .Config.Env}}", "{name} has the right environment"),
}
_CONTAINER = {
    "status": ("{{.State.Status}}", "{name} is {}"),
    "image": ("{{.Config.Image}}", "{name} was made from {}"),
    "exit code": ("{{.State.ExitCode}}", "{name} ended with the exit code {}"),
    "published ports": ("{{json .HostConfig.PortBindings}}", "{name} publishes the right ports"),
    "mounts": ("{{range .Mounts}}{{.Type}} {{.Name}} {{.Destination}} {{.RW}} {{end}}", "{name} has the right mounts"),
    "networks": ("{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}", "{name} is in the network {}"),
    "restart policy": ("{{.HostConfig.RestartPolicy.Name}}", "{name} has the restart policy {}"),
    "memory limit": ("{{.HostConfig.Memory}}", "{name} may use {} bytes of memory"),
    "read-only": ("{{.HostConfig.ReadonlyRootfs}}", "{name} has a file system that cannot be written: {}"),
    "health": ("{{.State.Health.Status}}", "{name} is {}"),
    "command": ("{{.Path}} {{json .Args}}", "{name} runs the right command"),
    "user": ("{{.Config.User}}", "{name} runs as the user {}"),
    "working folder": ("{{.Config.WorkingDir}}", "{name} works in the folder {}"),
    "labels": ("{{json .Config.Labels}}", "{name} has the right labels"),
    "environment": ("{{json .Config.Env}}", "{name} has the right environment"),
}
_NAMES = """grep -o '"RepoTags":[^]]*'"""
_PUSHED = ("docker manifest inspect", "docker buildx imagetools inspect", "docker pull -q")


def candidates(start: Facts, now: Facts) -> Iterator[Candidate]:
    """What could be asked for of a step that led from one sandbox to another, the most telling first."""
    for thing in start:
        if thing not in now and thing.kind != "file":
            yield from _gone(thing)
    many = sum(thing.kind == "file" and thing not in start for thing in now) > MOST_NEW
    for thing, properties in now.items():
        before = start.get(thing)
        changed = {
            name: value for name, value in properties.items()
            if (before is None and value not in ((), "", "no", "0", "False", None))
            or (before is not None and before.get(name) != value)
        }  # fmt: skip
        if before is None or changed:
            for candidate in _KINDS.get(thing.kind, _nothing)(thing, before is None, changed, start, now):
                few = not (many and thing.kind == "file" and thing.name.removeprefix(_LAB).count("/"))
                yield candidate if few else replace(candidate, first=False)
    for thing in now:
        if thing in start and thing.kind in ("image", "container", "volume", "network") and " " not in thing.name:
            yield Candidate(f"{thing.name} is still here", f"docker {thing.kind} inspect {thing.name}")


def _gone(thing: Thing) -> Iterator[Candidate]:
    if thing.kind == "image":
        yield Candidate(f"the name {thing.name} is gone", f"! docker image inspect {thing.name}", first=True)
    elif thing.kind in ("container", "volume", "network") and " " not in thing.name:
        commands = f"! docker {thing.kind} inspect {thing.name}"
        yield Candidate(f"the {thing.kind} {thing.name} is gone", commands, first=True)
    elif thing.kind == "container":
        image = thing.name.removeprefix("a container of ").split(" ")[0]
        commands = f'test -z "$(docker ps -aq --filter ancestor={image})"'
        yield Candidate(f"no container of {image} is left", commands, first=True)


def _nothing(*_: Any) -> Iterator[Candidate]:
    yield from ()


def _image(thing: Thing, new: bool, changed: dict[str, Any], start: Facts, now: Facts) -> Iterator[Candidate]:
    name = thing.name
    if new:
        yield Candidate(f"{name} is here", f"docker image inspect {name}", first=True)
    alike = [other.name for other in now if other.kind == "image" and now[other] == now[thing]]
    same = next((other for other in alike if other < name or Thing("image", other) in start), "")
    if same and same != name:
        yield Candidate(f"{name} is the same image as {same}", f'test "{_id(name)}" = "{_id(same)}"', first=True)
    yield from _queries("image", name, changed, _IMAGE, name)
    for platform in changed.get("platforms", ()):
        yield Candidate(f"{name} is here for {platform}", f"docker image inspect --platform {platform} {name}")
    top = _on_top(thing, now) if "layers" in changed else ()
    for path, told in top[-MOST_FILES:]:
        run = f"docker run --rm --entrypoint cat {name} {quoted(path)}"
        if told.startswith("file "):
            yield Candidate(f"{path} in {name} is {{}}", query=run)
            copy = f"docker create --name seen {name} x > /dev/null; docker cp seen:{quoted(path)} - | tar -xO"
            yield Candidate(f"{path} in {name} is as it should be", query=copy)
        elif not told:
            yield Candidate(f"{path} is gone from {name}", f"! docker run --rm --entrypoint ls {name} {quoted(path)}")


def _id(name: str) -> str:
    return f"$(docker image inspect -f '{{{{.Id}}}}' {name})"


def _on_top(thing: Thing, now: Facts) -> tuple[tuple[str, str], ...]:
    """Paths that an image has on top of what it shares with another one, with what is there."""
    layers: tuple[Layer, ...] = now[thing]["layers"]
    others = [now[other].get("layers", ()) for other in now if other.kind == "image" and other != thing]
    below = (len(other) for other in others if len(other) < len(layers) and layers[: len(other)] == other)
    shared = max(below, default=0)
    found: dict[str, str] = {}
    for layer in layers[max(shared, 1):]:
        found.update(layer.files or ())
    return tuple((path, told) for path, told in found.items() if not told.startswith("folder"))


def _container(thing: Thing, new: bool, changed: dict[str, Any], start: Facts, now: Facts) -> Iterator[Candidate]:
    if " " in thing.name:
        image = thing.name.removeprefix("a container of ").split(" ")[0]
        name, shown = f'"$(docker ps -aq --filter ancestor={image} | head -n 1)"', f"the container of {image}"
        if new:
            commands = f"docker ps -aq --filter ancestor={image} | grep -q ."
            yield Candidate(f"there is a container of {image}", commands, first=True)
    else:
        name, shown = thing.name, f"the container {thing.name}"
        if new:
            yield Candidate(f"{shown} is here", f"docker container inspect {name}", first=True)
    yield from _queries("container", name, changed, _CONTAINER, shown)
    if "command" in changed or "exit code" in changed:
        yield Candidate(f"{shown} printed {{}}", query=f"docker logs {name} 2>&1")
    if "files" in changed:
        yield Candidate(f"{shown} has the right changes on top of its image", query=f"docker diff {name}")
        for path, told in changed["files"][:MOST_FILES]:
            if told.startswith("file "):
                yield Candidate(f"{path} in {shown} is {{}}", query=f"docker cp {name}:{quoted(path)} - | tar -xO")


def _queries(
    kind: str, name: str, changed: dict[str, Any], templates: dict[str, tuple[str, str]], shown: str
) -> Iterator[Candidate]:
    for key, (template, text) in templates.items():
        if key in changed:
            yield Candidate(text.replace("{name}", shown), query=f"docker {kind} inspect -f '{template}' {name}")


def _volume(thing: Thing, new: bool, changed: dict[str, Any], start: Facts, now: Facts) -> Iterator[Candidate]:
    if new:
        yield Candidate(f"the volume {thing.name} is here", f"docker volume inspect {thing.name}", first=True)
    if "labels" in changed:
        query = f"docker volume inspect -f '{{{{json .Labels}}}}' {thing.name}"
        yield Candidate(f"the volume {thing.name} has the right labels", query=query)
    image = next((other.name for other in now if other.kind == "image" and len(now[other].get("layers", ()))), "")
    for path, _ in changed.get("files", ())[:MOST_FILES] if image else ():
        query = f"docker run --rm --entrypoint cat -v {thing.name}:/looked-at {image} {quoted('/looked-at' + path)}"
        yield Candidate(f"{path.lstrip('/')} in the volume {thing.name} is {{}}", query=query)


def _network(thing: Thing, new: bool, changed: dict[str, Any], start: Facts, now: Facts) -> Iterator[Candidate]:
    if new:
        yield Candidate(f"the network {thing.name} is here", f"docker network inspect {thing.name}", first=True)
    if "driver" in changed:
        query = f"docker network inspect -f '{{{{.Driver}}}}' {thing.name}"
        yield Candidate(f"the network {thing.name} has the driver {{}}", query=query)


def _file(thing: Thing, new: bool, changed: dict[str, Any], start: Facts, now: Facts) -> Iterator[Candidate]:
    path = re.sub(r"^/home/learner/", "~/", thing.name)
    shown, word = path.removeprefix("~/lab/"), _path(path)
    content = str(changed.get("content", ""))
    if _DRAWN.search(path):
        return
    if content == "(gone)":
        yield Candidate(f"{shown} is gone", f"test ! -e {word}", first=True)
        return
    yield Candidate(f"{shown} is written", f"test -e {word}", first=True)
    yield Candidate(f"{shown} is not empty", f"test -s {word}")
    if "\0" in content:
        if path.endswith(".tar"):
            yield Candidate(f"{shown} holds the right images", query=f"tar -xOf {word} manifest.json | {_NAMES}")
        return
    yield Candidate(f"{shown} holds {{}}", query=f"cat {word}")
    lines = sorted({line for line in content.split("\n") if line.strip()}, key=lambda line: (-len(line), line))
    for line in lines[:MOST_FILES]:
        told = line.strip() if len(line.strip()) <= _SHOWN else line.strip()[: _SHOWN - 1] + "…"
        yield Candidate(f"{shown} has the line {told}", f"grep -qxF -e {quoted(line)} {word}")


def _path(path: str) -> str:
    return "~/" + quoted(path[2:]) if path.startswith("~/") else quoted(path)


def _pushed(thing: Thing, new: bool, changed: dict[str, Any], start: Facts, now: Facts) -> Iterator[Candidate]:
    for command in _PUSHED:
        yield Candidate(f"the registry has {thing.name}", f"{command} {thing.name}", first=True)
    count = f"docker image inspect -f '{{{{len .RootFS.Layers}}}}' {thing.name}"
    query = f"docker pull -q {thing.name} > /dev/null; {count}"
    yield Candidate(f"{thing.name} in the registry has {{}} layers", query=query)


def _cache(thing: Thing, new: bool, changed: dict[str, Any], start: Facts, now: Facts) -> Iterator[Candidate]:
    if changed.get("state") == "empty":
        yield Candidate("the build cache is empty", 'test "$(docker builder du -q 2> /dev/null | wc -l)" -eq 0')


_KINDS = {
    "image": _image, "container": _container, "volume": _volume, "network": _network, "file": _file,
    "pushed": _pushed, "cache": _cache,
}  # fmt: skip
