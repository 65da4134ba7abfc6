"""From a path at a prompt to an open file, and from the file as it is in the sandbox to what an editor shows of it."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.session.editor.kinds import kind_of
from tutor.session.editor.text import MOST, NotText, decode
from tutor.session.editor.views import OpenFile
from tutor.vfs.errors import FsError
from tutor.vfs.paths import join, parent

if TYPE_CHECKING:
    from tutor.session.machine import Machine
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import FileSystem


def open_file(machine: Machine, process: Process, shown: str, line: int = 1) -> OpenFile:
    """The file at a path as the process sees it. Raises FsError and NotText."""
    fs = process.fs
    folder, _, name = process.path(shown).rpartition("/")
    path = join(fs.resolve(folder or "/"), name)
    container = where = ""
    if machine.state.attached:
        container = machine.state.attached[-1]
        box = machine.state.containers.get(container)
        where = box.name if box is not None else ""
    file = OpenFile(
        process.name, shown, path, "text", "", "", line=line, container=container, where=where,
        user=(fs.uid, fs.gid, tuple(fs.groups)), umask=process.umask,
    )  # fmt: skip
    return read_file(fs, file)


def read_file(fs: FileSystem, file: OpenFile) -> OpenFile:
    """The file as it is now in a file system (that of its user); a new one where there is none.

    Raises FsError and NotText.
    """
    path = file.path
    try:
        kind = fs.stat(path).kind
    except FsError as error:
        if error.code != "ENOENT" or not fs.is_dir(parent(path)):
            raise
        note = "new file" if fs.access(parent(path), "w") else "new file in a folder that you may not write"
        return replace(file, kind=kind_of(path, ""), text="", stored="", crlf=False, note=note)
    if kind != "file":
        raise NotText("is no regular file")
    content = fs.content(path)
    if content.size > MOST:
        raise NotText(f"is too long to edit ({content.size >> 20} MB)")
    if b"\0" in content.read(0, 4096):
        raise NotText("is a binary file")
    data = content.read()
    text, crlf = decode(data)
    note = "" if fs.access(path, "w") else "you may not write it"
    return replace(
        file, kind=kind_of(path, text), text=text, stored=sha256(data).hexdigest(), crlf=crlf,
        note=" · ".join(part for part in ("CR LF" if crlf else "", note) if part),
    )  # fmt: skip
