"""The applet `su`."""

from __future__ import annotations

from tutor.shell.commands._accounts import need_user, password_of
from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._crypt import matches
from tutor.shell.commands._spawn import become
from tutor.shell.commands._users import Users

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._users import User
    from tutor.shell.process import Process

_ROOT_PATH = "/sbin:/usr/sbin:/bin:/usr/bin"
_PATH = "/bin:/usr/bin"


@applet("[-lmp] [-s SH] [-] [USER [FILE ARGS|-c 'CMD' [ARG0 ARGS]]]", "Run a shell as USER, by default root.")
def main(process: Process) -> int:
    """Run a shell as somebody else."""
    opts = options(process, "mplc:s:", {"command:": "c", "login": "l", "shell:": "s", "preserve-environment": "p"})
    words = list(opts.arguments)
    login = "l" in opts
    if words[:1] == ["-"]:
        login = True
        words.pop(0)
    name = words.pop(0) if words else "root"
    users = Users(process)
    user = need_user(users, name)
    if process.fs.uid and not _allowed(process, name):
        raise Failure("incorrect password")
    keep = "m" in opts or "p" in opts
    shell = opts.value("s") or (process.env.get("SHELL") if keep else None) or user.shell or "/bin/sh"
    command = opts.value("c")
    words = ["-c", command, *words] if command is not None else words
    env = _environment(process, user, shell, login, keep)
    groups = tuple(dict.fromkeys([user.gid, *users.groups_of(user.name)]))
    fs = process.fs.with_user(user.uid, user.gid, groups)
    cwd = process.cwd
    if login:
        cwd = user.home if process.fs.is_dir(user.home) else "/"
        if cwd != user.home:
            process.fail(f"can't change directory to '{user.home}'")
    return become(process, [shell, *(["-l"] if login else []), *words], env=env, cwd=cwd, fs=fs)


def _allowed(process: Process, name: str) -> bool:
    """Ask for the password; whether it is the right one, or none is needed."""
    encrypted = password_of(process, name)
    if not encrypted:
        return True
    process.out("Password: ")
    line = process.stdin.readline()
    process.out("\n")
    return matches(line.rstrip(b"\r\n").decode("utf-8", "surrogateescape"), encrypted)


def _environment(process: Process, user: User, shell: str, login: bool, keep: bool) -> dict[str, str]:
    """Return the variables of the new shell."""
    if not login:
        env = dict(process.env)
        if not keep:
            env.update({"HOME": user.home, "SHELL": shell})
            if user.uid:
                env.update({"USER": user.name, "LOGNAME": user.name})
        return env
    env = {"TERM": process.env["TERM"]} if "TERM" in process.env else {}
    path = _PATH if user.uid else _ROOT_PATH
    env.update({"PATH": path, "USER": user.name, "LOGNAME": user.name, "HOME": user.home, "SHELL": shell})
    return env
