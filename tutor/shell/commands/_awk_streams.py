"""The files and commands that an awk program reads and writes.

The one rule: each is known by its name, and stays open until it is closed or the program ends.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Output
from tutor.shell.commands._awk_records import Records
from tutor.shell.commands._files import open_input, open_output
from tutor.shell.commands._spawn import Child
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


class Fault(Exception):
    """A file that cannot be opened."""


class _Open:
    """An open file or command: what reads from it, what writes to it, and the command if there is one."""

    __slots__ = ("child", "records", "stream")

    def __init__(self, stream: Stream | None, records: Records | None, child: Child | None) -> None:
        self.stream = stream
        self.records = records
        self.child = child


def _name(text: str) -> str:
    """Return a string of bytes as the name of a file or an argument."""
    return text.encode("latin-1").decode("utf-8", "surrogateescape")


class Streams:
    """All open files and commands."""

    def __init__(self, process: Process, out: Output) -> None:
        self._process = process
        self._out = out
        self._open: dict[str, _Open] = {
            "/dev/stdin": _Open(None, Records(process.stdin), None),
            "/dev/stderr": _Open(process.stderr, None, None),
        }

    def writer(self, name: str, how: str) -> Callable[[bytes], object]:
        """Return what writes to a file (`>`, `>>`) or to a command (`|`). Raises Fault."""
        if name == "/dev/stdout":
            return self._out.write
        found = self._open.get(name)
        if found is None:
            found = self._open[name] = self._opened(name, how)
        if found.stream is None:
            return lambda data: None
        return found.stream.write

    def _opened(self, name: str, how: str) -> _Open:
        self._out.flush()
        if how == "|":
            child = Child.writing_to(self._process, ["/bin/sh", "-c", _name(name)])
            return _Open(child.stream, None, child)
        try:
            return _Open(open_output(self._process, _name(name), append=how == ">>"), None, None)
        except FsError as error:
            raise Fault(f"can't open '{_name(name)}': {error.strerror}") from None

    def reader(self, name: str, command: bool) -> Records | None:
        """Return the records of a file or of a command's output; None if there is no such file."""
        found = self._open.get(name)
        if found is None:
            self.flush()
            if command:
                child = Child.reading_from(self._process, ["/bin/sh", "-c", _name(name)])
                found = _Open(None, Records(child.stream), child)
            else:
                try:
                    found = _Open(None, Records(open_input(self._process, _name(name) or "/dev/null/x")), None)
                except FsError:
                    found = _Open(None, None, None)
            self._open[name] = found
        return found.records

    def flush(self) -> None:
        """Write out everything that is held back."""
        self._out.flush()
        for opened in self._open.values():
            if opened.stream is not None:
                opened.stream.flush()

    def close(self, name: str) -> float:
        """Close a file or command; return its status as `wait` gives it."""
        found = self._open.pop(name, None)
        if found is None:
            return 0.0
        self._out.flush()
        if found.stream is not None:
            found.stream.flush()
        return float(found.child.close() << 8) if found.child is not None else 0.0

    def close_all(self) -> None:
        """Close everything, in the order in which it was opened."""
        for name in list(self._open):
            self.close(name)
