"""The applets `chown` and `chgrp`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._users import Users
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Change the owner of files."""
    return _chgrp(process) if process.name == "chgrp" else _chown(process)


@applet("[-RhLHPcvf]... USER[:[GRP]] FILE...", "Give FILEs another owner, another group, or both.")
def _chown(process: Process) -> int:
    return _run(process, group_only=False)


@applet("[-RhLHPcvf]... GROUP FILE...", "Give FILEs another group.")
def _chgrp(process: Process) -> int:
    return _run(process, group_only=True)


def _run(process: Process, group_only: bool) -> int:
    long = {"recursive": "R", "dereference": "dereference", "no-dereference": "h", "changes": "c", "silent": "f",
            "quiet": "f", "verbose": "v"}  # fmt: skip
    opts = options(process, "RhvcfLHP", long, at_least=2)
    users = Users(process)
    text = opts.arguments[0]
    uid, gid = (-1, _group(users, text)) if group_only else _owner(users, text)
    owner = _Owner(process, uid, gid)
    owner.recursive = "R" in opts
    owner.follow = "h" not in opts
    owner.through = opts.last_of("LHP") or "P"
    owner.report = "v" if "v" in opts else "c" if "c" in opts else ""
    for name in opts.arguments[1:]:
        owner.change(name, named=True)
    return owner.code


def _group(users: Users, text: str) -> int:
    group = users.group_named(text)
    if group is not None:
        return group.gid
    if text.isdecimal():
        return int(text)
    raise Failure(f"unknown group {text}")


def _owner(users: Users, text: str) -> tuple[int, int]:
    """Read `USER`, `USER:GROUP`, `USER:` (the user's own group) and `:GROUP`; -1 for what is not to change."""
    name, colon, group = text.partition(":")
    if not colon and "." in text and users.user_named(text) is None:
        name, colon, group = text.partition(".")
    both = f"user/group {text}" if name and group else ""
    uid = gid = -1
    if name or not colon:
        user = users.user_named(name)
        if user is None and not name.isdecimal():
            raise Failure(f"unknown {both or f'user {name}'}")
        uid = user.uid if user else int(name)
        if colon and not group:
            owner = user or users.user(uid)
            gid = owner.gid if owner else uid
    if group or (colon and not name):
        if both and users.group_named(group) is None and not group.isdecimal():
            raise Failure(f"unknown {both}")
        gid = _group(users, group)
    return uid, gid


class _Owner:
    recursive = False
    follow = True
    through = "P"
    report = ""
    code = 0

    def __init__(self, process: Process, uid: int, gid: int) -> None:
        self.process = process
        self.uid = uid
        self.gid = gid

    def fail(self, message: str) -> None:
        self.code = 1
        self.process.fail(message)

    def change(self, name: str, named: bool) -> None:
        """Change one file; recursively, what is in a folder comes first."""
        process, fs = self.process, self.process.fs
        process.tick()
        path = process.path(name) if name else ""
        try:
            here = fs.stat(path, follow=False)
            enter = here.is_dir
            if here.is_symlink and self.recursive and (self.through == "L" or (named and self.through == "H")):
                enter = fs.is_dir(path)
            if self.recursive and enter:
                for child in fs.listdir(path):
                    self.change(f"{name.rstrip('/')}/{child}", named=False)
        except FsError as error:
            self.fail(f"{name}: {error.strerror}")
            return
        follow = self.follow and (not self.recursive or not here.is_symlink or enter or self.through == "L")
        try:
            before = fs.stat(path, follow)
            fs.chown(path, self.uid, self.gid, follow)
        except FsError as error:
            self.fail(f"{name}: {error.strerror}")
            if self.recursive and enter:
                self.fail(f"{name}: {error.strerror}")  # the walk says it once more
            return
        uid = before.uid if self.uid == -1 else self.uid
        gid = before.gid if self.gid == -1 else self.gid
        if self.report == "v" or (self.report and (uid, gid) != (before.uid, before.gid)):
            process.out(f"changed ownership of '{name}' to {uid}:{gid}\n")
