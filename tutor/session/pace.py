"""How long what takes no time here is made to last, for someone who sits at a terminal and watches."""

from __future__ import annotations

import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tutor.shell.limits import Stop

SPEEDS = {"slow": 3.0, "normal": 1.0, "off": 0.0}
"""By which factor things last, by name; with "off" they take no time."""
_SLICE = 0.05


class Pace:
    """A `docker.transfer.Pace`: shows passing pictures, and waits in short slices so that `stop` ends it at once."""

    def __init__(self, factor: float, columns: int, emit: Callable[[str], None], stop: Stop) -> None:
        self.columns = columns
        self._factor = factor
        self._emit = emit
        self._stop = stop

    def show(self, rows: Sequence[str], seconds: float) -> None:
        """Write rows, wait, and take them back. Raises tutor.shell.limits.Stopped."""
        self._emit("".join(row + "\n" for row in rows))
        end = time.monotonic() + seconds * self._factor
        while (left := end - time.monotonic()) > 0 and not self._stop.asked:
            time.sleep(min(_SLICE, left))
        self._emit(f"\x1b[{len(rows)}A\x1b[J")
        self._stop.check()
