"""The applet `touch`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet(
    "[-cham] [-d DATE] [-t DATE] [-r FILE] FILE...",
    "Set the time of FILEs to now, making those that are not there.",
)
def main(process: Process) -> int:
    """Set the time of files."""
    long = {"no-create": "c", "reference:": "r", "date:": "d", "no-dereference": "h"}
    opts = options(process, "cr:d:t:hamf", long, at_least=1)
    mtime: int | None = None
    reference = opts.value("r")
    if reference is not None:
        try:
            mtime = process.fs.stat(process.path(reference)).mtime
        except FsError as error:
            raise Failure(f"can't stat '{reference}': {error.strerror}") from None
    elif "d" in opts or "t" in opts:
        from tutor.shell.commands._dates import parse_date, parse_stamp

        text = opts.value("t") if "t" in opts else opts.value("d")
        now = process.host.now()
        when = (parse_stamp if "t" in opts else parse_date)(text or "", now, process.env)
        if when is None:
            raise Failure(f"invalid date '{text}'")
        mtime = int(when)
    code = 0
    for name in opts.arguments:
        path = process.path(name) if name else ""
        try:
            process.fs.utime(path, mtime, follow="h" not in opts)
        except FsError as error:
            if error.code != "ENOENT" or "h" in opts:
                code = process.fail(f"{name}: {error.strerror}")
                continue
            if "c" in opts:
                continue
            try:
                process.fs.write(path, b"", 0o666 & ~process.umask)
                if mtime is not None:
                    process.fs.utime(path, mtime)
            except FsError as failed:
                code = process.fail(f"{name}: {failed.strerror}")
    return code
