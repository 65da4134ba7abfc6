"""Extracting archives.

The one rule: nothing is written outside of the working folder: names lose what leads out of it, and symbolic links that
might are made last of all.
"""

from __future__ import annotations

from contextlib import suppress

from tutor.shell.commands._applet import Failure, Options
from tutor.shell.commands._users import Users
from tutor.vfs.errors import FsError
from tutor.vfs.generated import part_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.content import Content
    from tutor.vfs.tar import Header, Member

_SPECIAL = {"char": "c", "block": "b", "fifo": "p"}


class Extractor:
    """Puts the members of an archive into the file system; `archive` is its content where that is at hand."""

    def __init__(self, process: Process, opts: Options, strip: int, archive: Content | None) -> None:
        self.process = process
        self.archive = archive
        self.strip = strip
        self.overwrite = "overwrite" in opts
        self.unlink_first = not ("k" in opts or self.overwrite)
        self.numeric = "numeric" in opts
        self.owners = "o" not in opts
        self.modes = "no-perm" not in opts and process.fs.uid == 0
        self.times = "m" not in opts
        self.late: list[tuple[str, str, str]] = []
        self.users = Users(process)

    def extract(self, member: Member, name: str) -> None:
        """Make the file that a member is. Raises Failure where no more can be done."""
        header = member.header
        target = header.target
        for _ in range(self.strip):
            name = name.partition("/")[2]
            target = target.partition("/")[2] if header.kind == "link" else target
            if not name or (header.kind == "link" and not target):
                return
        folder = name.rpartition("/")[0]
        if folder:
            self.make_folders(folder)
        if self.unlink_first and header.kind != "directory":
            if header.kind == "link" and target == name:
                return
            self.remove(name)
        if header.kind == "link" or (header.kind == "symlink" and (target.startswith("/") or ".." in target)):
            self.late.append((header.kind, name, target))
        elif header.kind == "symlink":
            self.link("symlink", name, target)
        else:
            self.make(member, name)
            self.finish_file(header, name)

    def make_folders(self, folder: str) -> None:
        """Make the folders that a member is in."""
        process = self.process
        try:
            process.fs.mkdir(process.path(folder), 0o777 & ~process.umask, parents=True)
        except FsError as error:
            process.fail(f"can't create directory '{folder}': {error.strerror}")

    def remove(self, name: str) -> None:
        """Remove what is in the way."""
        try:
            self.process.fs.unlink(self.process.path(name))
        except FsError as error:
            if error.code != "ENOENT":
                raise Failure(f"can't remove old file {name}: {error.strerror}") from None

    def make(self, member: Member, name: str) -> None:
        """Make a file, a folder or a special file."""
        process, fs, header = self.process, self.process.fs, member.header
        path = process.path(name)
        mode = header.mode & ~process.umask
        if header.kind == "file":
            data: bytes | Content
            data = member.data() if self.archive is None else part_of(self.archive, member.start, header.size)
            try:
                fs.write(path, data, mode, exclusive=not self.overwrite)
            except FsError as error:
                if error.code == "ENOSPC":
                    raise Failure(f"write error: {error.strerror}") from None
                raise Failure(f"can't open '{name}': {error.strerror}") from None
            return
        try:
            if header.kind == "directory":
                fs.mkdir(path, mode)
            else:
                fs.mknod(path, _SPECIAL[header.kind], *header.device, mode=mode)
        except FsError as error:
            if header.kind != "directory":
                process.fail(f"can't create node {name}: {error.strerror}")
            elif error.code != "EEXIST":
                process.fail(f"can't make dir {name}: {error.strerror}")

    def finish_file(self, header: Header, name: str) -> None:
        """Give a file its owner, mode and time as far as the user may."""
        fs, path = self.process.fs, self.process.path(name)
        if self.owners:
            uid, gid = header.uid, header.gid
            if not self.numeric:
                user, group = self.users.user_named(header.user), self.users.group_named(header.group)
                uid, gid = user.uid if user else uid, group.gid if group else gid
            with suppress(FsError):
                fs.chown(path, uid, gid)
        if self.modes:
            with suppress(FsError):
                fs.chmod(path, header.mode)
        if self.times:
            with suppress(FsError):
                fs.utime(path, header.mtime)

    def link(self, kind: str, name: str, target: str, reason: bool = True) -> None:
        """Make a link."""
        process, fs = self.process, self.process.fs
        try:
            if kind == "link":
                fs.link(process.path(target), process.path(name))
            else:
                fs.symlink(target, process.path(name))
        except FsError as error:
            what = "hard" if kind == "link" else "sym"
            text = f"can't create {what}link '{name}' to '{target}'"
            raise Failure(f"{text}: {error.strerror}" if reason else text) from None

    def finish(self) -> None:
        """Make the links that were put off."""
        for kind, name, target in self.late:
            self.link(kind, name, target, reason=False)
