"""A container's files as its programs see them: its own tree, its mounts, /dev, /proc, /sys, /etc/hosts and the like.

One rule: each mounted thing has a place in the state ("/", "volume NAME", "tmpfs PATH", "host", "etc"); what programs
write is read back by place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.containers.identity import Identity, identify
from tutor.engine.containers.mounts import tmpfs_settings
from tutor.vfs.content import Bytes
from tutor.vfs.filesystem import Box, FileSystem
from tutor.vfs.nodes import Directory, File
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.engine.containers.model import Container, Mount, Trees
    from tutor.engine.state import State
    from tutor.engine.world import World

_HOSTS = (
    "127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\n"
    "ff00::\tip6-mcastprefix\nff02::1\tip6-allnodes\nff02::2\tip6-allrouters\n"
)
DOCKERENV = "/.dockerenv"
_MARK = Box(Tree(Directory(PersistentMap.of({DOCKERENV[1:]: File(Bytes(b""), 0o755)}))))
"""The empty file by which programs see that they run in a container; Docker keeps it out of what `diff` compares."""

_PREDEFINED = ("bridge", "host", "none")
_HOST = "172.17.0.1"
"""The host's address in the network "bridge"."""
_ETC = ("hosts", "hostname", "resolv.conf")


class Mounted:
    """A container's file system while programs run in it: `fs` as root sees it, and a box for each place."""

    def __init__(self, state: State, container: Container, trees: Trees, now: Callable[[], float]) -> None:
        given = dict(trees)
        self.boxes: dict[str, Box] = {}
        root = self._box("/", given.get("/", container.tree))
        self.fs = FileSystem(root, now=lambda: int(now()))
        if container.option("ReadonlyRootfs"):
            self.fs.remount("/", read_only=True)
        self._system(container)
        for mount in container.mounts:
            self._mount(state, mount, given)
        self.fs.mount(DOCKERENV, _MARK, DOCKERENV, read_only=True, kind="sysfs")
        etc = self._box("etc", given.get("etc") or etc_tree(state, container, now()))
        for name in _ETC:
            if f"/etc/{name}" not in self.fs.space.mounts:
                self.fs.mount(f"/etc/{name}", etc, f"/{name}", kind="ext4", source="/dev/vda1")

    def _box(self, place: str, tree: Tree, quota: int | None = None) -> Box:
        box = self.boxes[place] = Box(tree, quota)
        return box

    def _system(self, container: Container) -> None:
        names = ["lo"] if container.networks == ("none",) else ["eth0", "lo"]
        folders = {name: Directory(mode=0o755) for name in names}
        net = Directory(PersistentMap.of(folders))
        tree = Tree(Directory(PersistentMap.of({"class": Directory(PersistentMap.of({"net": net}))})))
        self.fs.mount("/sys", Box(tree), read_only=True, kind="sysfs", source="sysfs")

    def _mount(self, state: State, mount: Mount, given: dict[str, Tree]) -> None:
        place, subpath = place_of(mount), mount.subpath
        quota, kind, source = None, "ext4", "/dev/vda1"
        if mount.kind == "bind":
            box = self.boxes.get(place) or self._box(place, given.get(place, state.host))
            subpath = box.tree.resolve(mount.source)
        elif mount.kind == "tmpfs":
            quota, mode = tmpfs_settings(mount.options)
            kind = source = "tmpfs"
            box = self._box(place, given.get(place) or Tree(Directory(mode=mode)), quota)
        elif mount.kind == "image":
            kind = source = "overlay"
            box = self._box(place, given.get(place) or image_tree(state, mount.options))
        else:
            volume = state.volumes.get(mount.source)
            tree = given.get(place) or (volume.tree if volume is not None else Tree.empty())
            box = self.boxes.get(place) or self._box(place, tree)
        if subpath and not subpath.startswith("/"):
            subpath = "/" + subpath
        self.fs.mount(mount.target, box, subpath, read_only=mount.read_only, kind=kind, source=source)

    def trees(self) -> Trees:
        """Return the tree at each place as it is now."""
        return tuple((place, self.boxes[place].tree) for place in sorted(self.boxes))

    def change(self, trees: Trees) -> None:
        """Put other trees in place."""
        for place, tree in trees:
            box = self.boxes.get(place)
            if box is not None:
                box.tree = tree


def place_of(mount: Mount) -> str:
    """Return the place in the state of what a mount shows."""
    if mount.kind == "bind":
        return "host"
    return f"volume {mount.source}" if mount.kind == "volume" else f"{mount.kind} {mount.target}"


def image_tree(state: State, digest: str) -> Tree:
    """Return the files of an image by its ID, nothing where it is not here any more."""
    from tutor.engine.images import choose, records_of, top_chain

    records = records_of(state, digest)
    part = choose(state, records[0].target) if records else None
    snapshot = state.snapshots.get(top_chain(part.config)) if part is not None and part.config is not None else None
    return snapshot.tree if snapshot is not None else Tree.empty()


def trees_of(state: State, container: Container) -> Trees:
    """Return the tree at each of a container's places, as the state has them."""
    scratch = dict(container.scratch)
    found: dict[str, Tree] = {"/": container.tree}
    for mount in container.mounts:
        place = place_of(mount)
        if mount.kind == "bind":
            found[place] = state.host
        elif mount.kind == "volume":
            volume = state.volumes.get(mount.source)
            if volume is not None:
                found[place] = volume.tree
        elif place in scratch:
            found[place] = scratch[place]
    if "etc" in scratch:
        found["etc"] = scratch["etc"]
    return tuple(sorted(found.items()))


def store(state: State, container: Container, trees: Trees) -> tuple[State, Container]:
    """Return state and container with these trees in their places (the container is not put into the state)."""
    scratch = dict(container.scratch)
    volumes, host = state.volumes, state.host
    tree = container.tree
    for place, now in trees:
        kind, _, name = place.partition(" ")
        if place == "/":
            tree = now
        elif place == "host":
            host = now
        elif kind == "volume":
            volume = volumes.get(name)
            if volume is not None and volume.tree is not now:
                volumes = volumes.set(name, replace(volume, tree=now, fresh=False))
        else:
            scratch[place] = now
    if volumes is not state.volumes or host is not state.host:
        state = replace(state, volumes=volumes, host=host)
    kept = tuple(sorted(scratch.items()))
    if tree is not container.tree or kept != container.scratch:
        container = replace(container, tree=tree, scratch=kept)
    return state, container


def etc_tree(state: State, container: Container, now: float) -> Tree:
    """Return what is mounted at /etc/hosts, /etc/hostname and /etc/resolv.conf."""
    config = container.config
    name = config.hostname
    texts = {"hosts": _HOSTS, "hostname": name + "\n", "resolv.conf": _resolv(container)}
    for line in container.option("ExtraHosts", ()):
        who, _, address = line.partition(":")
        address = _HOST if address == "host-gateway" else address
        texts["hosts"] += f"{address}\t{who}\n"
    if container.networks not in (("none",), ("host",)):
        name = f"{name}.{config.domainname}" if config.domainname else name
        short = name.partition(".")[0]
        texts["hosts"] += f"{_address(state, container)}\t{name if short == name else f'{name} {short}'}\n"
    stamp = int(now)
    entries = {key: File(Bytes(text.encode()), 0o644, 0, 0, stamp) for key, text in texts.items()}
    return Tree(Directory(PersistentMap.of(entries), mtime=stamp))


_RESOLV = (
    "# Generated by Docker Engine.\n# This file can be edited; Docker Engine will not make further changes once it\n"
    "# has been modified.\n\n"
)


def _resolv(container: Container) -> str:
    """Return what says who answers for names: the engine itself in a network of one's own, else the asked servers.

    In the networks that are there from the start Docker copies what its host has; here that is the engine too.
    """
    own = bool(container.networks) and container.networks[0] not in _PREDEFINED
    given = {"nameservers": container.option("Dns"), "search": container.option("DnsSearch")}
    options = container.option("DnsOptions")
    servers = ("127.0.0.11",) if own or not given["nameservers"] else given["nameservers"]
    settings = (*(options or ()), *(("ndots:0",) if not any("ndots" in text for text in options or ()) else ()))
    lines = [f"nameserver {server}" for server in servers]
    lines += [f"search {' '.join(given['search'])}"] if given["search"] else []
    if own or options or not given["nameservers"]:
        lines.append(f"options {' '.join(settings)}")
    changed = " ".join(name for name, value in {**given, "options": options}.items() if value)
    notes = [f"# Based on host file: '/etc/resolv.conf' ({'internal resolver' if own else 'legacy'})"]
    if own:
        notes.append(f"# ExtServers: [{' '.join(given['nameservers'] or ('host(127.0.0.11)',))}]")
    notes.append(f"# Overrides: [{changed}]")
    if any("ndots" in text for text in options or ()):
        notes.append("# Option ndots from: override")
    elif own:
        notes.append("# Option ndots from: internal")
    return _RESOLV + "".join(f"{line}\n" for line in (*lines, "", *notes))


def _address(state: State, container: Container) -> str:
    """Return the address that the container has, or will have once it runs."""
    from tutor.engine.networks import address_of, find

    network = find(state, container.networks[0]) if container.networks else None
    if network is None or not network.subnet:
        return "172.17.0.2"
    running = replace(container, status="running")
    state = replace(state, containers=state.containers.set(container.id, running))
    return address_of(state, network, running)


def filesystem(state: State, world: World, container: Container, *, user: str | None = None) -> FileSystem:
    """Return a file system over the container's tree with all its mounts, bound to its user (or `user`).

    For completion and for looking; programs are run by `attach` and `execute`. Raises EngineError where the user is
    unknown.
    """
    mounted = Mounted(state, container, trees_of(state, container), lambda: world.now)
    who = identity_of(container, container.tree, user)
    return mounted.fs.with_user(who.uid, who.gid, who.groups)


def identity_of(container: Container, tree: Tree, user: str | None = None) -> Identity:
    """Return who the container's programs run as. Raises EngineError."""
    text = container.config.user if user is None or not user else user
    return identify(tree, text, tuple(container.option("GroupAdd", ())))
