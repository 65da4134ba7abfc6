"""Moving files between the simulated host and trees: build contexts, `docker cp`, build outputs."""

from __future__ import annotations

from tutor.vfs.nodes import Directory, File, Symlink
from tutor.vfs.paths import join
from tutor.vfs.tree import Tree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.vfs.filesystem import FileSystem
    from tutor.vfs.nodes import Visible


def folder_tree(host: Tree, path: str) -> Tree | None:
    """Return the folder at `path` of the host as a tree of its own, None where there is no folder."""
    node = host.get(path)
    return Tree(node, host.links, host.next_link) if isinstance(node, Directory) else None


def single(host: Tree, name: str, node: Visible) -> Tree:
    """Return a tree whose only entry is `node`, under `name`."""
    if isinstance(node, File) and node.names > 1:
        node = File(node.content, node.mode, node.uid, node.gid, node.mtime)
    top = Directory().entries.set(name, node)
    return Tree(Directory(top), host.links, host.next_link)


def unpacked(archive: bytes, watch: Callable[[Iterable[bytes]], Iterable[bytes]] = iter) -> Tree:
    """Return the files of a tar archive, compressed or not; `watch` sees the pieces pass, to end the work.

    Raises LayerwiseError of one line, also for an archive that grows beyond all measure.
    """
    from tutor.vfs.compression import bounded, decompressed
    from tutor.vfs.layer import apply_layer

    return apply_layer(Tree.empty(), watch(bounded(decompressed([archive]))), whiteouts=False)


def lay(fs: FileSystem, tree: Tree, folder: str) -> None:
    """Write everything in a tree below an existing folder, as the file system's user. Raises FsError."""
    later: list[tuple[str, int, int]] = []
    for path, node in tree.walk():
        target = join(folder, path.lstrip("/")) if path != "/" else folder
        if isinstance(node, Directory):
            if path != "/" and not fs.is_dir(target):
                fs.mkdir(target, 0o755)
                later.append((target, node.mode, node.mtime))
        elif isinstance(node, Symlink):
            _make_room(fs, target)
            fs.symlink(node.target, target)
        elif isinstance(node, File):
            _make_room(fs, target)
            fs.write(target, node.content, node.mode)
            fs.utime(target, node.mtime)
    for target, mode, mtime in reversed(later):
        fs.chmod(target, mode)
        fs.utime(target, mtime)


def _make_room(fs: FileSystem, path: str) -> None:
    """Remove a file that is in the way."""
    if fs.exists(path, follow=False) and not fs.is_dir(path):
        fs.unlink(path)
