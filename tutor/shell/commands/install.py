"""The applet `install`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, Usage, applet, options
from tutor.shell.commands._copy import Copier
from tutor.shell.commands._files import full_path
from tutor.shell.commands._modes import need_mode
from tutor.shell.commands._users import Users
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_LONG = {
    "directory": "d", "preserve-timestamps": "p", "strip": "s", "group:": "g", "mode:": "m", "owner:": "o",
    "target-directory:": "t",
}  # fmt: skip


@applet("[-cdDsp] [-o USER] [-g GRP] [-m MODE] [-t DIR] [SOURCE]... DEST", "Copy files and set their mode and owner.")
def main(process: Process) -> int:
    """Copy files and set their mode and owner."""
    opts = options(process, "cvbDdpsg:m:o:t:", _LONG)
    names = list(opts.arguments)
    target = opts.value("t")
    if ("t" in opts or "s" in opts) and "d" in opts:
        raise Usage
    if target is None and "d" not in opts:
        target = names.pop() if names else None
    if not names:
        raise Usage
    installer = _Installer(process, opts)
    into = "t" in opts or (target is not None and process.fs.is_dir(full_path(process, target)))
    for name in names:
        if target is None:
            installer.folder(name)
        else:
            if "D" in opts:
                installer.make(target if "t" in opts else target.rpartition("/")[0])
            installer.file(name, f"{target.rstrip('/')}/{name.rstrip('/').rpartition('/')[2]}" if into else target)
    return installer.code


class _Installer:
    def __init__(self, process: Process, opts: Options) -> None:
        self.process = process
        self.code = 0
        self.mode = need_mode(opts.value("m") or "755", 0o755, False, process.umask)
        self.copier = Copier(process)
        self.copier.force = True
        self.copier.preserve = "p" in opts
        self.copier.verbose = "v" in opts
        self.owned = "o" in opts or "g" in opts
        self.uid = self.gid = -1
        if self.owned:
            self.uid, self.gid = process.fs.uid, process.fs.gid
            users = Users(process)
            owner, group = opts.value("o"), opts.value("g")
            if owner is not None:
                user = users.user_named(owner)
                self.uid = user.uid if user else _number(owner, "user")
            if group is not None:
                found = users.group_named(group)
                self.gid = found.gid if found else _number(group, "group")

    def folder(self, name: str) -> None:
        """Make a folder and those above it."""
        if self.make(name):
            self.finish(name)

    def make(self, name: str) -> bool:
        """Make a folder and those above it as they are; whether it is there."""
        fs, path = self.process.fs, full_path(self.process, name)
        try:
            if name and not fs.is_dir(path):
                fs.mkdir(path, 0o755, parents=True)
        except FsError as error:
            self.code = self.process.fail(f"can't create directory '{name}': {error.strerror}")
            return False
        return True

    def file(self, source: str, target: str) -> None:
        """Copy a file."""
        if self.copier.copy(source, target):
            self.finish(target)
        else:
            self.code = 1

    def finish(self, name: str) -> None:
        """Set mode and owner."""
        fs, path = self.process.fs, full_path(self.process, name)
        try:
            fs.chmod(path, self.mode)
        except FsError as error:
            self.code = self.process.fail(f"can't change permissions of {name}: {error.strerror}")
        if self.owned:
            try:
                fs.chown(path, self.uid, self.gid, follow=False)
            except FsError as error:
                self.code = self.process.fail(f"can't change ownership of {name}: {error.strerror}")


def _number(text: str, what: str) -> int:
    if not text.isdecimal():
        raise Failure(f"unknown {what} {text}")
    return int(text)
