"""`layerwise record`: what a terminal shows of Layerwise, with its times, as an asciicast.

The program runs on a pseudo-terminal of its own, whose output is passed on and written down; what is typed is passed
on and not kept, so nothing that does not show (a password) gets into the file.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError

if TYPE_CHECKING:
    from argparse import Namespace
    from typing import TextIO


def run(options: Namespace) -> int:
    """Run Layerwise with the other arguments, and record it; its exit code."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise LayerwiseError("only what a terminal shows can be recorded", "layerwise cast makes one of a kept session")
    try:
        file = open(options.file, "x", encoding="utf-8", newline="\n")  # noqa: SIM115  # closed below
    except FileExistsError:
        raise LayerwiseError(f"{options.file} exists already", "choose another name, or move it away") from None
    except OSError as error:
        raise LayerwiseError(f"cannot write {options.file} ({error.strerror})", "choose another place") from None
    started = sys.orig_argv[1 : len(sys.orig_argv) - len(sys.argv) + 1]  # as we were, up to our own arguments
    with file:
        return _record([sys.executable, *started, *options.arguments], file)


def _record(argv: list[str], file: TextIO) -> int:
    import codecs
    import pty
    import select
    import signal
    import termios
    import tty

    from tutor.session.cast import event, head

    width, height = os.get_terminal_size(sys.stdout.fileno())
    file.write(head(width, height, time.time(), "Layerwise"))
    child, master = pty.fork()
    if child == 0:
        os.execv(argv[0], argv)
    began = time.monotonic()
    resized: list[bool] = []
    _size(master)
    before = termios.tcgetattr(0)
    outer = signal.signal(signal.SIGWINCH, lambda *_: resized.append(True))
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    try:
        tty.setraw(0)
        while True:
            ready, _, _ = select.select([0, master], [], [], 0.2)
            if resized:
                del resized[:]
                width, height = _size(master)
                file.write(event(time.monotonic() - began, "r", f"{width}x{height}"))
            if 0 in ready:
                os.write(master, os.read(0, 65536))
            if master in ready:
                try:
                    data = os.read(master, 65536)
                except OSError:  # so Linux says that the other side is closed
                    data = b""
                if not data:
                    break
                file.write(event(time.monotonic() - began, "o", decoder.decode(data)))
                _write_all(1, data)
    finally:
        termios.tcsetattr(0, termios.TCSAFLUSH, before)
        signal.signal(signal.SIGWINCH, outer)
        os.close(master)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _size(master: int) -> tuple[int, int]:
    """Give the program's terminal our size; columns and rows."""
    import fcntl
    import struct
    import termios

    columns, rows = os.get_terminal_size(1)
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    return columns, rows


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
