"""Exceptions of a script: their classes, where they came past, and what Python's own become inside."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.values import Builtin, Class, Instance, Raised
from tutor.shell.limits import LimitExceeded
from tutor.shell.streams import BrokenPipe
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    import ast

    from tutor.programs.python.machine import Machine
    from tutor.programs.python.values import Frame

PASSING = (LimitExceeded, BrokenPipe, Outside)
"""What ends a program from outside, whatever it catches itself."""

ERRNO = {
    "EPERM": 1, "ENOENT": 2, "EIO": 5, "EBADF": 9, "EACCES": 13, "EBUSY": 16, "EEXIST": 17, "EXDEV": 18, "ENOTDIR": 20,
    "EISDIR": 21, "EINVAL": 22, "EFBIG": 27, "ENOSPC": 28, "EROFS": 30, "ENOTEMPTY": 39, "ELOOP": 40,
    "ENAMETOOLONG": 36, "EADDRINUSE": 98, "ECONNREFUSED": 111, "ESRCH": 3, "EAI_NONAME": -2, "ETIMEDOUT": 110,
    "ECONNRESET": 104, "EHOSTUNREACH": 113, "ENETUNREACH": 101,
    "ENXIO": 6,
}  # fmt: skip
_OS_ERRORS = {
    "EPERM": "PermissionError", "EACCES": "PermissionError", "ENOENT": "FileNotFoundError",
    "EEXIST": "FileExistsError", "ENOTDIR": "NotADirectoryError", "EISDIR": "IsADirectoryError",
    "ECONNREFUSED": "ConnectionRefusedError", "ESRCH": "ProcessLookupError",
    "ECONNRESET": "ConnectionResetError", "ETIMEDOUT": "TimeoutError",
}  # fmt: skip


class Trail:
    """What an exception carries besides its attributes: the places it came past (innermost first), and its causes."""

    __slots__ = ("cause", "context", "frame", "places", "suppress")

    def __init__(self) -> None:
        self.places: list[tuple[Frame, ast.AST]] = []
        self.frame: Frame | None = None
        self.cause: Instance | None = None
        self.context: Instance | None = None
        self.suppress = False

    def passed(self, frame: Frame, node: ast.AST) -> None:
        """Note a place, unless the frame is noted already."""
        if self.frame is not frame.token:
            self.frame = frame.token
            self.places.append((frame, node))


def exception_classes(machine: Machine, root: Class) -> dict[str, Class]:
    """Return the built-in exceptions by name: the same tree as Python's own."""
    made: dict[type, Class] = {object: root}
    found: dict[str, Class] = {}

    def make(kind: type) -> Class:
        cls = made.get(kind)
        if cls is None:
            cls = Class(machine, kind.__name__, tuple(make(base) for base in kind.__bases__))
            made[kind] = found[kind.__name__] = cls
        return cls

    for value in vars(builtins).values():
        if isinstance(value, type) and issubclass(value, BaseException) and not value.__name__.endswith("Group"):
            make(value)
    base = found["BaseException"].namespace
    base["__init__"] = Builtin("__init__", _initialize, binds=True)
    base["__str__"] = Builtin("__str__", lambda self: _text(machine, self), binds=True)
    base["__repr__"] = Builtin("__repr__", lambda self: _repr(machine, self), binds=True)
    base["with_traceback"] = Builtin("with_traceback", lambda self, trace: self, binds=True)
    base["add_note"] = Builtin(
        "add_note", lambda self, note: self.attrs.setdefault("__notes__", []).append(note), binds=True
    )
    found["KeyError"].namespace["__str__"] = Builtin(
        "__str__",
        lambda self: machine.repr(self.attrs["args"][0]) if len(self.attrs["args"]) == 1 else _text(machine, self),
        binds=True,
    )
    found["OSError"].namespace["__str__"] = Builtin("__str__", lambda self: _os_text(machine, self), binds=True)
    return found


def new_exception(cls: Class, arguments: tuple[Any, ...]) -> Instance:
    """Return an instance whose `__init__` has not run yet."""
    made = Instance(cls, {"args": arguments}, Trail())
    if any(base.name == "OSError" for base in cls.mro) and 2 <= len(arguments) <= 3:
        made.attrs.update(errno=arguments[0], strerror=arguments[1], filename=None)
        if len(arguments) == 3:
            made.attrs.update(filename=arguments[2], args=arguments[:2])
    elif cls.name == "SystemExit":
        _initialize(made, *arguments)
    elif cls.name == "StopIteration":
        made.attrs["value"] = arguments[0] if arguments else None
    return made


def _initialize(error: Instance, *arguments: Any) -> None:
    if "strerror" not in error.attrs:
        error.attrs["args"] = arguments
    if error.cls.name == "SystemExit":
        error.attrs["code"] = (arguments[0] if len(arguments) == 1 else arguments) if arguments else None


def _text(machine: Machine, error: Instance) -> str:
    arguments = error.attrs["args"]
    if not arguments:
        return ""
    return machine.str(arguments[0] if len(arguments) == 1 else arguments)


def _repr(machine: Machine, error: Instance) -> str:
    inner = ", ".join(machine.repr(argument) for argument in error.attrs["args"])
    return f"{error.cls.name}({inner})"


def _os_text(machine: Machine, error: Instance) -> str:
    if "strerror" not in error.attrs:
        return _text(machine, error)
    text = f"[Errno {error.attrs['errno']}] {error.attrs['strerror']}"
    if error.attrs["filename"] is not None:
        text += f": {machine.repr(error.attrs['filename'])}"
    return text


def os_error(machine: Machine, code: str, strerror: str, filename: str | None = None) -> Raised:
    """Return what the script sees of a system call that failed."""
    number = ERRNO.get(code, 5)
    arguments = (number, strerror) if filename is None else (number, strerror, filename)
    return Raised(new_exception(machine.exceptions[_OS_ERRORS.get(code, "OSError")], arguments))


def converted(machine: Machine, error: Exception) -> Raised:
    """Return an exception of Python's own, of our functions or of the file system, as one of the script.

    Raises it again where it is none of those that a script may meet: a fault of ours.
    """
    if isinstance(error, Raised):
        return error
    if isinstance(error, FsError):
        return os_error(machine, error.code, error.strerror, error.path or None)
    if isinstance(error, RecursionError):
        return machine.error("RecursionError", "maximum recursion depth exceeded")
    cls = machine.exceptions.get(type(error).__name__)
    if cls is None or isinstance(error, AttributeError | NameError | AssertionError | ImportError):
        raise error
    if isinstance(error, UnicodeError):
        return machine.error(type(error).__name__, str(error))
    arguments = tuple(error.args)
    return Raised(new_exception(cls, arguments))


def placed(machine: Machine, error: Exception, frame: Frame, node: ast.AST) -> Exception:
    """Return an exception that has come past a place, as one of the script; what passes by itself stays as it is."""
    if isinstance(error, PASSING):
        return error
    raised = converted(machine, error)
    trail = raised.value.native
    if not isinstance(error, Raised) and trail.context is None and machine.handling:
        trail.context = machine.handling[-1]
    trail.passed(frame, node)
    return raised
