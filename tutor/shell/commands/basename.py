"""The applets `basename` and `dirname`."""

from __future__ import annotations

from tutor.shell.commands._applet import Usage, applet, options
from tutor.shell.commands._remove import last_part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Take paths apart."""
    return _dirname(process) if process.name == "dirname" else _basename(process)


@applet("FILE [SUFFIX] | -a FILE... | -s SUFFIX FILE...", "Print the last part of paths, without SUFFIX.")
def _basename(process: Process) -> int:
    opts = options(process, "as:", permute=False, at_least=1)
    names = opts.arguments
    suffix = opts.value("s") or ""
    if "a" not in opts and "s" not in opts:
        if len(names) > 2:
            raise Usage
        suffix = names.pop() if len(names) == 2 else ""
    for name in names:
        part = last_part(name)
        if suffix and part.endswith(suffix) and part != suffix:
            part = part[: -len(suffix)]
        process.out(part + "\n")
    return 0


@applet("FILENAME", "Print a path without its last part.")
def _dirname(process: Process) -> int:
    words = process.argv[2:] if process.argv[1:2] == ["--"] else process.argv[1:]
    if len(words) != 1:
        raise Usage
    head, slash, _ = words[0].rstrip("/").rpartition("/")
    if not words[0].strip("/"):
        head = "/" if words[0] else "."
    elif not slash:
        head = "."
    process.out((head.rstrip("/") or "/") + "\n")
    return 0
