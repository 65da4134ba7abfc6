"""What a sandbox holds, told so that it can be compared: things by kind and name, each with its properties.

One rule: nothing that follows from the clock or from drawn IDs is a fact. Two learners who did the same have the same
facts, and so has the solution of a step, run on a fork.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tutor.dataclass import dataclass
from tutor.engine.images import chain_ids, choose, familiar, parts
from tutor.vfs.changes import entry_changes
from tutor.vfs.nodes import Device, Directory, File, HardLink, Symlink
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container, Mount
    from tutor.engine.images import Part
    from tutor.engine.state import State
    from tutor.vfs.nodes import Node

_DRAWN = re.compile(r"^[a-z]+_[a-z]+$")
_QUIET = ("/etc/", "/tmp/", "/var/", "/proc/", "/home/learner/.docker/buildx/", "/home/learner/.ash_history")
_KEPT = 512
_SHORT = 60
_EMPTY = Tree.empty()
_listings: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with a name: `kind` is image, container, volume, network, file, pushed, setting or cache."""

    kind: str
    name: str


Facts = Mapping[Thing, Mapping[str, Any]]
"""Properties of things; a value is comparable and, where it is no text, a tuple of texts, pairs of them or layers."""


class Layer:
    """One layer of an image. It equals another that changes the same files in the same way: times do not count.

    `files` is what it changes, by path as `_told` has it; it is worked out only where the diff IDs differ.
    """

    __slots__ = ("_below", "_chain", "_state", "diff_id")

    def __init__(self, state: State, below: str, chain: str, diff_id: str) -> None:
        self._state = state
        self._below = below
        self._chain = chain
        self.diff_id = diff_id

    @property
    def files(self) -> tuple[tuple[str, str], ...] | None:
        """Path and what is there, "" for a path that is taken away; None where the layer's content is not here."""
        here = self._chain in self._state.snapshots and (not self._below or self._below in self._state.snapshots)
        return layer_files(self._state, self._below, self._chain) if here else None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Layer):
            return NotImplemented
        return self.diff_id == other.diff_id or (self.files is not None and self.files == other.files)

    def __hash__(self) -> int:
        return 0  # layers with other diff IDs may be equal


def facts(state: State, start: State) -> Facts:
    """The facts of a state; of the host's files only those that differ from what they were at `start`."""
    found: dict[Thing, Mapping[str, Any]] = {}
    for record in state.images.values():
        if not record.dangling:
            found[Thing("image", familiar(record.name))] = image_facts(state, record.target.digest)
    for container in state.containers.values():
        found[_container_thing(container, found)] = _container(state, container)
    for volume in state.volumes.values():
        if not volume.anonymous:
            files = {path: _content(node) for path, node in _files(volume.tree)}
            found[Thing("volume", volume.name)] = {"files": tuple(sorted(files.items())), "labels": volume.labels or ()}
    for network in state.networks.values():
        found[Thing("network", network.name)] = {"driver": network.driver}
    for path, text in _host_files(start.host, state.host):
        found[Thing("file", path)] = {"content": text}
    for host, registry in state.registries.entries():
        for name, repository in registry.repositories.entries():
            for tag, target in repository.tags.entries():
                image = image_facts(state, target.digest)
                found[Thing("pushed", f"{host}/{name}:{tag}")] = {"image": tuple(sorted(image.items())) or tag}
    found[Thing("cache", "build cache")] = {"state": "in use" if len(state.cache) else "empty"}
    found[Thing("setting", "docker-era")] = {"value": str(state.docker_era)}
    for switch in state.switches:
        found[Thing("setting", f"world {switch}")] = {"value": "on"}
    return found


def image_facts(state: State, image: str) -> dict[str, Any]:
    """The properties of an image by its ID; none where it is not here."""
    from tutor.engine import contents

    target = contents.described(state, image)
    part = choose(state, target) if target is not None else None
    if target is None or part is None or part.config is None:
        return {}
    settings = part.config.config
    platforms = tuple(str(each.platform) for each in parts(state, target) if each.complete and not each.attestation)
    note = part.config.history[-1].comment if part.config.history else ""
    return {
        "layers": tuple(_layers(state, part)),
        "CMD": settings.cmd,
        "ENTRYPOINT": settings.entrypoint,
        "USER": settings.user,
        "WORKDIR": settings.working_dir,
        "ENV": settings.env,
        "LABEL": settings.labels,
        "EXPOSE": settings.exposed_ports,
        "VOLUME": settings.volumes,
        "HEALTHCHECK": settings.healthcheck.test if settings.healthcheck else (),
        "STOPSIGNAL": settings.stop_signal,
        "platforms": platforms,
        "comment": "" if note.startswith("buildkit.") else note,
    }


def _layers(state: State, part: Part) -> Iterator[Layer]:
    assert part.config is not None
    below = ""
    for diff_id, chain in zip(part.config.diff_ids, chain_ids(part.config), strict=True):
        yield Layer(state, below, chain, diff_id)
        below = chain


def layer_files(state: State, below: str, chain: str) -> tuple[tuple[str, str], ...]:
    """What the layer on top of `chain` changes: (path, what is there, "" for nothing), without times."""
    known = _listings.get((below, chain))
    if known is None:
        from tutor.engine.contents import keep

        snapshot, parent = state.snapshots.get(chain), state.snapshots.get(below) if below else None
        assert snapshot is not None
        known = tuple(_changes(parent.tree if parent is not None else _EMPTY, snapshot.tree))
        keep(_listings, (below, chain), known, _KEPT)
    return known


def _changes(before: Tree, after: Tree) -> Iterator[tuple[str, str]]:
    for path, old, new in entry_changes(before, after):
        was, now = _told(old, before), _told(new, after)
        if was != now:
            yield path, "log" if now and path.startswith("/var/log/") else now  # what is in logs follows from the clock


def _told(node: Node | None, tree: Tree) -> str:
    """A node without its times and a folder's entries: its kind, mode, owner, and its text where that is short."""
    if node is None:
        return ""
    if isinstance(node, HardLink):
        file = tree.links.get(str(node.id))
        return _told(file, tree)
    owner = f"{node.mode:o} {node.uid}:{node.gid}"
    if isinstance(node, File):
        return f"file {owner} {_short_text(node) or node.content.key}"
    if isinstance(node, Symlink):
        return f"link {node.target}"
    if isinstance(node, Device):
        return f"{node.kind} {owner}"
    return f"folder {owner}"


def _short_text(file: File) -> str:
    """A file's text in quotes where it is a short line, else ""."""
    if not 0 < file.size <= _SHORT:
        return ""
    text = file.content.read().decode("utf-8", "replace")
    return repr(text) if text.removesuffix("\n").isprintable() else ""


def _content(node: Node) -> str:
    return node.content.key if isinstance(node, File) else _told(node, _EMPTY)


def _files(tree: Tree) -> Iterator[tuple[str, Node]]:
    """All files of a tree but folders."""
    todo: list[tuple[str, Directory]] = [("", tree.root)]
    while todo:
        folder, here = todo.pop()
        for name, node in here.entries.entries():
            if isinstance(node, Directory):
                todo.append((f"{folder}/{name}", node))
            elif isinstance(node, HardLink):
                file = tree.links.get(str(node.id))
                if file is not None:
                    yield f"{folder}/{name}", file
            else:
                yield f"{folder}/{name}", node


def _host_files(start: Tree, now: Tree) -> Iterator[tuple[str, str]]:
    """Files of the learner's machine that are new or other than at the start: path and text ("" for gone ones)."""
    for path, _old, new in entry_changes(start, now):
        if path.startswith(_QUIET) or isinstance(new, Directory) or isinstance(_old, Directory):
            continue
        if new is not None and _told(new, now) == _told(_old, start):
            continue
        node = now.links.get(str(new.id)) if isinstance(new, HardLink) else new
        yield path, _text(node) if node is not None else "(gone)"


def _text(node: Node) -> str:
    """A small file's text; a null character and a digest for anything else."""
    if isinstance(node, File) and node.size <= 4096:
        return node.content.read().decode("utf-8", "replace")
    return "\0" + _content(node)


def _container_thing(container: Container, taken: Iterable[Thing]) -> Thing:
    """A container by the name it was given; one whose name was drawn by its image and the number of such."""
    if not _DRAWN.match(container.name):
        return Thing("container", container.name)
    names = {thing.name for thing in taken if thing.kind == "container"}
    number = 1
    while (name := f"a container of {container.config.image}" + (f" ({number})" if number > 1 else "")) in names:
        number += 1
    return Thing("container", name)


def _container(state: State, container: Container) -> dict[str, Any]:
    config = container.config
    snapshot = state.snapshots.get(container.chain)
    written = tuple(_changes(snapshot.tree, container.tree)) if snapshot is not None else ()
    policy, _ = container.option("RestartPolicy") or ("no", 0)
    return {
        "image": config.image,
        "command": config.argv,
        "environment": config.environment,
        "user": config.user,
        "working folder": config.workdir,
        "labels": config.labels,
        "platform": container.platform,
        "published ports": tuple(f"{host}->{port}" for port, _, host in container.ports),
        "mounts": tuple(_mount(mount) for mount in container.mounts),
        "networks": container.networks,
        "restart policy": policy or "no",
        "memory limit": str(container.option("Memory") or 0),
        "read-only": str(bool(container.option("ReadonlyRootfs"))),
        "health": container.health.status if container.health else "",
        "status": "exited" if container.status == "dead" else container.status,
        "exit code": str(container.exit_code) if container.status == "exited" else "",
        "files": written,
    }


def _mount(mount: Mount) -> str:
    source = mount.kind if _is_drawn(mount.source) else mount.source
    return f"{source}:{mount.target}" + (":ro" if mount.read_only else "")


def _is_drawn(source: str) -> bool:
    """Whether a volume's name is one of 64 drawn digits."""
    return len(source) == 64 and source.isalnum()
