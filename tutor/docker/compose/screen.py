"""What Compose tells while it works: a line an event, or on a terminal, at the end, a line a thing."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process

DONE = frozenset((
    "Built", "Created", "Exited", "Healthy", "Killed", "Pulled", "Pushed", "Recreated", "Removed", "Restarted",
    "Running", "Started", "Stopped", "Paused", "Unpaused", "Copied",
))  # fmt: skip


class Screen:
    """Tells of one operation ("up"); `now` is the sandbox's clock, `columns` the width of a terminal."""

    def __init__(self, process: Process, operation: str, now: Callable[[], float], columns: int, quiet: bool) -> None:
        self._process = process
        self._operation = operation
        self._now = now
        self._columns = columns
        self._quiet = quiet
        self._terminal = process.stderr.tty
        self._tasks: dict[str, tuple[str, str, float, float]] = {}
        self.hidden: frozenset[str] = frozenset()

    def tell(self, thing: str, event: str, details: str = "", *, part: bool = False) -> None:
        """Say what becomes of a thing ("Container shop-web-1"); a terminal's last picture has no parts of things."""
        if self._quiet:
            return
        if not self._terminal:
            self._process.err(f" {thing} {event} {details}\n")
            return
        if part or event in self.hidden:
            return
        begun = self._tasks[thing][2] if thing in self._tasks else self._now()
        self._tasks[thing] = (event, details, begun, self._now())

    def finish(self) -> None:
        """Draw the last picture, where there is a terminal."""
        if not self._tasks:
            return
        done = sum(event in DONE or self._is_warning(event) for event, *_ in self._tasks.values())
        lines = [f"[+] {self._operation} {done}/{len(self._tasks)}"]
        width = max(map(len, self._tasks))
        for thing, (event, details, begun, ended) in self._tasks.items():
            sign = "✔" if event in DONE else "!" if self._is_warning(event) else "✘" if event == "Error" else "⠿"
            left = f" {sign} {thing.ljust(width)} {event}{f' {details}' if details else ''}"
            timer = f"{max(0.0, ended - begun):.1f}s"
            lines.append(left + timer.rjust(max(len(timer) + 1, self._columns - len(left))))
        self._process.err("\n".join(lines) + "\n")
        self._tasks.clear()

    @staticmethod
    def _is_warning(event: str) -> bool:
        return event.startswith(("Resource", "Warning", "No resource"))
