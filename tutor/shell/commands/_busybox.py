"""The program `busybox` itself: what it lists, installs, and runs by name."""

from __future__ import annotations

from tutor.shell.commands import APPLETS, OTHERS
from tutor.shell.commands._applet import BANNER
from tutor.shell.launch import DEFAULT_PATH, locate
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

    Program = Callable[[Process], int]

_SHELLS = ("ash", "sh")
_COLUMNS = 80
_ABOUT = """\
BusyBox is copyrighted by many authors between 1998-2015.
Licensed under GPLv2. See source distribution for detailed
copyright notices.

Usage: busybox [function [arguments]...]
   or: busybox --list[-full]
   or: busybox --install [-s] [DIR]
   or: function [arguments]...

	BusyBox is a multi-call binary that combines many common Unix
	utilities into a single executable.  Most people will create a
	link to busybox for each function they wish to use and BusyBox
	will act like whatever it was invoked as.

Currently defined functions:
"""


def names() -> list[str]:
    """Return the applets that busybox has, in order."""
    return sorted({*APPLETS, *_SHELLS} - OTHERS)


def main(process: Process, program: Callable[[str], Program | None]) -> int:
    """Run `busybox APPLET …`, or busybox invoked by an applet's name; `program` finds what a name means."""
    if process.name == "busybox":
        words = process.argv[1:]
        if not words or words[0] == "--help":
            process.out(f"{BANNER}\n{_ABOUT}{_listed()}\n")
            return 0
        if words[0] in ("--list", "--list-full"):
            head = "bin/" if words[0] == "--list-full" else ""
            process.out("".join([f"{head}{name}\n" for name in names()]))
            return 0
        if words[0] == "--install":
            return _install(process, words[1:])
        process.argv = words
    found = program(process.name) if process.name in names() else None
    if found is not None:
        return found(process)
    return process.fail("applet not found", 127)


def _listed() -> str:
    """Return the names in lines that fit on the screen."""
    lines: list[list[str]] = []
    column = _COLUMNS
    for name in names():
        if column >= _COLUMNS - len(name) - 3:
            lines.append([])
            column = 6
        lines[-1].append(name)
        column += len(name) + 2
    return ",\n".join([f"\t{', '.join(line)}" for line in lines])


def _install(process: Process, words: list[str]) -> int:
    """Make a link for each applet."""
    fs = process.fs
    soft = "-s" in words
    folder = next((word for word in words if word != "-s"), "/bin").rstrip("/")
    program = fs.resolve(locate(fs, process.argv[0], process.env.get("PATH", DEFAULT_PATH), process.cwd))
    for name in names():
        path = process.path(f"{folder}/{name}")
        try:
            if soft:
                fs.symlink(program, path)
            else:
                fs.link(program, path)
        except FsError as error:
            if error.code != "EEXIST":
                process.err(f"busybox: {folder}/{name}: {error.strerror}\n")
    return 0
