"""The applets `id`, `groups`, `whoami` and `logname`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, options
from tutor.shell.commands._users import Users

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Say who somebody is."""
    return {"groups": _groups, "whoami": _whoami, "logname": _logname}.get(process.name, _id)(process)


@applet("", "Print the name of the user who acts.")
def _whoami(process: Process) -> int:
    if len(process.argv) > 1:
        raise Usage
    user = Users(process).user(process.fs.uid)
    if user is None:
        raise Failure(f"unknown uid {process.fs.uid}")
    process.out(user.name + "\n")
    return 0


@applet("", "Print the name of the user who logged in here.")
def _logname(process: Process) -> int:
    user = Users(process).user(process.fs.uid) if process.tty else None
    if user is None:
        raise Failure("getlogin: Inappropriate ioctl for device")
    process.out(user.name + "\n")
    return 0


class _Who:
    """Numbers of a user: the one who acts, or the one named."""

    def __init__(self, process: Process, users: Users, names: list[str]) -> None:
        fs = process.fs
        self.uid, self.gid = fs.uid, fs.gid
        groups = list(fs.groups)
        if names:
            user = users.user_named(names[0])
            if user is None:
                raise Failure(f"unknown user {names[0]}")
            self.uid, self.gid = user.uid, user.gid
            groups = users.groups_of(user.name)
        self.listed = bool(groups or names)
        self.groups = list(dict.fromkeys([self.gid, *groups]))


@applet("[USER]", "Print the groups that a user is in.")
def _groups(process: Process) -> int:
    opts = options(process, "", at_most=1)
    users = Users(process)
    who = _Who(process, users, opts.arguments)
    process.out(" ".join(users.group_name(gid) for gid in who.groups) + "\n")
    return 0


@applet("[-ugGnr] [USER]", "Print the numbers and names of the user who acts, or of USER.")
def _id(process: Process) -> int:
    opts = options(process, "ugGnrZ", at_most=1)
    chosen = [letter for letter in "ugG" if letter in opts]
    named = "n" in opts
    if len(chosen) > 1 or ((named or "r" in opts) and not chosen):
        raise Usage
    users = Users(process)
    who = _Who(process, users, opts.arguments)
    if chosen == ["u"]:
        text = users.user_name(who.uid) if named else str(who.uid)
        unknown = [] if users.user(who.uid) is not None else [who.uid]
    elif chosen:
        wanted = [who.gid] if chosen == ["g"] else who.groups
        text = " ".join([users.group_name(gid) if named else str(gid) for gid in wanted])
        unknown = [gid for gid in wanted if users.group(gid) is None]
    else:
        user = users.user(who.uid)
        text = f"uid={who.uid}{f'({user.name})' if user else ''} gid={_group(users, who.gid)}"
        if who.listed:
            text += f" groups={','.join([_group(users, gid) for gid in who.groups])}"
        unknown = []
    for number in unknown if named else []:
        process.fail(f"unknown ID {number}")
    process.out(text + "\n")
    return 1 if named and unknown else 0


def _group(users: Users, gid: int) -> str:
    group = users.group(gid)
    return f"{gid}({group.name})" if group else str(gid)
