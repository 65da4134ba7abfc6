"""The applet `rmdir`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-p] DIRECTORY...", "Remove empty folders; -p: and those above them.")
def main(process: Process) -> int:
    """Remove empty folders."""
    long = {"ignore-fail-on-non-empty": "ignore", "parents": "p", "verbose": "v"}
    opts = options(process, "pv", long, at_least=1)
    code = 0
    for name in opts.arguments:
        while True:
            try:
                process.fs.rmdir(process.path(name) if name else "")
            except FsError as error:
                if not (error.code == "ENOTEMPTY" and "ignore" in opts):
                    code = process.fail(f"'{name}': {error.strerror}")
                break
            if "v" in opts:
                process.out(f"rmdir: removing directory, '{name}'\n")
            name = name.rstrip("/").rpartition("/")[0]
            if "p" not in opts or not name or name == ".":
                break
    return code
