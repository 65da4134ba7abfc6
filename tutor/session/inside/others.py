"""The pages of what stands on images and beside them: containers, volumes, records of the build cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.containers.views import base_tree, size_of
from tutor.engine.unpack import EMPTY_TREE
from tutor.session.inside.changes import changed
from tutor.session.inside.files import node_page
from tutor.session.inside.seen import names_of, short_id
from tutor.session.inside.target import Target
from tutor.session.inside.views import Entries, Fact, Facts, Page, Tab, Words
from tutor.session.narrate import human

if TYPE_CHECKING:
    from tutor.engine.build.record import CacheRecord
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.volumes import Volume
    from tutor.vfs.tree import Tree


def container_page(state: State, target: Target, container: Container) -> Page | None:
    """A container: its state, and the files in which its writable layer differs from its image."""
    tabs = (
        Tab("container", Target("container", container.id)),
        Tab("files", Target("container", container.id, path="/")),
        *([Tab("image", Target("image", container.image))] if container.image in state.content else []),
    )
    below = base_tree(state, container)
    if target.path:
        title = f"{target.path} in container {container.name}"
        return node_page(target, title, below, container.tree, tabs)
    own, whole = size_of(state, container)
    rows, tally = changed(below, container.tree, target)
    image = (names_of(state).get(container.image) or [short_id(container.image)])[0]
    status = f"exited with code {container.exit_code}" if container.status == "exited" else container.status
    facts = [
        Fact("state", status),
        Fact("ID", container.id),
        Fact("image", image, "its read-only layers, shared with every other container of it",
             Target("image", container.image)),
        Fact("runs", " ".join(container.config.argv)),
        Fact("writable", human(own), "the layer that is its own, gone with the container"),
        Fact("with image", human(whole)),
    ]  # fmt: skip
    for mount in container.mounts:
        link = Target("volume", mount.source) if mount.kind == "volume" else None
        note = "read-only" if mount.read_only else "not part of the writable layer"
        facts.append(Fact(mount.kind, f"{mount.source} at {mount.target}".strip(), note, link))
    words = Words(f"{tally.words}, against its image.")
    listed = Entries("Its writable layer", rows, "It changed no file.")
    return Page(target, f"Container {container.name}", (Facts("", tuple(facts)),), (words, listed), tabs)


def volume_page(state: State, target: Target, volume: Volume) -> Page | None:
    """A volume: who mounts it and what lies in it; it outlives them all."""
    from tutor.engine.volumes import size_of as volume_size
    from tutor.engine.volumes import users_of

    tabs = (Tab("volume", Target("volume", volume.name)),)
    here = replace(target, path=target.path or "/")
    listed = node_page(here, f"Volume {volume.name}", volume.tree, volume.tree, tabs)
    if listed is None or target.path not in ("", "/"):
        return listed
    users = [
        Fact("mounted by", state.containers[id].name, "", Target("container", id))
        for id in users_of(state, volume.name)
    ]  # fmt: skip
    facts = [Fact("size", human(volume_size(volume))), Fact("lies at", volume.mountpoint), *users]
    words = Words("A volume is no layer: no image holds it, and it outlives containers.")
    return replace(listed, aside=(Facts("", tuple(facts)), words))


def left_page(state: State, target: Target) -> Page | None:
    """A layer whose image is gone, and that is kept because a container stands on it."""
    snapshot = state.snapshots.get(target.key)
    if snapshot is None:
        return None
    under = state.snapshots.get(snapshot.parent) if snapshot.parent else None
    below = under.tree if under is not None else EMPTY_TREE
    tabs = (Tab("layer", Target("layer", target.key)), Tab("tree", Target("tree", target.key, path="/")))
    if target.path:
        return node_page(target, f"{target.path} in a layer without an image", below, snapshot.tree, tabs)
    holders = [
        Fact("container", container.name, "stands on it, or on what stands on it", Target("container", container.id))
        for container in state.containers.values() if target.key in _chain(state, container.chain)
    ]  # fmt: skip
    facts = (Fact("chain ID", target.key), Fact("unpacked", human(snapshot.usage)), *holders)
    rows, tally = changed(below, snapshot.tree, Target("file", target.key))
    words = Words("The image that it was of is gone, and with it what made the layer. The container keeps its files.")
    listed = Entries(f"Its files: {tally.words}", rows, "It changed no file.")
    return Page(target, "A layer without an image", (Facts("", facts), words), (listed,), tabs)


def _chain(state: State, chain: str) -> set[str]:
    found: set[str] = set()
    while chain and (snapshot := state.snapshots.get(chain)) is not None:
        found.add(chain)
        chain = snapshot.parent
    return found


def _below(state: State, record: CacheRecord) -> Tree:
    """The files on which a record's step was run, as far as a layer of the same files tells; else its own."""
    same = next((layer for _, layer in state.snapshots.entries() if layer.tree == record.tree), None)
    if same is None:
        return record.tree
    under = state.snapshots.get(same.parent) if same.parent else None
    return under.tree if under is not None else EMPTY_TREE


def cache_page(state: State, target: Target, record: CacheRecord) -> Page | None:
    """A record of the build cache: what step it is of, what it stands on, its files."""
    parent = state.cache.get(record.parent) if record.parent else None
    tabs = [Tab("record", Target("cache", record.id)), Tab("files", Target("cache", record.id, path="/"))]
    if parent is not None:
        tabs.append(Tab("below", Target("cache", parent.id)))
    below = parent.tree if parent is not None else _below(state, record)
    if target.path:
        return node_page(target, f"{target.path} in the build cache", below, record.tree, tuple(tabs))
    facts = [
        Fact("step", record.text or record.description),
        Fact("kind", record.kind),
        Fact("size", human(record.size), "of its own layer"),
        Fact("used", "once" if record.uses == 1 else f"{record.uses} times"),
    ]
    if parent is not None:
        facts.append(Fact("stands on", parent.text or parent.description, "", Target("cache", parent.id)))
    rows, tally = changed(below, record.tree, target)
    words = Words("A build whose step has the same inputs on the same files below takes this instead of running it.")
    return Page(target, f"Build cache {record.id[:12]}", (Facts("", tuple(facts)), words),
                (Entries(f"Its files: {tally.words}", rows, "It changed no file."),), tuple(tabs))  # fmt: skip
