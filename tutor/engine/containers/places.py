"""The places in a container's own files that mounts and the working folder need, and what a new volume starts with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine.errors import EngineError, invalid
from tutor.vfs.content import EMPTY
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import Directory, File
from tutor.vfs.paths import parent
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.engine.containers.model import Container, Mount
    from tutor.engine.state import State


def fill_volumes(state: State, container: Container, mounts: Iterable[Mount]) -> State:
    """Return the state in which volumes that are still empty have what the image has at their places."""
    for mount in mounts:
        volume = state.volumes.get(mount.source)
        if volume is None or not volume.fresh or not mount.copy:
            continue
        node = container.tree.get(mount.target)
        tree = volume.tree
        if isinstance(node, Directory):
            tree = Tree(node, container.tree.links, container.tree.next_link)
        if volume.tree.root.entries:
            tree = volume.tree
        state = replace(state, volumes=state.volumes.set(volume.name, replace(volume, tree=tree, fresh=False)))
    return state


def mount_points(tree: Tree, mounts: Iterable[Mount], now: float, files: frozenset[str] = frozenset()) -> Tree:
    """Return the tree with something to mount on at each place; an empty file for the paths in `files`."""
    for mount in mounts:
        if mount.target in files:
            if tree.get(mount.target) is None:
                tree = make_folders(tree, parent(mount.target), now)
                tree = tree.set(mount.target, File(EMPTY, 0o755, 0, 0, int(now)), int(now))
        else:
            tree = make_folders(tree, mount.target, now)
    return tree


def make_workdir(tree: Tree, path: str, now: float) -> Tree:
    """Return the tree with a container's working folder in it. Raises EngineError where a file is in the way."""
    if not path or path == "/":
        return tree
    if not path.startswith("/"):
        raise invalid(f"the working directory '{path}' is invalid, it needs to be an absolute path", path)
    try:
        return make_folders(tree, path, now)
    except EngineError:
        raise EngineError(f"Cannot mkdir: {path} is not a directory", subject=path) from None


def make_folders(tree: Tree, path: str, now: float, *, uid: int = 0, gid: int = 0) -> Tree:
    """Return the tree with a folder at `path` and all those above it. Raises EngineError where a file is in the way."""
    try:
        where = tree.resolve(path)
        missing = []
        node = tree.entry(where)
        while node is None:
            missing.append(where)
            where = parent(where)
            node = tree.entry(where)
        if not isinstance(node, Directory):
            raise EngineError(f"mkdir {path}: not a directory", subject=path)
        for folder in reversed(missing):
            tree = tree.put(folder, Directory(None, 0o755, uid, gid, int(now)), int(now))
    except FsError as error:
        raise EngineError(f"mkdir {path}: {error.strerror.lower()}", subject=path) from None
    return tree
