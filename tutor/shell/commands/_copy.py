"""Copying files and folders, as cp does, and mv across file systems."""

from __future__ import annotations

from tutor.shell.commands._files import descriptor, full_path
from tutor.shell.commands._remove import confirmed
from tutor.vfs.content import EMPTY
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process
    from tutor.vfs.filesystem import Stat


class _Failed(Exception):
    """One file could not be copied: what is to be said of it."""


class _Declined(Exception):
    """The user does not want this file to be overwritten."""


class Copier:
    """Copies files as the options say."""

    recursive = False
    follow = True
    follow_named = True
    preserve = False
    force = False
    interactive = False
    never = False
    newer_only = False
    link = ""
    verbose = False

    def __init__(self, process: Process) -> None:
        self.process = process
        self._made: set[int] = set()
        self._copied: dict[int, str] = {}

    def copy(self, source: str, target: str, named: bool = True) -> bool:
        """Copy `source` to `target`, which is a file's name (never the folder to put it in); whether all went well."""
        self.process.tick()
        try:
            return self._copy(source, target, self.follow or (named and self.follow_named))
        except _Failed as error:
            self.process.fail(str(error))
            return False
        except _Declined:
            return True

    def _copy(self, source: str, target: str, follow: bool) -> bool:
        process, fs = self.process, self.process.fs
        path = full_path(process, target)
        try:
            stat = fs.stat(full_path(process, source), follow)
        except FsError as error:
            raise _Failed(f"can't stat '{source}': {error.strerror}") from None
        there: Stat | None = None
        try:
            there = fs.stat(path, follow=False)
        except FsError as error:
            if error.code != "ENOENT":
                raise _Failed(f"can't stat '{target}': {error.strerror}") from None
        if there is not None and there.ino == stat.ino:
            raise _Failed(f"'{source}' and '{target}' are the same file")
        if stat.is_dir:
            return self._copy_folder(source, target, stat, there)
        if there is not None and (self.never or (self.newer_only and stat.mtime <= there.mtime)):
            return True
        if self.link == "s":
            self._make(lambda: fs.symlink(source, path), target, "link ")
        elif self.link:
            self._make(lambda: fs.link(full_path(process, source), path), target, "link ")
        elif stat.is_symlink:
            self._copy_symlink(source, target, stat, there is not None)
        elif self.recursive and not stat.is_file:
            self._copy_special(source, target, stat, there is not None)
        else:
            self._copy_file(source, target, stat, follow)
        return True

    def _make(self, make: Callable[[], None], target: str, what: str = "") -> None:
        """Make something at `target`; where something is in the way and the options say so, in its place."""
        try:
            make()
        except FsError as error:
            if error.code == "ENOSPC":
                raise _Failed(f"write error: {error.strerror}") from None
            self._make_room(target, error)
            try:
                make()
            except FsError as again:
                raise _Failed(f"can't create {what}'{target}': {again.strerror}") from None

    def _make_room(self, target: str, error: FsError) -> None:
        """Remove what kept us from making something, if that is wished."""
        failed = _Failed(f"can't create '{target}': {error.strerror}")
        if not (self.force or self.interactive):
            raise failed
        if self.interactive and not confirmed(self.process, f"{self.process.name}: overwrite '{target}'? "):
            raise _Declined
        try:
            self.process.fs.unlink(full_path(self.process, target))
        except FsError:
            raise failed from None

    def _copy_folder(self, source: str, target: str, stat: Stat, there: Stat | None) -> bool:
        """Copy a folder and what is in it."""
        process, fs = self.process, self.process.fs
        if not self.recursive:
            raise _Failed(f"omitting directory '{source}'")
        if stat.ino in self._made:
            raise _Failed(f"recursion detected, omitting directory '{source}'")
        path = full_path(process, target)
        if there is None:
            try:
                fs.mkdir(path, (stat.mode & 0o7777 & ~process.umask) | 0o700)
            except FsError as error:
                raise _Failed(f"can't create directory '{target}': {error.strerror}") from None
            self._made.add(fs.stat(path).ino)
        elif not there.is_dir:
            raise _Failed(f"target '{target}' is not a directory")
        well = True
        try:
            names = fs.listdir(full_path(process, source))
        except FsError:
            names = []
            well = False
        base, below = source.rstrip("/") + "/", target.rstrip("/") + "/"
        for name in names:
            well = self.copy(base + name, below + name, named=False) and well
        if there is None:
            fs.chmod(path, stat.mode & ~process.umask)
        self._finish(source, target, stat)
        return well

    def _copy_file(self, source: str, target: str, stat: Stat, follow: bool) -> None:
        """Copy what a file contains; links among the files that are copied stay links unless links are followed."""
        process, fs = self.process, self.process.fs
        path = full_path(process, target)
        if not follow and stat.nlink > 1:
            first = self._copied.get(stat.ino)
            if first is not None:
                self._make(lambda: fs.link(first, path), target, "link ")
                return
            self._copied[stat.ino] = path
        mode = stat.mode & 0o7777 & ~process.umask if stat.is_file else 0o666 & ~process.umask
        try:
            content = fs.content(full_path(process, source))
            stream = descriptor(process, full_path(process, source))
        except FsError as error:
            raise _Failed(f"can't open '{source}': {error.strerror}") from None
        if fs.exists(path) and fs.stat(path).ino == stat.ino:
            content = EMPTY  # opening the target, a link to the source, for writing has emptied it before it is read
        data = content if stream is None else stream.read()
        self._make(lambda: fs.write(path, data, mode, exclusive=self.interactive), target)
        if stat.is_file:
            self._finish(source, target, stat)

    def _copy_symlink(self, source: str, target: str, stat: Stat, exists: bool) -> None:
        """Copy a symbolic link as what it is."""
        process, fs = self.process, self.process.fs
        path = full_path(process, target)
        if exists:
            self._make_room(target, FsError("EEXIST"))
        aim = fs.readlink(full_path(process, source))
        try:
            fs.symlink(aim, path)
        except FsError as error:
            raise _Failed(f"can't create symlink '{target}' to '{aim}': {error.strerror}") from None
        if self.preserve:
            self._keep("ownership", lambda: fs.chown(path, stat.uid, stat.gid, follow=False), target)

    def _copy_special(self, source: str, target: str, stat: Stat, exists: bool) -> None:
        """Make a device or a named pipe like another."""
        if exists:
            self._make_room(target, FsError("EEXIST"))
        letter = {"char": "c", "block": "b", "fifo": "p", "socket": "s"}[stat.kind]
        mode = stat.mode & ~self.process.umask
        try:
            self.process.fs.mknod(full_path(self.process, target), letter, *stat.device, mode=mode)
        except FsError as error:
            raise _Failed(f"can't create '{target}': {error.strerror}") from None
        self._finish(source, target, stat)

    def _finish(self, source: str, target: str, stat: Stat) -> None:
        """Give the copy what the original has, and report."""
        fs, path = self.process.fs, full_path(self.process, target)
        if self.preserve:
            self._keep("times", lambda: fs.utime(path, stat.mtime), target)
            owned = self._keep("ownership", lambda: fs.chown(path, stat.uid, stat.gid), target)
            mode = stat.mode if owned else stat.mode & 0o1777
            self._keep("permissions", lambda: fs.chmod(path, mode), target)
        if self.verbose:
            self.process.out(f"'{source}' -> '{target}'\n")

    def _keep(self, what: str, step: Callable[[], None], target: str) -> bool:
        """Take something over from the original; a copy without it is still a copy."""
        try:
            step()
        except FsError as error:
            self.process.fail(f"can't preserve {what} of '{target}': {error.strerror}")
            return False
        return True


def stat_error(name: str, error: FsError) -> str:
    """Return what cp and mv say of a file that they cannot look at."""
    text = "Path has non-directory component" if error.code == "ENOTDIR" else error.strerror
    return f"can't stat '{name}': {text}"
