"""A container's files from outside: what `docker cp` is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.containers import find
from tutor.engine.containers.events import ContainerChanged, FilesChanged
from tutor.engine.containers.filesystem import Mounted, store, trees_of
from tutor.engine.errors import EngineError, invalid, not_found
from tutor.engine.outcome import Outcome
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import Device, Directory, File, HardLink, Symlink
from tutor.vfs.paths import join
from tutor.vfs.persistent import PersistentMap
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from tutor.engine.containers.model import Container
    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.vfs.filesystem import FileSystem
    from tutor.vfs.nodes import Node


@dataclass(frozen=True, slots=True)
class PathStat:
    """What is at a path in a container: its base name, "file" "directory" "symlink" or "device", a symlink's target."""

    name: str
    kind: str
    mode: int
    size: int
    mtime: int
    target: str = ""


def _files(state: State, container: Container, now: float) -> FileSystem:
    return Mounted(state, container, trees_of(state, container), lambda: now).fs


def _absolute(path: str) -> str:
    return path if path.startswith("/") else "/" + path


def stat_path(state: State, container: str, path: str) -> PathStat:
    """Return what is at `path`, mounts included; a symbolic link at its end is not followed.

    Raises EngineError ("Could not find the file /x in container c1").
    """
    target = find.resolve(state, container)
    fs = _files(state, target, 0.0)
    where = _absolute(path)
    try:
        stat = fs.stat(where, follow=False)
        target_path = fs.readlink(where) if stat.kind == "symlink" else ""
    except FsError:
        raise not_found(f"Could not find the file {path} in container {container}", path) from None
    kind = stat.kind if stat.kind in ("file", "directory", "symlink") else "device"
    name = where.rstrip("/").rpartition("/")[2] or "/"
    return PathStat(name, kind, stat.mode, stat.size, stat.mtime, target_path)


def copy_from(state: State, world: World, container: str, path: str, *, follow: bool = False) -> tuple[str, Tree]:
    """Return what is at `path`: its base name, and a tree with it at "/" + base name.

    For a folder whose path ends in "/." the tree is the folder itself, and the name is ".". Raises EngineError.
    """
    target = find.resolve(state, container)
    fs = _files(state, target, world.now)
    where = _absolute(path)
    try:
        node = _gathered(fs, where, follow or where.endswith("/"))
    except FsError as error:
        if error.code == "ENOTDIR":
            raise EngineError(f"lstat {path}: not a directory", subject=path) from None
        raise not_found(f"Could not find the file {path} in container {container}", path) from None
    if where.endswith("/.") or where.rstrip("/") == "":
        if isinstance(node, Directory):
            return ".", Tree(node)
        raise invalid(f"{path}: not a directory", path)
    name = where.rstrip("/").rpartition("/")[2]
    return name, Tree(Directory(PersistentMap.of({name: node})))


def _gathered(fs: FileSystem, path: str, follow: bool) -> Node:
    """Return the node at a path with everything below it, mounts put in place, without hard links."""
    node = fs.node(path, follow)
    if isinstance(node, File):
        return node.replace(names=1)
    if not isinstance(node, Directory):
        return node
    where = fs.resolve(path, follow)
    entries: dict[str, Node] = {}
    for name in fs.listdir(where):
        inner = join(where, name)
        if where == "/" and name in ("dev", "proc", "sys"):
            entries[name] = Directory(mode=0o755)
            continue
        entries[name] = _gathered(fs, inner, follow=False)
    return Directory(PersistentMap.of(entries), node.mode, node.uid, node.gid, node.mtime)


def copy_into(
    state: State, world: World, container: str, folder: str, tree: Tree, *, archive: bool = False
) -> Outcome[None]:
    """Lay everything in `tree` into the existing folder `folder` of a container, mounts included.

    Owners become root unless `archive`. Raises EngineError.
    """
    target = find.resolve(state, container)
    if target.option("ReadonlyRootfs") and not target.mounts:
        raise EngineError("container rootfs is marked read-only", subject=container)
    before = trees_of(state, target)
    mounted = Mounted(state, target, before, lambda: world.now)
    fs = mounted.fs
    where = _absolute(folder)
    try:
        if fs.exists(where) and not fs.is_dir(where):
            raise invalid("extraction point is not a directory", folder)
        if not fs.is_dir(where):
            raise not_found(f"Could not find the file {folder} in container {container}", folder)
        _lay(fs, tree, tree.root, fs.resolve(where), archive)
    except FsError as error:
        raise EngineError(f"{error.path}: {error.strerror.lower()}", subject=folder) from None
    known = dict(before)
    changed = tuple((place, now) for place, now in mounted.trees() if known.get(place) is not now)
    state, target = store(state, target, changed)
    events = (ContainerChanged(target.id, target.name, "copied"), FilesChanged(target.id, target.name))
    return Outcome(find.put(state, target), events, None)


def _lay(fs: FileSystem, tree: Tree, source: Directory, folder: str, archive: bool) -> None:
    """Write the entries of a folder into an existing one."""
    for name, entry in source.entries.items():
        node = tree.visible(entry) if isinstance(entry, HardLink) else entry
        path = join(folder, name)
        there = fs.node(path, follow=False) if fs.exists(path, follow=False) else None
        if isinstance(node, Directory):
            if there is not None and not isinstance(there, Directory):
                raise invalid(f"cannot overwrite non-directory {path} with directory", path)
            if there is None:
                fs.mkdir(path, node.mode)
            _lay(fs, tree, node, path, archive)
        elif isinstance(there, Directory):
            raise invalid(f"cannot overwrite directory {path} with non-directory", path)
        else:
            if there is not None:
                fs.unlink(path)
            _leaf(fs, path, node)
        if archive:
            fs.chown(path, node.uid, node.gid, follow=False)
        if not isinstance(node, Symlink):
            fs.chmod(path, node.mode)
        fs.utime(path, node.mtime, follow=False)


def _leaf(fs: FileSystem, path: str, node: Node) -> None:
    if isinstance(node, File):
        fs.write(path, node.content, node.mode)
    elif isinstance(node, Symlink):
        fs.symlink(node.target, path)
    elif isinstance(node, Device):
        fs.mknod(path, node.kind, node.major, node.minor, node.mode)
