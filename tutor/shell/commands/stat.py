"""The applet `stat`."""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Options, applet, options
from tutor.shell.commands._files import full_path, link_count
from tutor.shell.commands._modes import mode_text
from tutor.shell.commands._users import Users
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import Stat

_KINDS = {
    "file": "regular file", "directory": "directory", "symlink": "symbolic link", "char": "character special file",
    "block": "block special file", "fifo": "fifo", "socket": "socket",
}  # fmt: skip
_DEVICE = 0x2A
_TERSE = "%n %s %b %f %u %g %D %i %h %t %T %X %Y %Z %o"
_FULL = (
    "  File: {name}\n  Size: %-10s\tBlocks: %-10b IO Block: %-6o %F\nDevice: %Dh/%dd\tInode: %-10i  Links: {links}\n"
    "Access: (%04a/%10.10A)  Uid: (%5u/%8U)   Gid: (%5g/%8G)\nAccess: %x\nModify: %y\nChange: %z"
)
_SYSTEM = (
    '  File: "%n"\n    ID: %-8i Namelen: %-7l Type: %T\nBlock size: %-10s\n'
    "Blocks: Total: %-10b Free: %-10f Available: %a\nInodes: Total: %-10c Free: %d"
)
_CONVERSION = re.compile(r"%([-#0+ ]*)(\d*)(?:\.(\d+))?(.)", re.DOTALL)


@applet("[-ltf] [-c FMT] FILE...", "Print what is known about FILEs.")
def main(process: Process) -> int:
    """Print what is known about files."""
    opts = options(process, "Lfc:t", at_least=1)
    users = Users(process)
    code = 0
    for name in opts.arguments:
        path = full_path(process, name)
        try:
            stat = process.fs.stat(path, follow="L" in opts or "f" in opts)
            target = process.fs.readlink(path) if stat.is_symlink else ""
        except FsError as error:
            what = "read file system information for" if "f" in opts else "stat"
            code = process.fail(f"can't {what} '{name}': {error.strerror}")
            continue
        values = _system_values(name) if "f" in opts else _values(process, users, name, stat, target)
        process.out(_render(_template(opts, values, stat, target), values))
    return code


def _template(opts: Options, values: dict[str, str], stat: Stat, target: str) -> str:
    given = opts.value("c")
    if given is not None:
        return given
    if "f" in opts:
        return "%n %i %l %t %s %S %b %f %a %c %d" if "t" in opts else _SYSTEM
    if "t" in opts:
        return _TERSE
    links = "%-5h Device type: %t,%T" if stat.kind in ("char", "block") else "%h"
    name = values["N"] if target else values["n"]
    return _FULL.format(name=name.replace("%", "%%"), links=links)


def _values(process: Process, users: Users, name: str, stat: Stat, target: str) -> dict[str, str]:
    from tutor.shell.commands._times import strftime
    from tutor.shell.commands._zone import Zone

    text = strftime("%Y-%m-%d %H:%M:%S.000000000 %z", stat.mtime, Zone(process.env))
    return {
        "n": name, "N": f"'{name}' -> '{target}'" if target else name, "a": f"{stat.mode:o}",
        "A": mode_text(stat.kind, stat.mode), "f": f"{stat.st_mode:x}",
        "F": "regular empty file" if stat.is_file and not stat.size else _KINDS[stat.kind],
        "u": str(stat.uid), "U": users.user_name(stat.uid) if users.user(stat.uid) else "UNKNOWN", "g": str(stat.gid),
        "G": users.group_name(stat.gid) if users.group(stat.gid) else "UNKNOWN", "s": str(stat.size),
        "b": str(stat.blocks), "B": "512", "o": "4096", "h": str(link_count(process, name, stat)),
        "i": str(stat.ino & 0xFFFFFFFF),
        "d": str(_DEVICE), "D": f"{_DEVICE:x}", "t": f"{stat.device[0]:x}", "T": f"{stat.device[1]:x}",
        "x": text, "y": text, "z": text, "X": str(stat.mtime), "Y": str(stat.mtime), "Z": str(stat.mtime),
        "m": "/",
    }  # fmt: skip


def _system_values(name: str) -> dict[str, str]:
    from tutor.shell.commands._disk import BLOCKS, FREE

    return {
        "n": name, "i": "0", "l": "255", "t": "794c7630", "T": "overlayfs", "s": "4096", "S": "4096",
        "b": str(BLOCKS // 4), "f": str(FREE // 4), "a": str(FREE // 4), "c": "6553600", "d": "6291456",
    }  # fmt: skip


def _render(template: str, values: dict[str, str]) -> str:
    def one(found: re.Match[str]) -> str:
        flags, width, precision, letter = found.groups()
        if letter == "%" or found.end() > len(template):
            return "%"
        text = values.get(letter, letter)
        if precision is not None:
            text = text[: int(precision)]
        size = int(width or 0)
        if "-" in flags:
            return text.ljust(size)
        return text.rjust(size, "0" if "0" in flags else " ")

    return _CONVERSION.sub(one, template + "\n")  # a lone % at the end takes the newline with it
