"""A line of a terminal while it runs: in a thread of its own, which stands still wherever a program waits for a key.

One rule: what is held in a thread is only a short cut. A `Foreground` says all that happened to a line; from that it
can be run again from its beginning, up to where it waits.
"""

from __future__ import annotations

from _thread import allocate_lock, start_new_thread

from tutor.shell.streams import Writer
from tutor.shell.terminal import Terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.session.machine import Machine

    Emit = Callable[[str, bytes], None]
    Body = Callable[[Terminal, Writer, Writer], tuple[int, bool]]

_LONGEST = 1000
"""Bytes; a line without an end that is longer than this is no prompt."""


class Dropped(BaseException):
    """Nobody will type any more: unwinds the line."""


class Talk:
    """A line that runs on `machine`. `result` is what `body` returned: an exit code, and whether a shell ended.

    Where a program `waits` for what is typed, `prompt` is what stands before it, and `seen` whether it shows.
    """

    def __init__(self, machine: Machine, body: Body) -> None:
        self.machine = machine
        self.result = 0, False
        self.waits = False
        self.prompt = ""
        self._body = body
        self._terminal = Terminal(self._ask)
        self._emit: Emit = nobody
        self._held: tuple[str, bytes] = ("", b"")
        self._typed = ""
        self._go, self._back = allocate_lock(), allocate_lock()
        self._go.acquire()
        self._back.acquire()
        self._dropped = False
        self._failure: BaseException | None = None

    @property
    def seen(self) -> bool:
        """Whether what is typed now shows."""
        return self._terminal.seen

    def start(self, emit: Emit) -> tuple[int, bool]:
        """Run up to where the line ends or waits; what became of it. Raises what the line raises."""
        self._emit = emit
        self._hand(lambda: start_new_thread(self._work, ()))
        return self.result

    def type(self, line: str, now: float, emit: Emit) -> tuple[int, bool]:
        """Give the program that waits a line, at the time `now`, and run on, as `start` does."""
        self._emit, self._typed = emit, line
        self.machine.at(now)
        self._hand(self._go.release)
        return self.result

    def drop(self) -> None:
        """Unwind a line that waits: it is not needed any more."""
        self._dropped, self._emit = True, nobody
        self._hand(self._go.release)

    def emit(self, stream: str, data: bytes) -> None:
        """Show something, after what is held back."""
        held, self._held = self._held, ("", b"")
        if held[1]:
            self._emit(*held)
        if data:
            self._emit(stream, data)

    def _hand(self, over: Callable[[], object]) -> None:
        """Give the turn to the line's thread and wait until it comes back."""
        over()
        self._back.acquire()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure

    def _work(self) -> None:
        out, err = (self._writer(stream) for stream in ("stdout", "stderr"))
        try:
            self.result = self._body(self._terminal, out, err)
            self.emit("stdout", b"")
        except Dropped:
            pass
        except BaseException as error:
            self._failure = error
        self._back.release()

    def _ask(self) -> str:
        if not self._dropped:
            self.prompt = self._held[1].decode("utf-8", "replace")
            self._held = ("", b"")
            self.waits = True
            self._back.release()
            self._go.acquire()
            self.waits = False
        if self._dropped:
            raise Dropped
        return self._typed

    def _writer(self, stream: str) -> Writer:
        """A stream whose last, unfinished line is held back: it may be what a program asks with."""

        def write(data: bytes) -> None:
            before, held = self._held
            if before == stream:
                data = held + data
            elif held:
                self._emit(before, held)
            cut = data.rfind(b"\n") + 1
            if len(data) - cut > _LONGEST or b"\r" in data[cut:]:
                cut = len(data)
            self._held = (stream, data[cut:])
            if cut:
                self._emit(stream, data[:cut])

        return Writer(write, tty=True)


def nobody_types() -> Terminal:
    """A terminal at which a line ends, unwound, where it waits for what is typed."""

    def ask() -> str:
        raise Dropped

    return Terminal(ask)


def nobody(stream: str, data: bytes) -> None:
    """Show nothing: what a line wrote when it was run before."""
