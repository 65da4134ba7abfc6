"""The applets `passwd` and `chpasswd`."""

from __future__ import annotations

from tutor.shell.commands._accounts import need_root, need_user, password_of, set_password
from tutor.shell.commands._applet import Failure, Usage, applet, decode, options
from tutor.shell.commands._crypt import encrypt, matches, salt_of
from tutor.shell.commands._users import Users

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Change passwords."""
    return _chpasswd(process) if process.name == "chpasswd" else _passwd(process)


def ask(process: Process, question: str) -> str | None:
    """Ask for a password; None at the end of the input."""
    process.out(question)
    line = process.stdin.readline()
    process.out("\n")
    return decode(line.rstrip(b"\r\n")) if line else None


def _salt(process: Process) -> str:
    return salt_of(process.fs.content("/dev/urandom").read(0, 16))


@applet("[-a ALG] [-dlu] [USER]", "Change USER's password; -l: lock it, -u: unlock it, -d: take it away.")
def _passwd(process: Process) -> int:
    opts = options(process, "a:lud", at_most=1)
    uid = process.fs.uid
    work = opts.last_of("lud")
    if work and (uid or not opts.arguments):
        raise Usage
    users = Users(process)
    me = users.user_name(uid)
    name = opts.arguments[0] if opts.arguments else me
    user = need_user(users, name)
    if uid and user.uid != uid:
        raise Failure(f"{me} can't change password for {name}")
    old = password_of(process, name)
    locked = old.startswith("!")
    if (work == "l" and locked) or (work == "u" and not locked):
        raise Failure(f"password for {name} is already {'un' if work == 'u' else ''}locked")
    new = {"l": f"!{old}", "u": old[1:], "d": ""}.get(work or "")
    if new is None:
        if uid and locked:
            raise Failure(f"can't change locked password for {name}")
        process.out(f"Changing password for {name}\n")
        new = _ask_new(process, old if uid else "")
        if new is None:
            raise Failure(f"password for {name} is unchanged")
    set_password(process, name, new)
    process.out(f"{process.name}: password for {name} changed by {me}\n")
    return 0


def _ask_new(process: Process, old: str) -> str | None:
    """Ask for a new password, twice; None if it does not come to that."""
    if old:
        given = ask(process, "Old password: ")
        if given is None:
            return None
        if not matches(given, old):
            process.out("Incorrect password\n")
            return None
    first = ask(process, "New password: ")
    second = ask(process, "Retype password: ") if first is not None else None
    if first is None or second is None:
        return None
    if first != second:
        process.out("Passwords don't match\n")
        return None
    return encrypt(first, _salt(process))


@applet("[-e] [-c ALG]", "Read USER:PASSWORD from standard input; -e: the passwords are encrypted.")
def _chpasswd(process: Process) -> int:
    need_root(process)
    opts = options(process, "emc:R:", {"encrypted": "e", "md5": "m", "crypt-method:": "c", "root:": "R"})
    for line in process.stdin:
        name, colon, password = decode(line.removesuffix(b"\n")).partition(":")
        if not colon:
            raise Failure("missing new password")
        need_user(Users(process), name)
        set_password(process, name, password if "e" in opts else encrypt(password, _salt(process)))
        process.out(f"chpasswd: password for '{name}' changed\n")
    return 0
