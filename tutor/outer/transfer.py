"""`layerwise import` and `export`: files of the real machine into a workspace and out of it, only when told to."""

from __future__ import annotations

import os

from tutor.dataclass import replace
from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.session.session import Session
    from tutor.vfs.nodes import Directory, File
    from tutor.vfs.tree import Tree


def import_files(options: Namespace) -> int:
    """Copy a file, or a folder's contents, into the workspace's working folder."""
    session = _open(options.workspace)
    try:
        copy_in(session, options.source)
    finally:
        session.workspace.close()
    return 0


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
        try:
            _write(state.host, source, options.target)
        except OSError as error:
            raise LayerwiseError(f"cannot write {options.target} ({error.strerror})", "choose another place") from None
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
            for piece in node.content.chunks():
                file.write(piece)
        os.chmod(target, node.mode & 0o777)


def _write_entries(tree: Tree, folder: Directory, source: str, target: str) -> None:
    for name in folder.entries:
        _write(tree, f"{source.rstrip('/')}/{name}", os.path.join(target, name))
