"""A program in a tmux of its own: keys by send-keys, the screen by capture-pane (tests only)."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import time
import uuid
from collections.abc import Mapping, Sequence

import pyte

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "TMPDIR")


class Tmux:
    """A program in the one pane of a fresh tmux server, which it ends with."""

    def __init__(self, argv: Sequence[str], columns: int, rows: int, env: Mapping[str, str]) -> None:
        self.columns, self.lines = columns, rows
        self._socket = f"layerwise-{uuid.uuid4().hex}"
        full = {name: os.environ[name] for name in _KEPT if name in os.environ}
        full |= {"COLORTERM": "truecolor", "SHELL": "/bin/sh", **env}
        command = shlex.join(["env", "-i", *(f"{name}={value}" for name, value in full.items()), *argv])
        size = ("-x", str(columns), "-y", str(rows))
        options = ("default-size " + f"{columns}x{rows}", "status off", "default-terminal tmux-256color",
                   "escape-time 0", "remain-on-exit on")  # fmt: skip
        settings = [word for option in options for word in ("set", "-g", *option.split(), ";")]
        self._tmux("-f", "/dev/null", "start-server", ";", *settings, "new-session", "-d", *size, command)

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(["tmux", "-L", self._socket, *arguments], capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, data: bytes) -> None:
        """Press keys, given as the bytes that a terminal sends for them."""
        self._tmux("send-keys", "-H", *(f"{byte:02x}" for byte in data))

    @property
    def screen(self) -> pyte.Screen:
        """What tmux shows, as cells with colours."""
        screen = pyte.Screen(self.columns, self.lines)
        screen.set_mode(20)  # a newline returns to the left edge
        captured = self._tmux("capture-pane", "-p", "-e", "-N").removesuffix("\n")
        pyte.Stream(screen).feed(re.sub(r"\x1b[()][0B]|\x0e|\x0f", "", captured))
        return screen

    @property
    def text(self) -> str:
        """What is on the screen."""
        return "\n".join(row.rstrip() for row in self._tmux("capture-pane", "-p").split("\n")[: self.lines])

    @property
    def ended(self) -> bool:
        """Whether the program has ended."""
        return self._tmux("display-message", "-p", "#{pane_dead}").strip() == "1"

    def wait_for(self, pattern: str, timeout: float = 60) -> None:
        """Wait until the screen shows something. Raises TimeoutError if it does not."""
        deadline = time.monotonic() + timeout
        while not re.search(pattern, text := self.text):
            if time.monotonic() > deadline or self.ended:
                raise TimeoutError(f"{pattern!r} did not appear:\n{text}")
            time.sleep(0.05)

    def settle(self, quiet: float = 0.3, timeout: float = 20) -> None:
        """Wait until nothing changes for a while."""
        deadline = time.monotonic() + timeout
        before, since = self.text, time.monotonic()
        while time.monotonic() < min(since + quiet, deadline):
            time.sleep(0.05)
            if (now := self.text) != before:
                before, since = now, time.monotonic()

    def close(self) -> None:
        """End the program and its tmux."""
        subprocess.run(["tmux", "-L", self._socket, "kill-server"], capture_output=True, timeout=30)
