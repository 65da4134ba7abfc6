"""The applets `adduser`, `addgroup`, `deluser` and `delgroup`."""

from __future__ import annotations

from contextlib import suppress

from tutor.shell.commands._accounts import (
    FIRST_SYSTEM,
    GROUP,
    GSHADOW,
    LAST,
    LAST_SYSTEM,
    PASSWD,
    SHADOW,
    add_member,
    append,
    drop_member,
    need_group,
    need_name,
    need_root,
    need_user,
    remove,
)  # fmt: skip
from tutor.shell.commands._applet import Failure, Options, Usage, applet, number, options
from tutor.shell.commands._copy import Copier
from tutor.shell.commands._spawn import run
from tutor.shell.commands._users import Users
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

_LONG = {
    "home:": "h", "gecos:": "g", "shell:": "s", "ingroup:": "G", "disabled-password": "D", "empty-password": "D",
    "system": "S", "no-create-home": "H", "uid:": "u", "skel:": "k",
}  # fmt: skip


def main(process: Process) -> int:
    """Add and remove users and groups."""
    applets = {"addgroup": _addgroup, "deluser": _deluser, "delgroup": _delgroup}
    return applets.get(process.name, _adduser)(process)


def _free(taken: Callable[[int], bool], wanted: int | None, system: bool, kind: str) -> int:
    """Return the number to give: the wanted one, or the first that is free."""
    if wanted is not None:
        if taken(wanted):
            raise Failure(f"{kind}id '{wanted}' in use")
        return wanted
    first, last = (FIRST_SYSTEM, LAST_SYSTEM) if system else (LAST_SYSTEM + 1, LAST)
    for value in range(first, last + 1):
        if not taken(value):
            return value
    raise Failure(f"no {kind}ids left")


# users


@applet("[OPTIONS] USER [GROUP]", "Add USER, or put USER into GROUP.")
def _adduser(process: Process) -> int:
    need_root(process)
    opts = options(process, "h:g:s:G:DSHu:k:", _LONG, at_least=1, at_most=2)
    name = opts.arguments[0]
    if len(opts.arguments) > 1 and not opts.given:
        return _join(process, name, opts.arguments[1])
    need_name(name)
    users = Users(process)
    system = "S" in opts
    home = opts.value("h") or f"/home/{name}"
    shell = opts.value("s") or ("/bin/false" if system else process.env.get("SHELL") or "/bin/sh")
    group = opts.value("G") or ("nogroup" if system else None)
    gid = None if group is None else need_group(users, group).gid
    if users.user_named(name) is not None:
        raise Failure(f"user '{name}' in use")
    wanted = number(opts.value("u") or "", high=LAST) if "u" in opts else None

    def taken(value: int) -> bool:
        return users.user(value) is not None or (gid is None and users.group(value) is not None)

    uid = _free(taken, wanted, system, "u")
    if gid is None and users.group_named(name) is not None:
        raise Failure(f"group '{name}' in use")
    gecos = opts.value("g") if "g" in opts else "Linux User,,,"
    append(process, PASSWD, f"{name}:x:{uid}:{uid if gid is None else gid}:{gecos}:{home}:{shell}")
    append(process, SHADOW, f"{name}:!:{int(process.host.now() // 86400)}:0:99999:7:::")
    if group is None:
        _new_group(process, name, uid)
    else:
        _join(process, name, group)
    if "H" not in opts:
        _make_home(process, home, uid, uid if gid is None else gid, opts.value("k") or "/etc/skel")
    if not system and "D" not in opts:
        return run(process, ["passwd", "--", name])
    return 0


def _make_home(process: Process, home: str, uid: int, gid: int, skeleton: str) -> None:
    """Make a home folder like the skeleton; one that is there is only given to the user."""
    fs = process.fs
    try:
        if not fs.exists(home):
            fs.mkdir(home, 0o755)
            if fs.is_dir(skeleton):
                copier = Copier(process)
                copier.recursive = True
                copier.follow = copier.follow_named = False
                copier.copy(skeleton, home)
            _give(process, home, uid, gid)
        fs.chown(home, uid, gid)
        fs.chmod(home, 0o2755)
    except FsError as error:
        process.fail(f"{home}: {error.strerror}")


def _give(process: Process, path: str, uid: int, gid: int) -> None:
    """Give what is in a folder to a user."""
    fs = process.fs
    for name in fs.listdir(path):
        inner = f"{path}/{name}"
        fs.chown(inner, uid, gid, follow=False)
        if fs.is_dir(inner) and not fs.is_symlink(inner):
            _give(process, inner, uid, gid)


@applet("[--remove-home] USER", "Remove USER.")
def _deluser(process: Process) -> int:
    need_root(process)
    opts = options(process, "", {"remove-home": "home"}, at_least=1, at_most=1)
    name = opts.arguments[0]
    users = Users(process)
    user = need_user(users, name)
    if "home" in opts and process.fs.is_dir(user.home):
        from tutor.shell.commands._remove import Remover

        Remover(process, recursive=True, force=True).remove(user.home)
    remove(process, PASSWD, name)
    remove(process, SHADOW, name)
    drop_member(process, GROUP, name)
    if users.group_named(name) is not None:
        with suppress(Failure):
            _remove_group(process, name)
    return 0


# groups


@applet("[-g GID] [-S] [USER] GROUP", "Add GROUP, or put USER into it.")
def _addgroup(process: Process) -> int:
    need_root(process)
    opts = options(process, "g:S", {"gid:": "g", "system": "S"}, at_least=1, at_most=2)
    if len(opts.arguments) > 1:
        if "g" in opts:
            raise Usage
        return _join(process, *opts.arguments)
    need_name(opts.arguments[0])
    wanted = number(opts.value("g") or "", high=LAST) if "g" in opts else None
    _new_group(process, opts.arguments[0], wanted, "S" in opts)
    return 0


def _new_group(process: Process, name: str, wanted: int | None, system: bool = False) -> None:
    users = Users(process)
    if users.group_named(name) is not None:
        raise Failure(f"group '{name}' in use")
    gid = _free(lambda value: users.group(value) is not None, wanted, system, "g")
    append(process, GROUP, f"{name}:x:{gid}:")
    append(process, GSHADOW, f"{name}:!::")


def _join(process: Process, name: str, group: str) -> int:
    """Put a user into a group."""
    users = Users(process)
    need_user(users, name)
    if name not in need_group(users, group).members:
        add_member(process, group, name)
    return 0


@applet("[USER] GROUP", "Remove GROUP, or USER from it.")
def _delgroup(process: Process) -> int:
    need_root(process)
    opts: Options = options(process, "", at_least=1, at_most=2)
    if len(opts.arguments) > 1:
        name, group = opts.arguments
        need_group(Users(process), group)
        drop_member(process, GROUP, name, group)
        drop_member(process, GSHADOW, name, group)
        return 0
    _remove_group(process, opts.arguments[0])
    return 0


def _remove_group(process: Process, name: str) -> None:
    users = Users(process)
    gid = need_group(users, name).gid
    for user in users.users:
        if user.gid == gid:
            raise Failure(f"'{user.name}' still has '{name}' as their primary group!")
    remove(process, GROUP, name)
    remove(process, GSHADOW, name)
