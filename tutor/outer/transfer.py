"""`layerwise import` and `export`: files of the real machine into a workspace and out of it, only when told to.

What holds images is imported into the hub instead (`outer.own_images`), unless a workspace is named.
"""

from __future__ import annotations

import os

from tutor.dataclass import replace
from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from tutor.session.session import Session
    from tutor.vfs.content import Content
    from tutor.vfs.nodes import Directory, File
    from tutor.vfs.tree import Tree

_BIG = 8 << 20
"""Bytes of a file from which on it is told how far it is."""


def import_files(options: Namespace) -> int:
    """Take images into the hub; copy all else, and whatever is to go there, into a workspace's working folder."""
    if options.workspace is None and (options.name or _may_be_images(options.source)):
        from tutor.outer import own_images
        from tutor.store.unarchive import NoImages

        try:
            for name in own_images.take_in(options.source, options.name):
                print(name)
            return 0
        except NoImages:
            if options.name:
                raise
    elif options.name:
        raise LayerwiseError("images go into the hub of all workspaces", "leave --workspace or the name out")
    session = _open(options.workspace or "sandbox")
    try:
        copy_in(session, options.source)
    finally:
        session.workspace.close()
    return 0


def _may_be_images(source: str) -> bool:
    """Whether a path could be an OCI layout or an archive: nothing else is read twice."""
    if os.path.isdir(source):
        return os.path.isfile(os.path.join(source, "oci-layout"))
    from tutor.vfs.compression import compression_of

    try:
        with open(source, "rb") as file:
            head = file.read(512)
    except OSError:
        return False
    return bool(compression_of(head)) or head[257:262] == b"ustar" or (bool(head) and not any(head))


def export_files(options: Namespace) -> int:
    """Copy a file or folder of the workspace to a place of the real machine that does not exist yet."""
    session = _open(options.workspace)
    try:
        state = session.state
        source = os.path.join(state.shells[0].cwd, options.source)
        node = state.host.get(source)
        if node is None:
            raise LayerwiseError(f"the sandbox has no {source}", "layerwise exec -c ls shows what is there")
        if os.path.lexists(options.target):
            raise LayerwiseError(f"{options.target} exists already", "choose another place, or move it away")
        _write_whole(state.host, source, options.target)
    finally:
        session.workspace.close()
    return 0


def copy_in(session: Session, source: str) -> None:
    """Copy a real file, or what a real folder holds, into the sandbox's working folder. Raises LayerwiseError."""
    from tutor.session.machine import LEARNER

    moment = session.moment
    here = moment.state.shells[0].cwd
    if os.path.isdir(source):
        tree = _copy_folder(moment.state.host, source, here, LEARNER)
    elif os.path.isfile(source):
        path = f"{here}/{os.path.basename(source)}"
        tree = moment.state.host.set(path, _read(source, os.stat(source), LEARNER))
    else:
        raise LayerwiseError(f"{source} is not a file or folder", "check the path")
    name = os.path.basename(os.path.abspath(source))
    session.become(f"# copied in: {name}", replace(moment, state=replace(moment.state, host=tree)))


def _open(name: str) -> Session:
    from tutor.outer import places
    from tutor.outer.execute import open_session

    return open_session(places.workspaces().open(name), name, places.hub())


def _copy_folder(tree: Tree, folder: str, target: str, owner: int) -> Tree:
    from tutor.vfs.nodes import Directory, Symlink

    for entry in sorted(os.scandir(folder), key=lambda item: item.name):
        path = f"{target}/{entry.name}"
        facts = entry.stat(follow_symlinks=False)
        mode, mtime = facts.st_mode & 0o7777, int(facts.st_mtime)
        if entry.is_symlink():
            tree = tree.set(path, Symlink(os.readlink(entry.path), owner, owner, mtime))
        elif entry.is_dir():
            there = tree.get(path)
            if not isinstance(there, Directory):
                tree = tree.set(path, Directory(None, mode, owner, owner, mtime))
            tree = _copy_folder(tree, entry.path, path, owner)
        elif entry.is_file():
            tree = tree.set(path, _read(entry.path, facts, owner))
    return tree


def _read(path: str, facts: os.stat_result, owner: int) -> File:
    from tutor.vfs.content import Bytes
    from tutor.vfs.nodes import File

    try:
        with open(path, "rb") as file:
            return File(Bytes(file.read()), facts.st_mode & 0o7777, owner, owner, int(facts.st_mtime))
    except OSError as error:
        raise LayerwiseError(f"cannot read {path} ({error.strerror})", "check its permissions") from None


def _write_whole(tree: Tree, source: str, target: str) -> None:
    """Write a node and all below it, or, where that fails or is stopped, nothing. Raises LayerwiseError."""
    import shutil

    half = f"{target.rstrip('/')}.part-{os.getpid()}"
    try:
        _write(tree, source, half)
        os.rename(half, target)
    except OSError as error:
        raise LayerwiseError(f"cannot write {target} ({error.strerror})", "choose another place") from None
    finally:
        if os.path.isdir(half) and not os.path.islink(half):
            shutil.rmtree(half, ignore_errors=True)
        elif os.path.lexists(half):
            os.unlink(half)


def _write(tree: Tree, source: str, target: str) -> None:
    """Write a node and all below it; links are written as links, device files are left out."""
    from tutor.vfs.nodes import Directory, File, Symlink

    node = tree.get(source, follow=False)
    if isinstance(node, Directory):
        os.mkdir(target)
        _write_entries(tree, node, source, target)
    elif isinstance(node, Symlink):
        os.symlink(node.target, target)
    elif isinstance(node, File):
        with open(target, "xb") as file:
            for piece in _watched(node.content, os.path.basename(source)):
                file.write(piece)
        os.chmod(target, node.mode & 0o777)


def _watched(content: Content, name: str) -> Iterator[bytes]:
    """A content's pieces; of a big one, someone at a terminal sees how far it is."""
    import sys
    from time import monotonic

    if content.size < _BIG or not sys.stderr.isatty():
        yield from content.chunks()
        return
    from tutor.docker.transfer import bar

    done, due = 0, 0.0
    for piece in content.chunks():
        yield piece
        done += len(piece)
        if monotonic() >= due:
            due = monotonic() + 0.1
            print(f"\r\x1b[K{name}: {bar(done, content.size)}", end="", file=sys.stderr, flush=True)
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _write_entries(tree: Tree, folder: Directory, source: str, target: str) -> None:
    for name in folder.entries:
        _write(tree, f"{source.rstrip('/')}/{name}", os.path.join(target, name))
