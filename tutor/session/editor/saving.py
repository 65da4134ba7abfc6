"""Saving an edited file: one step of the history, made by the file's own user, at the host or in a container.

A file that changed meanwhile is not written over unless told to.
"""

from __future__ import annotations

import shlex
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.errors import LayerwiseError
from tutor.session.editor.opening import read_file
from tutor.session.editor.text import NotText, encode
from tutor.session.editor.views import FileEdited
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tutor.engine.containers.filesystem import Mounted
    from tutor.engine.containers.model import Container
    from tutor.session.editor.views import OpenFile
    from tutor.session.machine import Machine
    from tutor.session.session import Session
    from tutor.vfs.filesystem import FileSystem


class Outdated(LayerwiseError):
    """The file is not what the editor opened or saved last."""


def save(session: Session, file: OpenFile, text: str, *, over: bool = False) -> tuple[OpenFile, tuple[Any, ...]]:
    """Write the text; the file as it is now, and what happened.

    A new file gets an end for its last line. `over` writes over a file that changed meanwhile. Raises Outdated, and
    LayerwiseError with one line where it cannot be written.
    """
    if text and not text.endswith("\n") and not file.stored:
        text += "\n"
    data = encode(text, crlf=file.crlf)
    session.hang_up()
    machine = session.machine()
    fs, keep = _place(machine, file)
    if _stored(fs, file) != file.stored and not over:
        raise Outdated(f"{file.shown} has changed outside of the editor")
    new = not file.stored
    saved = replace(
        file, text=text, stored=sha256(data).hexdigest(),
        note="CR LF" if file.crlf else "", line=1,
    )  # fmt: skip
    if not new and saved.stored == _stored(fs, file):
        return saved, ()
    try:
        fs.write(file.path, data, 0o666 & ~file.umask)
    except FsError as error:
        raise LayerwiseError(f"{file.shown}: {error.strerror}") from None
    keep()
    machine.events.append(FileEdited(file.path, file.container, new))
    word = "edit" if not file.container else file.program
    session.become(f"{word} {shlex.quote(file.shown)}", machine.moment())
    return saved, tuple(machine.events)


def reread(session: Session, file: OpenFile) -> OpenFile | None:
    """The file as it is now, None where it is what the editor opened or saved last, or cannot be read."""
    try:
        fs, _ = _place(session.machine(), file)
        if _stored(fs, file) == file.stored:
            return None
        return read_file(fs, file)
    except (FsError, NotText, LayerwiseError):
        return None


def _stored(fs: FileSystem, file: OpenFile) -> str:
    """The digest of the file's bytes, "" where there is none."""
    try:
        return sha256(fs.read(file.path)).hexdigest() if fs.exists(file.path) else ""
    except FsError as error:
        raise LayerwiseError(f"{file.shown}: {error.strerror}") from None


def _place(machine: Machine, file: OpenFile) -> tuple[FileSystem, Callable[[], None]]:
    """The file system that the file's user sees, and what brings its changes into the state."""
    if not file.container:
        return machine.host_fs, lambda: None
    from tutor.engine.containers.filesystem import Mounted, trees_of

    container = machine.state.containers.get(file.container)
    if container is None or not container.is_running:
        raise LayerwiseError(f"{file.shown}: the container {file.where} does not run any more")
    mounted = Mounted(machine.state, container, trees_of(machine.state, container), machine.now)
    uid, gid, groups = file.user
    return mounted.fs.with_user(uid, gid, groups), lambda: _keep(machine, container, mounted)


def _keep(machine: Machine, container: Container, mounted: Mounted) -> None:
    from tutor.engine.containers import find
    from tutor.engine.containers.events import FilesChanged
    from tutor.engine.containers.filesystem import store, trees_of

    known = dict(trees_of(machine.state, container))
    changed = tuple((place, tree) for place, tree in mounted.trees() if known.get(place) is not tree)
    state, container = store(machine.state, container, changed)
    machine.state = find.put(state, container)
    if any(place == "/" for place, _ in changed):
        machine.events.append(FilesChanged(container.id, container.name))
