"""Copying files and folders, as cp does, and mv across file systems."""

from __future__ import annotations

from tutor.shell.commands._files import descriptor, full_path
from tutor.shell.commands._remove import confirmed
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process
    from tutor.vfs.filesystem import Stat


class Copier:
    """Copies files as the options say; each method answers whether all went well."""

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
    unlink_first = False

    def __init__(self, process: Process) -> None:
        self.process = process
        self._made: set[int] = set()
        self._copied: dict[int, str] = {}

    def fail(self, message: str) -> bool:
        """Complain."""
        self.process.fail(message)
        return False

    def copy(self, source: str, target: str, named: bool = True) -> bool:
        """Copy `source` to `target`, which is a file's name (never the folder to put it in)."""
        process, fs = self.process, self.process.fs
        process.tick()
        follow = self.follow or (named and self.follow_named)
        try:
            stat = fs.stat(full_path(process, source), follow)
        except FsError as error:
            return self.fail(f"can't stat '{source}': {error.strerror}")
        path = full_path(process, target)
        there: Stat | None = None
        try:
            there = fs.stat(path)
        except FsError as error:
            if error.code != "ENOENT":
                return self.fail(f"can't stat '{target}': {error.strerror}")
            if fs.is_symlink(path):
                there = fs.stat(path, follow=False)
        if there is not None and there.ino == stat.ino:
            return self.fail(f"'{source}' and '{target}' are the same file")
        if stat.is_dir:
            return self.copy_folder(source, target, stat, there)
        if there is not None and (self.never or (self.newer_only and stat.mtime <= there.mtime)):
            return True
        if there is not None and self.interactive and not confirmed(process, f"{process.name}: overwrite '{target}'? "):
            return True
        if self.link:
            return self.make_link(source, target)
        if stat.is_symlink or (self.recursive and not stat.is_file):
            return self.copy_special(source, target, stat, exists=there is not None)
        return self.copy_file(source, target, stat)

    def copy_folder(self, source: str, target: str, stat: Stat, there: Stat | None) -> bool:
        """Copy a folder and what is in it."""
        process, fs = self.process, self.process.fs
        if not self.recursive:
            return self.fail(f"omitting directory '{source}'")
        if stat.ino in self._made:
            return self.fail(f"recursion detected, omitting directory '{source}'")
        path = full_path(process, target)
        if there is None:
            try:
                fs.mkdir(path, (stat.mode & 0o7777 & ~process.umask) | 0o700)
            except FsError as error:
                return self.fail(f"can't create directory '{target}': {error.strerror}")
            self._made.add(fs.stat(path).ino)
        elif not there.is_dir:
            return self.fail(f"target '{target}' is not a directory")
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
        return self.finish(source, target, stat) and well

    def copy_file(self, source: str, target: str, stat: Stat) -> bool:
        """Copy what a file contains."""
        process, fs = self.process, self.process.fs
        path = full_path(process, target)
        if self.preserve and stat.nlink > 1:
            first = self._copied.get(stat.ino)
            if first is not None:
                try:
                    fs.link(first, path)
                except FsError as error:
                    return self.fail(f"can't create link '{target}': {error.strerror}")
                return True
            self._copied[stat.ino] = path
        mode = stat.mode & 0o7777 & ~process.umask if stat.is_file else 0o666 & ~process.umask
        try:
            content = fs.content(full_path(process, source))
            stream = descriptor(process, full_path(process, source))
        except FsError as error:
            return self.fail(f"can't open '{source}': {error.strerror}")
        data = content if stream is None else stream.read()
        if self.unlink_first:
            self.make_room(target)
        for attempt in range(2):
            try:
                fs.write(path, data, mode)
            except FsError as error:
                if error.code == "ENOSPC":
                    return self.fail(f"write error: {error.strerror}")
                if attempt or not self.force or not self.make_room(target):
                    return self.fail(f"can't create '{target}': {error.strerror}")
            else:
                break
        return self.finish(source, target, stat) if stat.is_file else True

    def make_room(self, target: str) -> bool:
        """Remove what is in the way; whether something was removed."""
        try:
            self.process.fs.unlink(full_path(self.process, target))
        except FsError:
            return False
        return True

    def make_link(self, source: str, target: str) -> bool:
        """Make a link instead of a copy."""
        process, fs = self.process, self.process.fs
        path = full_path(process, target)
        for attempt in range(2):
            try:
                if self.link == "s":
                    fs.symlink(source, path)
                else:
                    fs.link(full_path(process, source), path)
            except FsError as error:
                if attempt or not (self.force or self.interactive) or not self.make_room(target):
                    return self.fail(f"can't create '{target}': {error.strerror}")
            else:
                break
        return True

    def copy_special(self, source: str, target: str, stat: Stat, exists: bool) -> bool:
        """Copy a symbolic link or a special file as what it is."""
        process, fs = self.process, self.process.fs
        path = full_path(process, target)
        try:
            if exists or fs.exists(path, follow=False):
                fs.unlink(path)
            if stat.is_symlink:
                fs.symlink(fs.readlink(full_path(process, source)), path)
                if self.preserve and fs.uid == 0:
                    fs.chown(path, stat.uid, stat.gid, follow=False)
                return True
            letter = {"char": "c", "block": "b", "fifo": "p", "socket": "s"}[stat.kind]
            fs.mknod(path, letter, *stat.device, mode=stat.mode & ~process.umask)
        except FsError as error:
            return self.fail(f"can't create '{target}': {error.strerror}")
        return self.finish(source, target, stat)

    def finish(self, source: str, target: str, stat: Stat) -> bool:
        """Give the copy what the original has, and report."""
        fs, path = self.process.fs, full_path(self.process, target)
        if self.preserve:
            steps: tuple[tuple[str, Callable[[], None]], ...] = (
                ("ownership", lambda: fs.chown(path, stat.uid, stat.gid)),
                ("permissions", lambda: fs.chmod(path, stat.mode)),
                ("times", lambda: fs.utime(path, stat.mtime)),
            )
            for what, step in steps:
                try:
                    step()
                except FsError as error:
                    self.process.fail(f"can't preserve {what} of '{target}': {error.strerror}")
        if self.verbose:
            self.process.out(f"'{source}' -> '{target}'\n")
        return True


def stat_error(name: str, error: FsError) -> str:
    """Return what cp and mv say of a target that they cannot look at."""
    text = "Path has non-directory component" if error.code == "ENOTDIR" else error.strerror
    return f"can't stat '{name}': {text}"
