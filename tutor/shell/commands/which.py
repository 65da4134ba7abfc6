"""The applet `which`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.shell.launch import DEFAULT_PATH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-a] COMMAND...", "Print where PATH has COMMANDs.")
def main(process: Process) -> int:
    """Find programs."""
    opts = options(process, "a", at_least=1)
    code = 0
    for name in opts.arguments:
        found = _places(process, name)
        for place in found if "a" in opts else found[:1]:
            process.out(f"{place}\n")
        code = code or int(not found)
    return code


def _places(process: Process, name: str) -> list[str]:
    """Return the paths of the executables that a name may mean."""
    if "/" in name:
        return [name] if _executable(process, name) else []
    folders = process.env.get("PATH", DEFAULT_PATH).split(":")
    places = [f"{folder.rstrip('/')}/{name}" if folder else name for folder in folders]
    return [place for place in places if _executable(process, place)]


def _executable(process: Process, name: str) -> bool:
    path = process.path(name)
    return process.fs.is_file(path) and process.fs.access(path, "x") and bool(process.fs.stat(path).mode & 0o111)
