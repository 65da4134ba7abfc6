"""`gosu` and `su-exec`: run a command as another user, in one's own place, as entrypoints of servers do."""

from __future__ import annotations

from tutor.shell.commands._spawn import become
from tutor.shell.commands._users import Users

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Run `gosu USER[:GROUP] COMMAND [ARGUMENT…]`."""
    if len(process.argv) < 3:
        process.err(f"Usage: {process.name} user-spec command [args]\n")
        return 1
    name, _, group_name = process.argv[1].partition(":")
    users = Users(process)
    user = users.user_named(name) or (users.user(int(name)) if name.isdecimal() else None)
    group = users.group_named(group_name) or (users.group(int(group_name)) if group_name.isdecimal() else None)
    if user is None and not name.isdecimal():
        return _failed(process, f"unable to find user {name}: no matching entries in passwd file")
    if group is None and group_name and not group_name.isdecimal():
        return _failed(process, f"unable to find group {group_name}: no matching entries in group file")
    uid = user.uid if user is not None else int(name)
    gid = user.gid if user is not None else 0
    if group_name:
        gid = group.gid if group is not None else int(group_name)
    if process.fs.uid not in (0, uid):
        return _failed(process, "operation not permitted")
    more = users.groups_of(user.name) if user is not None and not group_name else []
    env = {**process.env, "HOME": user.home if user is not None else "/"}
    fs = process.fs.with_user(uid, gid, tuple(dict.fromkeys([gid, *more])))
    return become(process, process.argv[2:], env=env, fs=fs)


def _failed(process: Process, why: str) -> int:
    process.err(f"error: failed switching to {process.argv[1]!r}: {why}\n".replace("'", '"'))
    return 1
