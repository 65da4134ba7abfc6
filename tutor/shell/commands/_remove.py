"""Removing files and folders, as rm does, and mv across file systems."""

from __future__ import annotations

from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def confirmed(process: Process, question: str) -> bool:
    """Ask a question on standard error; whether the answer begins with y."""
    process.err(question)
    return process.stdin.readline().lstrip()[:1] in (b"y", b"Y")


class Remover:
    """Removes files, asking and reporting as the options say."""

    def __init__(
        self, process: Process, *, recursive: bool, force: bool, interactive: bool = False, verbose: bool = False
    ) -> None:
        self.process = process
        self.recursive = recursive
        self.force = force
        self.interactive = interactive
        self.verbose = verbose

    def remove(self, name: str) -> bool:
        """Remove one file or, recursively, one folder; whether all went well."""
        process, fs = self.process, self.process.fs
        process.tick()
        path = process.path(name) if name else ""
        try:
            stat = fs.stat(path, follow=False)
        except FsError as error:
            if error.code == "ENOENT" and self.force:
                return True
            verb = "remove" if error.code == "ENOENT" else "stat"
            process.fail(f"can't {verb} '{name}': {error.strerror}")
            return False
        if stat.is_dir:
            return self.remove_folder(name, path)
        if self.must_ask(path) and not confirmed(process, f"{process.name}: remove '{name}'? "):
            return True
        try:
            fs.unlink(path)
        except FsError as error:
            process.fail(f"can't remove '{name}': {error.strerror}")
            return False
        if self.verbose:
            process.out(f"removed '{name}'\n")
        return True

    def must_ask(self, path: str) -> bool:
        """Whether somebody must be asked about a file."""
        if self.interactive:
            return True
        fs = self.process.fs
        return not self.force and self.process.stdin.tty and not fs.is_symlink(path) and not fs.access(path, "w")

    def remove_folder(self, name: str, path: str) -> bool:
        """Remove a folder and what is in it."""
        process, fs = self.process, self.process.fs
        if not self.recursive:
            process.fail(f"'{name}' is a directory")
            return False
        if self.must_ask(path) and not confirmed(process, f"{process.name}: descend into directory '{name}'? "):
            return True
        try:
            names = fs.listdir(path)
        except FsError:
            return False
        base = name if name.endswith("/") else name + "/"
        well = True
        for child in names:
            well = self.remove(base + child) and well
        if self.interactive and not confirmed(process, f"{process.name}: remove directory '{name}'? "):
            return well
        if not well:
            return False
        try:
            fs.rmdir(path)
        except FsError as error:
            process.fail(f"can't remove '{name}': {error.strerror}")
            return False
        if self.verbose:
            process.out(f"removed directory: '{name}'\n")
        return True


def last_part(name: str) -> str:
    """Return the last component of a path, slashes behind it aside; `/` for the root."""
    return name.rstrip("/").rpartition("/")[2] or ("/" if name.startswith("/") else "")
