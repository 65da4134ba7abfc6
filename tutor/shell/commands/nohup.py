"""The applets `nohup`, `nice`, `setsid` and `ionice`: programs that run another one."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, options
from tutor.shell.commands._files import open_output
from tutor.shell.commands._spawn import become
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Run another program."""
    applets = {"nice": _nice, "setsid": _setsid, "ionice": _ionice}
    return applets.get(process.name, _nohup)(process)


@applet("PROG ARGS", "Run PROG so that it goes on when the terminal is closed.")
def _nohup(process: Process) -> int:
    argv = process.argv[1:]
    if not argv:
        raise Usage
    process.ignored = process.ignored | {1}
    if process.stdout.tty:
        try:
            stream = open_output(process, "nohup.out", append=True)
        except FsError as error:
            raise Failure(f"can't open 'nohup.out': {error.strerror}") from None
        process.fail("appending output to nohup.out", 0)
        process.fds[1] = stream
        if process.stderr.tty:
            process.fds[2] = stream
    return become(process, argv)


@applet("[-n ADJUST] [PROG ARGS]", "Run PROG with another priority; without PROG: print the priority.")
def _nice(process: Process) -> int:
    opts = options(process, "n:", permute=False)
    if not opts.arguments:
        process.out("0\n")
        return 0
    return become(process, opts.arguments)


@applet("[-c] PROG ARGS", "Run PROG in a session of its own.")
def _setsid(process: Process) -> int:
    opts = options(process, "c", permute=False, at_least=1)
    return become(process, opts.arguments)


@applet("[-c 1-3] [-n 0-7] [-t] { -p PID | PROG ARGS }", "Run PROG with another priority for the disk.")
def _ionice(process: Process) -> int:
    opts = options(process, "n:c:p:t", permute=False)
    if not opts.arguments:
        process.out("none: prio 0\n")
        return 0
    return become(process, opts.arguments)
