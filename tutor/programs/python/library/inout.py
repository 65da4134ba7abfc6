"""`io` and `_io`: file classes, and texts in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.python import files
from tutor.programs.python.values import Builtin, Class, Instance
from tutor.shell.streams import Input

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


class Memory(files.Opened):
    """A text (or bytes) in memory, to read or to write."""

    def __init__(self, machine: Machine, initial: Any, mode: str) -> None:
        data = initial if "b" in mode else initial.encode()
        super().__init__(machine, Input(bytes(data)), "<memory>", mode, "utf-8", "strict")
        self.parts: list[Any] = [initial] if initial else []

    def write(self, data: Any) -> int:
        """Add to it."""
        self.machine.made(len(data))
        self.parts.append(data)
        return len(data)

    def value(self) -> Any:
        """Return all of it."""
        return (b"" if self.binary else "").join(self.parts)

    def flush(self) -> None:
        """Do nothing."""


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `io` or `_io`."""
    if module == "_io":
        names["TextIOWrapper"] = files.file_class(machine)
        return
    errors = machine.exceptions
    unsupported = Class(machine, "UnsupportedOperation", (errors["OSError"], errors["ValueError"]), module="io")
    names["UnsupportedOperation"] = unsupported
    names["TextIOWrapper"] = machine.modules["_io"].namespace["TextIOWrapper"]
    names["open"] = machine.builtins["open"]
    for name, mode, empty in (("StringIO", "r+", ""), ("BytesIO", "r+b", b"")):
        cls = files.file_class(machine, name)

        def make(cls: Class, initial: Any = empty, mode: str = mode) -> Instance:
            return Instance(cls, native=Memory(machine, initial, mode))

        cls.namespace["__new__"] = Builtin("__new__", make)
        cls.namespace["getvalue"] = Builtin("getvalue", lambda self: self.native.value(), binds=True)
        names[name] = cls
