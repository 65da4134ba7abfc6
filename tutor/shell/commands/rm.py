"""The applet `rm`."""

from __future__ import annotations

from tutor.shell.commands._applet import Usage, applet, options
from tutor.shell.commands._remove import Remover, last_part

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-irf] FILE...", "Remove FILEs; -r: folders too.")
def main(process: Process) -> int:
    """Remove files and folders."""
    opts = options(process, "fiRrv", {})
    force = opts.last_of("fi") == "f"
    if not opts.arguments and not force:
        raise Usage
    remover = Remover(
        process,
        recursive="r" in opts or "R" in opts,
        force=force,
        interactive=opts.last_of("fi") == "i",
        verbose="v" in opts,
    )
    code = 0
    for name in opts.arguments:
        if last_part(name) in (".", ".."):
            code = process.fail("can't remove '.' or '..'")
        elif not remover.remove(name.rstrip("/") or name):
            code = 1
    return code
