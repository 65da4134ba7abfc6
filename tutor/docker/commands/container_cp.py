"""`docker cp`: files between a container and the host."""

from __future__ import annotations

from tutor.docker.commands.common import go_errno
from tutor.docker.errors import CommandError
from tutor.docker.hostfiles import folder_tree, lay, single, unpacked
from tutor.docker.invocation import Invocation
from tutor.engine.containers.copy import PathStat, copy_from, copy_into, stat_path
from tutor.engine.errors import EngineError
from tutor.errors import LayerwiseError
from tutor.vfs.errors import FsError, TarError
from tutor.vfs.nodes import Directory, Symlink
from tutor.vfs.tree import Tree

_LINKS = 8


def cp(invocation: Invocation) -> int:
    """Copy files and folders out of a container or into one; '-' stands for a tar archive."""
    source, target = invocation.arguments
    if not source:
        raise CommandError("source can not be empty")
    if not target:
        raise CommandError("destination can not be empty")
    from_container, from_path = _split(source)
    to_container, to_path = _split(target)
    if from_container and to_container:
        raise CommandError("copying between containers is not supported")
    if from_container:
        return _out(invocation, from_container, from_path, to_path)
    if to_container:
        return _into(invocation, from_path, to_container, to_path)
    raise CommandError("must specify at least one container source")


def _split(text: str) -> tuple[str, str]:
    """Return an argument as container and path; the container is "" for a path of the host."""
    name, colon, path = text.partition(":")
    if text.startswith("/") or not colon or name.startswith("."):
        return "", text
    return name, path


def _absolute(invocation: Invocation, path: str) -> str:
    """Return a path of the host as an absolute one without dots, but with the "/" or "/." at its end."""
    parts: list[str] = []
    for part in invocation.process.path(path).split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    clean = "/" + "/".join(parts)
    if path == "." or path.endswith("/."):
        return clean + "/."
    return clean + "/" if path.endswith("/") and clean != "/" else clean


def _base(path: str) -> str:
    """Return the last name in a path; "." where it ends in "/."."""
    if path.endswith("/.") or path == ".":
        return "."
    return path.rstrip("/").rpartition("/")[2] or "/"


def _folder(path: str) -> str:
    """Return what holds the last name of a path."""
    trimmed = path.removesuffix("/.") if path.endswith("/.") else path
    return trimmed.rstrip("/").rpartition("/")[0] or "/"


def _names_folder(path: str) -> bool:
    return path.endswith(("/", "/.")) or path == "."


def _named(tree: Tree, old: str, new: str) -> Tree:
    """Return the tree with its entry `old` under another name; the whole tree as one folder where `old` is "."."""
    if old == ".":
        return Tree(Directory(Directory().entries.set(new, tree.root)), tree.links, tree.next_link)
    node = tree.root.entries[old]
    return Tree(Directory(Directory().entries.set(new, node)), tree.links, tree.next_link)


def _placed(
    tree: Tree, name: str, is_folder: bool, path: str, exists: bool, exists_as_folder: bool
) -> tuple[str, Tree]:
    """Where a copied entry goes: the folder that takes it, and the tree with the name that it gets there.

    Raises CommandError where a folder would replace a file, or a file has to become a folder.
    """
    if exists and exists_as_folder:
        return path, tree
    if exists and is_folder:
        raise CommandError("cannot copy directory")
    if exists and _names_folder(path):
        raise CommandError("not a directory")
    if not exists and not is_folder and _names_folder(path):
        raise CommandError("no such directory")
    return _folder(path), _named(tree, name, _base(path.rstrip("/") or "/"))


def _out(invocation: Invocation, container: str, source: str, target: str) -> int:
    """Copy out of a container."""
    if not source:
        raise CommandError("Error response from daemon: bad parameter: path cannot be empty")
    process = invocation.process
    absolute = _absolute(invocation, target) if target != "-" else target
    holder = _folder(absolute.removesuffix("/.").rstrip("/") or "/") if target != "-" else "/"
    if not process.fs.exists(holder):
        raise CommandError(f'invalid output path: directory "{holder}" does not exist')
    follow = invocation.on("follow-link")
    name, tree = copy_from(invocation.state, invocation.world, container, source, follow=follow)
    if target == "-":
        from tutor.vfs.layer import tree_tar

        for piece in tree_tar(tree):
            invocation.out(piece)
        return 0
    whole = name in ("", ".", "/")
    node = tree.root if whole else tree.root.entries[name]
    exists = process.fs.exists(absolute)
    as_folder = exists and process.fs.is_dir(absolute)
    name = "." if whole else name
    folder, placed = _placed(tree, name, isinstance(node, Directory), absolute, exists, as_folder)
    try:
        lay(process.fs, placed, folder)
    except FsError as error:
        raise CommandError(f"{error.path}: {go_errno(error)}") from None
    _summary(invocation, placed, absolute)
    return 0


def _into(invocation: Invocation, source: str, container: str, target: str) -> int:
    """Copy into a container."""
    archive = invocation.on("archive")
    stat, path = _look(invocation, container, target)
    is_folder = stat is not None and stat.kind == "directory"
    if source == "-":
        if not is_folder:
            raise CommandError(f'destination "{container}:{target}" must be a directory')
        tree = _from_archive(invocation.process.stdin.read())
        folder = path
    else:
        name, taken, taken_folder = _take(invocation, source)
        if not target and not taken_folder:
            raise CommandError("no such directory")
        folder, tree = _placed(taken, name, taken_folder, path, stat is not None, is_folder)
    invocation.apply(copy_into(invocation.state, invocation.world, container, folder, tree, archive=archive))
    if source != "-":
        _summary(invocation, tree, f"{container}:{target}")
    return 0


def _look(invocation: Invocation, container: str, path: str) -> tuple[PathStat | None, str]:
    """Return what is at a path in a container, links followed; faults are left for the copy itself."""
    path = path or "/"
    for _ in range(_LINKS):
        try:
            stat = stat_path(invocation.state, container, path)
        except EngineError:
            return None, path
        if stat.kind != "symlink":
            return stat, path
        path = stat.target if stat.target.startswith("/") else f"{_folder(path)}/{stat.target}"
    return None, path


def _from_archive(data: bytes) -> Tree:
    """Return the files of a tar archive; of nothing, none. Raises CommandError."""
    try:
        return unpacked(data) if data else Tree.empty()
    except TarError as error:
        raise CommandError(f"Error response from daemon: {error.plain}") from None
    except LayerwiseError as error:
        raise CommandError(f"Error response from daemon: {error.message}") from None


def _take(invocation: Invocation, source: str) -> tuple[str, Tree, bool]:
    """Return a file or folder of the host: its name, a tree that holds it, whether it is a folder."""
    path = _absolute(invocation, source)
    host = invocation.process.fs.tree
    bare = path.removesuffix("/.").rstrip("/") or "/"
    node = host.get(bare, follow=invocation.on("follow-link") or _names_folder(path))
    if node is None:
        raise CommandError(f"lstat {bare}: no such file or directory")
    if _names_folder(path) and not isinstance(node, Directory):
        raise CommandError("not a directory")
    name = _base(bare)
    if path.endswith("/.") or bare == "/":
        whole = folder_tree(host, bare)
        assert whole is not None
        return ".", whole, True
    return name, single(host, name, node), isinstance(node, Directory) and not isinstance(node, Symlink)


def _summary(invocation: Invocation, tree: Tree, target: str) -> None:
    """Print what Docker says on a terminal: how much was copied."""
    process = invocation.process
    if invocation.on("quiet") or not (invocation.given("quiet") or process.stdout.tty):
        return
    from tutor.docker.format.units import human_size
    from tutor.vfs.nodes import File

    amount = sum(node.size for _, node in tree.walk() if isinstance(node, File))
    process.err(f"Successfully copied {human_size(amount, 3)} to {target}\n")
