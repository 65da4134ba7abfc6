"""Files and standard streams of a script: the sandbox's own, behind Python's file objects.

The rule: standard output is collected into blocks unless it is a terminal or `-u` or PYTHONUNBUFFERED asks otherwise,
as the real one does: what a program killed in between had not written is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.errors import os_error
from tutor.programs.python.methods import codec
from tutor.programs.python.values import Builtin, Class, Instance, Property
from tutor.shell.files import open_file
from tutor.shell.streams import StreamError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.machine import Machine
    from tutor.shell.streams import Stream

_BLOCK = 8192


class Output:
    """Standard output or error: text that goes to a stream, at once or in blocks."""

    def __init__(self, stream: Stream, *, direct: bool) -> None:
        self.stream = stream
        self.direct = direct
        self.lines = stream.tty
        self.name = "<stdout>"
        self.closed = False
        self.binary = False
        self._held: list[str] = []
        self._size = 0

    def write(self, text: str) -> int:
        """Write a text, sooner or later; return its length."""
        if text:
            self._held.append(text)
            self._size += len(text)
            if self.direct or self._size >= _BLOCK or (self.lines and "\n" in text):
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Write what is held back."""
        if self._held:
            data = "".join(self._held).encode("utf-8", "surrogateescape")
            self._held.clear()
            self._size = 0
            self.stream.write(data)


class Opened:
    """A file that is open, or standard input: bytes, or text in an encoding."""

    def __init__(self, machine: Machine, stream: Stream, name: Any, mode: str, encoding: str, errors: str) -> None:
        self.machine = machine
        self.stream = stream
        self.name = name
        self.mode = mode
        self.encoding = encoding
        self.errors = errors
        self.binary = "b" in mode
        self.closed = False
        self.position = 0

    def _usable(self, writing: bool) -> None:
        if self.closed:
            raise ValueError("I/O operation on closed file.")
        may = any(letter in self.mode for letter in ("wax+" if writing else "r+"))
        if not may:
            from tutor.programs.python.values import Raised

            kind = self.machine.modules["io"].namespace["UnsupportedOperation"]
            made = self.machine.call(kind, ["not writable" if writing else "not readable"])
            raise Raised(made)

    def decoded(self, data: bytes) -> Any:
        """Return what was read, as the script gets it."""
        self.machine.made(len(data))
        self.position += len(data)
        if self.binary:
            return data
        return data.decode(self.encoding, self.errors).replace("\r\n", "\n")

    def read(self, size: Any = -1) -> Any:
        """Read all, or so many bytes."""
        self._usable(False)
        size = -1 if size is None else size
        if size < 0:
            content = self.stream.rest()
            self.machine.made(content.size)
            return self.decoded(content.read())
        self.machine.made(size if size < 1 << 16 else 0)
        return self.decoded(self.stream.read(size))

    def readline(self) -> Any:
        """Read a line; empty at the end."""
        self._usable(False)
        self.machine.tick()
        return self.decoded(self.stream.readline())

    def readlines(self) -> list[Any]:
        """Read all lines."""
        return list(iter(self.readline, b"" if self.binary else ""))

    def write(self, data: Any) -> int:
        """Write bytes or text; return how many."""
        self._usable(True)
        if self.binary:
            if not isinstance(data, bytes | bytearray):
                raise TypeError(f"a bytes-like object is required, not '{self.machine.type_name(data)}'")
            encoded = bytes(data)
        else:
            if not isinstance(data, str):
                raise TypeError(f"write() argument must be str, not {self.machine.type_name(data)}")
            encoded = data.encode(self.encoding, self.errors)
        self.position += len(encoded)
        self.stream.write(encoded)
        return len(data)

    def flush(self) -> None:
        """Make what was written visible."""
        self.stream.flush()

    def close(self) -> None:
        """Close it."""
        self.closed = True
        self.stream.flush()


def file_class(machine: Machine, name: str = "TextIOWrapper") -> Class:
    """Return the class of file objects."""
    cls = Class(machine, name, (machine.object,), module="_io")

    def over(name: str) -> Callable[..., Any]:
        def call(self: Instance, *arguments: Any) -> Any:
            try:
                return getattr(self.native, name)(*arguments)
            except FsError as error:
                raise os_error(machine, error.code, error.strerror, machine.str(self.native.name)) from None
            except StreamError as error:
                raise os_error(machine, error.code, error.strerror) from None

        return call

    def add(name: str, call: Callable[..., Any]) -> None:
        cls.namespace[name] = Builtin(name, call, binds=True)

    for name in ("read", "readline", "readlines", "write", "flush", "close"):
        add(name, over(name))

    def following(self: Instance) -> Any:
        line = self.native.readline()
        if not line:
            raise machine.error("StopIteration")
        return line

    def write_lines(self: Instance, lines: Any) -> None:
        for line in machine.counted(lines):
            over("write")(self, line)

    def leave(self: Instance, *error: Any) -> None:
        over("close")(self)

    def seek(self: Instance, offset: int, whence: int = 0) -> int:
        file = self.native
        if offset == 0 and whence == 0 and "r" in file.mode and "+" not in file.mode:
            file.stream = opened(machine, file.name, "rb").native.stream
            file.position = 0
            return 0
        raise Outside("seek() to elsewhere than the beginning")

    add("__iter__", lambda self: self)
    add("__next__", following)
    add("__enter__", lambda self: self)
    add("__exit__", leave)
    add("writelines", write_lines)
    add("seek", seek)
    add("tell", lambda self: self.native.position)
    add("isatty", lambda self: self.native.stream.tty)
    add("fileno", lambda self: {"<stdin>": 0, "<stdout>": 1, "<stderr>": 2}.get(self.native.name, 3))
    add("readable", lambda self: "r" in getattr(self.native, "mode", "w"))
    add("writable", lambda self: "r" not in getattr(self.native, "mode", "w"))
    add("reconfigure", lambda self, **named: _reconfigured(self.native, named))
    for name in ("name", "closed", "mode", "encoding"):
        getter = Builtin(name, lambda self, name=name: getattr(self.native, name, "utf-8"), binds=True)
        cls.namespace[name] = Property(getter)
    cls.namespace["buffer"] = Property(Builtin("buffer", lambda self: _buffer(machine, self), binds=True))
    cls.namespace["__repr__"] = Builtin("__repr__", lambda self: _shown(machine, self), binds=True)
    return cls


def _reconfigured(native: Any, named: dict[str, Any]) -> None:
    if isinstance(native, Output) and named.get("line_buffering"):
        native.lines = True


def _buffer(machine: Machine, self: Instance) -> Instance:
    """Return the bytes behind a text stream."""
    native = self.native
    if isinstance(native, Output):
        native.flush()
        made = Opened(machine, native.stream, native.name, "wb", "utf-8", "strict")
    else:
        made = Opened(machine, native.stream, native.name, "rb", "utf-8", "strict")
    return Instance(file_class(machine, "BufferedWriter"), native=made)


def _shown(machine: Machine, self: Instance) -> str:
    native = self.native
    name = machine.repr(native.name)
    mode = getattr(native, "mode", "w")
    if native.binary:
        return f"<_io.{'BufferedReader' if 'r' in mode else 'BufferedWriter'} name={name}>"
    return f"<_io.TextIOWrapper name={name} mode='{mode}' encoding='{getattr(native, 'encoding', 'utf-8').upper()}'>"


def path_text(machine: Machine, path: Any) -> str:
    """Return the text of a path, whatever kind it is. Raises TypeError."""
    special = machine.special(path, "__fspath__")
    if special is not None:
        path = machine.call(special, [])
    if isinstance(path, bytes):
        path = path.decode("utf-8", "surrogateescape")
    if not isinstance(path, str):
        raise TypeError(f"expected str, bytes or os.PathLike object, not {machine.type_name(path)}")
    if "\0" in path:
        raise ValueError("embedded null byte")
    return path


def opened(
    machine: Machine,
    file: Any,
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: Any = None,
) -> Instance:
    """Open a file of the sandbox. Raises Raised (OSError), ValueError."""
    kinds = [letter for letter in mode if letter in "rwax"]
    if len(kinds) != 1 or set(mode) - set("rwaxbt+"):
        if set(mode) - set("rwaxbt+"):
            raise ValueError(f"invalid mode: {mode!r}")
        raise ValueError("must have exactly one of create/read/write/append mode")
    if encoding is not None:
        codec(machine, encoding)
    name = path_text(machine, file)
    path = machine.process.path(name)
    operator = {"r": "<", "w": ">", "a": ">>", "x": ">"}[kinds[0]]
    if "+" in mode:
        if kinds[0] != "r":
            raise Outside(f"open() with mode {mode!r}")
        operator = "<>"
    process = machine.process
    try:
        if kinds[0] == "r" and not process.fs.exists(path):
            process.fs.node(path)
        if process.fs.is_dir(path):
            raise FsError("EISDIR", path)
        stream = open_file(process.kernel, process.fs, path, operator, process.umask, process.fds, kinds[0] == "x")
    except FsError as error:
        raise os_error(machine, error.code, error.strerror, name) from None
    made = Opened(machine, stream, name, mode.replace("t", ""), encoding or "utf-8", errors or "strict")
    return Instance(machine.modules["_io"].namespace["TextIOWrapper"], native=made)
