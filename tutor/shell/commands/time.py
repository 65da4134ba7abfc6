"""The applet `time`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.shell.commands._spawn import run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-p] PROG ARGS", "Run PROG, and print how much (simulated) time it took.")
def main(process: Process) -> int:
    """Measure a program."""
    opts = options(process, "vpaf:o:", permute=False, at_least=1)
    start = process.host.now()
    code = run(process, opts.arguments)
    passed = process.host.now() - start
    if "p" in opts:
        process.err(f"real {passed:.2f}\nuser 0.00\nsys 0.00\n")
    else:
        minutes, seconds = divmod(passed, 60)
        process.err(f"real\t{int(minutes)}m {seconds:.2f}s\nuser\t0m 0.00s\nsys\t0m 0.00s\n")
    return code
