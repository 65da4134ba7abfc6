"""The applet `nologin`: the shell of those who may not log in."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Refuse."""
    process.out("This account is not available\n")
    return 1
