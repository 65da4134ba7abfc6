"""A terminal to measure programs in from outside: a real pseudo-terminal whose screen is kept by pyte (tests only).

Times are taken when bytes are read, before they are interpreted, so that what the emulator costs is not in them.
"""

from __future__ import annotations

import glob
import os
import re
import select
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import ptyprocess
import pyte

# What pyte would print as text: strings (OSC, DCS, APC, PM, SOS), and control sequences with private markers.
_STRINGS = re.compile(rb"\x1b[P\]X^_].*?(?:\x1b\\|\x07)", re.S)
_PRIVATE = re.compile(rb"\x1b\[(?:[<=>][0-9;:]*[ -/]*[@-~]|[0-9;:?]*[ -/]+[@-~])")
_PARTIAL = re.compile(rb"\x1b(?:\[[0-9;:<=>?]*[ -/]*|[P\]X^_][^\x07]*|)$", re.S)
_QUERY = re.compile(rb"\x1b\[(?:(?P<status>[56])n|(?P<attributes>[>=]?)0?c|\?(?P<mode>\d+)\$p|\?(?P<keyboard>)u)")

clock = time.perf_counter


@dataclass(frozen=True, slots=True)
class Started:
    """How a program started: seconds to its first visible text, and the processor seconds it had used by then."""

    paint: float
    cpu: float
    memory: float


class Terminal:
    """A program on a fresh pseudo-terminal, and what it painted."""

    def __init__(
        self, argv: Sequence[str], columns: int = 100, rows: int = 30, env: Mapping[str, str] | None = None
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.bytes = 0
        self.sent = bytearray()
        self.ended = False
        self._stream = pyte.ByteStream(self.screen)
        self._rows = [""] * rows
        self._pending = b""
        full = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "COLUMNS": str(columns),
                "LINES": str(rows), **(env or {})}  # fmt: skip
        full = {name: value for name, value in full.items() if value}  # "" stands for none
        self.begun = clock()
        self._process = ptyprocess.PtyProcess.spawn(list(argv), dimensions=(rows, columns), env=full)

    # -- the terminal's side

    def write(self, data: bytes) -> None:
        """Press keys."""
        os.write(self._process.fd, data)

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size."""
        self.screen.resize(rows, columns)
        self._rows = [""] * rows
        self.screen.dirty.update(range(rows))
        self._process.setwinsize(rows, columns)

    def pump(self, timeout: float) -> tuple[float, bool]:
        """Wait for one chunk: when it was read (0 if none came) and whether the text on the screen changed."""
        if self.ended or not select.select([self._process.fd], [], [], max(0.0, timeout))[0]:
            return 0.0, False
        try:
            data = os.read(self._process.fd, 65536)
        except OSError:
            data = b""
        now = clock()
        if not data:
            self.ended = True
            return 0.0, False
        self.bytes += len(data)
        self.sent += data
        data = self._pending + data
        cut = _PARTIAL.search(data)
        data, self._pending = (data[: cut.start()], data[cut.start() :]) if cut else (data, b"")
        self.screen.dirty.clear()
        self._stream.feed(_PRIVATE.sub(b"", _STRINGS.sub(b"", data)))
        for query in _QUERY.finditer(data):
            self._answer(query)
        changed = False
        for y in self.screen.dirty:
            if y < len(self._rows):
                line = self.screen.buffer[y]
                text = "".join(line[x].data for x in range(self.screen.columns))
                changed |= text != self._rows[y]
                self._rows[y] = text
        return now, changed

    def _answer(self, query: re.Match[bytes]) -> None:
        if query["status"] == b"6":
            self.write(b"\x1b[%d;%dR" % (self.screen.cursor.y + 1, self.screen.cursor.x + 1))
        elif query["status"]:
            self.write(b"\x1b[0n")
        elif query["attributes"] is not None:
            self.write(b"\x1b[?62;22c" if not query["attributes"] else b"\x1b[>1;10;0c")
        elif query["mode"]:
            self.write(b"\x1b[?%s;%d$y" % (query["mode"], 2 if query["mode"] == b"2026" else 0))
        else:
            self.write(b"\x1b[?0u")

    @property
    def rows(self) -> Sequence[str]:
        """The rows of the screen."""
        return self._rows

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(row.rstrip() for row in self.screen.display)

    # -- waiting

    def first_paint(self, timeout: float = 60) -> Started:
        """Wait for the first visible text. Raises TimeoutError if none comes."""
        deadline = clock() + timeout
        while clock() < deadline and not self.ended:
            now, changed = self.pump(0.5)
            if changed and any(row.strip() for row in self._rows):
                return Started(now - self.begun, self.cpu(), self.memory())
        raise TimeoutError(f"nothing was painted:\n{self.text}")

    def wait_for(self, pattern: str, timeout: float = 30) -> None:
        """Wait until the screen shows something. Raises TimeoutError if it does not."""
        deadline = clock() + timeout
        while not re.search(pattern, self.text):
            if clock() > deadline or self.ended:
                raise TimeoutError(f"{pattern!r} did not appear:\n{self.text}")
            self.pump(0.1)

    def settle(self, quiet: float = 0.3, timeout: float = 20) -> None:
        """Wait until nothing changes for a while."""
        deadline = clock() + timeout
        end = clock() + quiet
        while clock() < min(end, deadline):
            now, changed = self.pump(end - clock())
            if changed:
                end = now + quiet

    def press(self, key: bytes, seen: Callable[[Sequence[str]], bool], timeout: float = 3.0) -> float:
        """Press a key; seconds until `seen(rows)` says that the screen shows it. Raises TimeoutError."""
        sent = clock()
        self.write(key)
        while clock() - sent < timeout:
            now, changed = self.pump(sent + timeout - clock())
            if changed and seen(self._rows):
                return now - sent
        raise TimeoutError(f"{key!r} is not seen:\n{self.text}")

    def until(self, seen: Callable[[Sequence[str]], bool], timeout: float = 3.0) -> float:
        """Wait for something on the screen: when it was read. Raises TimeoutError."""
        deadline = clock() + timeout
        while clock() < deadline:
            now, changed = self.pump(deadline - clock())
            if changed and seen(self._rows):
                return now
        raise TimeoutError(f"nothing came:\n{self.text}")

    # -- the program's side (Linux)

    def _processes(self) -> list[int]:
        waiting, seen = [self._process.pid], []
        while waiting:
            pid = waiting.pop()
            seen.append(pid)
            for path in glob.glob(f"/proc/{pid}/task/*/children"):
                try:
                    with open(path) as file:
                        waiting += map(int, file.read().split())
                except OSError:
                    continue
        return seen

    def cpu(self) -> float:
        """Processor seconds used so far, all threads and children."""
        total = 0
        for pid in self._processes():
            for path in glob.glob(f"/proc/{pid}/task/*/schedstat"):
                try:
                    with open(path) as file:
                        total += int(file.read().split()[0])
                except (OSError, IndexError):
                    continue
        return total / 1e9

    def memory(self) -> float:
        """Resident memory in MB."""
        total = 0
        for pid in self._processes():
            try:
                with open(f"/proc/{pid}/statm") as file:
                    total += int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
            except OSError:
                continue
        return total / 1e6

    def kill(self) -> None:
        """End the program without a word."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.close(force=True)

    def close(self) -> None:
        """End the program."""
        try:
            os.killpg(self._process.pid, signal.SIGTERM)
            time.sleep(0.05)
        except OSError:
            pass
        self._process.close(force=True)
