"""The applets `mount` and `umount` of a machine on which nobody may mount: what is mounted, and why no more can be."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, applet, options
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_OPTIONS = {"all": "a", "options:": "o", "types:": "t", "read-only": "r"}


def main(process: Process) -> int:
    """Show what is mounted; refuse to change it."""
    return _umount(process) if process.name == "umount" else _mount(process)


def _rows(process: Process, file: str) -> list[list[str]]:
    try:
        text = process.fs.read(file).decode("utf-8", "replace")
    except FsError as error:
        raise Failure(f"can't open '{file}': {error.strerror}") from None
    return [row for line in text.splitlines() if len(row := line.partition("#")[0].split()) >= 4]


@applet("[OPTIONS] [-o OPT] DEVICE NODE", "Show what is mounted. Mounting takes privileges that no container here has.")
def _mount(process: Process) -> int:
    opts = options(process, "at:o:rwfniT:O:v", _OPTIONS, at_most=2)
    if not opts.arguments:
        if "a" not in opts:
            _listed(process, opts)
        return 0
    if len(opts.arguments) == 1:
        place = opts.arguments[0]
        file = opts.value("T") or "/etc/fstab"
        if not process.fs.exists(process.path(file)):
            raise Failure(f"can't read '{file}': No such file or directory")
        if not any(place in row[:2] for row in _rows(process, process.path(file))):
            raise Failure(f"can't find {place} in {file}")
    raise Failure("permission denied (are you root?)")


def _listed(process: Process, opts: Options) -> None:
    kinds = (opts.value("t") or "").split(",")
    for source, place, kind, how, *_ in _rows(process, "/proc/mounts"):
        if "t" not in opts or kind in kinds:
            process.out(f"{source} on {place} type {kind} ({how})\n")


@applet("[-rlfda] [-t FSTYPE] FILESYSTEM|DIRECTORY", "Take away what is mounted: nobody may, in a container.")
def _umount(process: Process) -> int:
    opts = options(process, "rlfdat:nv", _OPTIONS)
    if "a" in opts:
        places = [row[1] for row in reversed(_rows(process, "/proc/mounts"))]
    else:
        places = opts.arguments
        if not places:
            options(process, "rlfdat:nv", _OPTIONS, at_least=1)
    code = 0
    mounted = {row[1] for row in _rows(process, "/proc/mounts")}
    for place in places:
        reason = "Operation not permitted"
        if not process.fs.exists(process.path(place)):
            reason = "No such file or directory"
        elif not process.fs.uid and process.path(place).rstrip("/") not in mounted and place != "/":
            reason = "Invalid argument"
        code = process.fail(f"can't unmount {place}: {reason}")
    return code
