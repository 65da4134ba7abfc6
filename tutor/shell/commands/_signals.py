"""Signals by name and number, and processes by name."""

from __future__ import annotations

from tutor.shell.kernel import SIGNALS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.shell.kernel import Entry
    from tutor.shell.process import Process

_MOST = 64


def signal_number(name: str) -> int:
    """Return the number of a signal given by number or name (with or without SIG); -1 if there is none."""
    if name.isdigit():
        return int(name) if int(name) <= _MOST else -1
    upper = name.upper().removeprefix("SIG")
    return 0 if upper == "EXIT" else SIGNALS.get(upper, -1)


def running(process: Process) -> list[Entry]:
    """Return the processes of the machine, by number; those in the background are given a turn to begin."""
    for _ in range(len(process.kernel.tasks) - 1):
        process.sleep(0)
    return [entry for _, entry in sorted(process.kernel.processes.items())]


def short_name(entry: Entry) -> str:
    """Return what a process is called, as `comm` has it."""
    return entry.argv[0].rpartition("/")[2][:15] if entry.argv else ""


def others_named(process: Process, name: str) -> Iterator[Entry]:
    """Yield the processes of a name, without the one that asks."""
    for entry in running(process):
        if entry.pid != process.pid and short_name(entry) == name.rpartition("/")[2][:15]:
            yield entry
