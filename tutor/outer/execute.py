"""`layerwise exec`: a script without a terminal."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.outer import places
from tutor.outer.faults import keep

if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.engine.hub import Hub
    from tutor.session.session import Session
    from tutor.store.workspace import Workspace
    from tutor.vfs.tree import Tree


def run(options: Namespace) -> int:
    """Run the script in a fresh or a kept sandbox; the last command's exit code."""
    from tutor.session.script import run_script

    text = _script(options)
    hub = places.hub(options.hub)
    if options.fresh:
        session = fresh(hub)
        if options.dir:
            _copy_in(session, options.dir)
        return run_script(session, text, json=options.json, write=_write)
    workspace = places.workspaces().open(options.workspace)
    try:
        session = _session(workspace, options.workspace, hub)
        if options.dir:
            _copy_in(session, options.dir)
        return run_script(session, text, json=options.json, write=_write)
    finally:
        workspace.close()


def fresh(hub: Hub) -> Session:
    """A new sandbox that nobody keeps."""
    from tutor.store.workspace import MemoryWorkspace

    return _session(MemoryWorkspace(), f"fresh {os.getpid()}", hub)


def _session(workspace: Workspace, name: str, hub: Hub) -> Session:
    from tutor.session.session import Session, first_moment

    now = places.clock()
    session = Session(workspace, lambda: first_moment(f"{name} {now}", now), hub, places.clock)
    session.fault = keep
    return session


def _script(options: Namespace) -> str:
    if options.text is not None:
        return str(options.text)
    try:
        if options.script in (None, "-"):
            return sys.stdin.read()
        with open(options.script, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except OSError as error:
        raise LayerwiseError(f"cannot read the script {options.script} ({error.strerror})", "check the path") from None
    except UnicodeDecodeError:
        raise LayerwiseError("the script is not text", "give a shell script") from None


def _write(stream: str, data: bytes) -> None:
    file = sys.stdout.buffer if stream == "stdout" else sys.stderr.buffer
    file.write(data)
    file.flush()


def _copy_in(session: Session, folder: str) -> None:
    """Copy a real folder's contents into the sandbox's working folder."""
    from dataclasses import replace

    from tutor.session.host_tree import LAB
    from tutor.session.machine import LEARNER

    if not os.path.isdir(folder):
        raise LayerwiseError(f"{folder} is not a folder", "give --dir a folder to copy from")
    moment = session.moment
    tree = _copy(moment.state.host, folder, LAB, LEARNER)
    session.become(
        f"# copied {os.path.basename(os.path.abspath(folder))}", replace(moment, state=replace(moment.state, host=tree))
    )


def _copy(tree: Tree, folder: str, target: str, owner: int) -> Tree:
    from tutor.vfs.content import Bytes
    from tutor.vfs.nodes import Directory, File, Symlink

    for entry in sorted(os.scandir(folder), key=lambda item: item.name):
        path = f"{target}/{entry.name}"
        facts = entry.stat(follow_symlinks=False)
        mode, mtime = facts.st_mode & 0o7777, int(facts.st_mtime)
        if entry.is_symlink():
            tree = tree.set(path, Symlink(os.readlink(entry.path), owner, owner, mtime))
        elif entry.is_dir():
            tree = _copy(tree.set(path, Directory(None, mode, owner, owner, mtime)), entry.path, path, owner)
        elif entry.is_file():
            try:
                with open(entry.path, "rb") as file:
                    data = file.read()
            except OSError as error:
                raise LayerwiseError(f"cannot read {entry.path} ({error.strerror})", "check its permissions") from None
            tree = tree.set(path, File(Bytes(data), mode, owner, owner, mtime))
    return tree
