"""The applets `true` and `false`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Return success, or failure when called `false`."""
    return 1 if process.name == "false" else 0
