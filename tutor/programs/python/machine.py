"""One run of a script: what a call, an attribute, an iteration and an exception mean, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from tutor.programs.python import attributes, binding, errors, text
from tutor.programs.python.errors import new_exception
from tutor.programs.python.limits import DEPTH, MOST_BITS, ROUND, UNIT, WORK_PER_STEP
from tutor.programs.python.values import (
    Builtin,
    Class,
    Frame,
    Function,
    Instance,
    Lazy,
    Method,
    Module,
    Property,
    Raised,
    Wrapped,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from tutor.programs.python.files import Output
    from tutor.shell.process import Process

_FIRST_ADDRESS = 0x7F3A5C0D2E50
SIGINT = 2
_WORK = ROUND * WORK_PER_STEP
_ORDERED = (int, float, bool, type(None))


class Machine:
    """The state of one run.

    version    of the Python that the image has, such as (3, 12, 4)
    executable its path, prefix: the folder above its bin
    modules    those that were imported, by name
    handling   the exceptions whose handlers are running, innermost last
    work       what may be done before the meter is asked again
    """

    def __init__(self, process: Process, version: tuple[int, int, int], executable: str) -> None:
        from tutor.programs.python.builtins import builtin_names
        from tutor.programs.python.types import native_classes

        self.process = process
        self.version = version
        self.executable = executable
        self.prefix = executable.rpartition("/bin/")[0] or "/usr"
        self.modules: dict[str, Module] = {}
        self.path: list[str] = []
        self.argv: list[str] = [""]
        self.handling: list[Instance] = []
        self.depth = 0
        self.work = 0
        self.unbuffered = False
        self.handlers: dict[int, Any] = {}
        self.at_exit: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = []
        self.flushed: list[Output] = []
        self._addresses: dict[int, tuple[Any, int]] = {}
        self.types = native_classes(self)
        self.object = self.types[object]
        self.type_class = self.types[Class]
        self.exceptions = errors.exception_classes(self, self.object)
        self.builtins = builtin_names(self)

    # costs

    def tick(self, count: int = 1) -> None:
        """Count work. Raises LimitExceeded, Stopped."""
        self.work -= count
        if self.work < 0:
            self.process.tick(-self.work // WORK_PER_STEP + ROUND)
            self.work = _WORK

    def made(self, size: int) -> None:
        """Count a new value of `size` bytes, before it is made. Raises LimitExceeded for one that is too large."""
        if size > UNIT:
            self.process.kernel.meter.fits(size)
            self.tick(size // UNIT)

    def bits(self, count: int) -> None:
        """Count arithmetic whose result has so many bits. Raises LimitExceeded for too many."""
        if count > 4096:
            if count > MOST_BITS:
                self.process.kernel.meter.fits(self.process.kernel.limits.memory + count)
            self.tick((count // 64) ** 2 // 500 + 1)

    def address(self, value: object) -> int:
        """Return where an object seems to be: by the order in which a run asks, so that every run is the same."""
        found = self._addresses.get(id(value))
        if found is None:
            if len(self._addresses) > 10_000:
                self._addresses.clear()
            found = (value, _FIRST_ADDRESS + 0x30 * len(self._addresses))
            self._addresses[id(value)] = found
        return found[1]

    # the world

    def sleep(self, seconds: float) -> None:
        """Let time pass; a signal that the script handles is handled when it comes. Raises what its handler raises."""
        now = self.process.host.now
        until = now() + seconds
        while True:
            try:
                self.process.sleep(max(0.0, until - now()))
                return
            except Signalled as signalled:
                self.handle(signalled.number)

    def take_signal(self, number: int) -> bool:
        """Take a signal that reaches the process; whether the script has said what it does."""
        handler = self.handlers.get(number)
        if handler is None and (number in self.process.ignored or number != SIGINT):
            return number in self.process.ignored
        if type(handler) is Instance and handler.native == 1:
            return True
        kernel = self.process.kernel
        entry = kernel.processes.get(self.process.pid)
        if entry is None or kernel.current is entry.task:
            self.handle(number)
        else:
            entry.task.pending = Signalled(number)
        return True

    def handle(self, number: int) -> None:
        """Do what the script wants done at a signal."""
        handler = self.handlers.get(number)
        if handler is None:
            raise self.error("KeyboardInterrupt")
        self.call(handler, [number, None])

    # exceptions

    def error(self, name: str, *arguments: Any) -> Raised:
        """Return an exception of a built-in class, to be raised."""
        return Raised(new_exception(self.exceptions[name], arguments))

    def is_a(self, error: Instance, name: str) -> bool:
        """Whether an exception is of a built-in class."""
        return self.exceptions[name] in error.cls.mro

    # classes

    def class_of(self, value: Any) -> Class:
        """Return the class of a value."""
        if type(value) is Instance:
            return value.cls
        found = self.types.get(type(value))
        if found is None:
            kind = value.kind if isinstance(value, Lazy) else type(value).__name__
            key = kind if isinstance(value, Lazy) else type(value)
            return self.types.setdefault(key, Class(self, kind, (self.object,)))
        return found

    def type_name(self, value: Any) -> str:
        """Return the name of a value's class, as messages use it."""
        return self.class_of(value).name

    # calls

    def call(self, function: Any, arguments: list[Any], named: dict[str, Any] | None = None) -> Any:
        """Call something. Raises Raised, and Python's own errors for `errors.converted`."""
        kind = type(function)
        if kind is Function:
            return self.run(function, binding.bound(self, function, arguments, named))
        if kind is Method:
            return self.call(function.function, [function.receiver, *arguments], named)
        self.tick()
        if kind is Builtin:
            return function.call(*arguments, **named) if named else function.call(*arguments)
        if kind is Class:
            return self.instantiate(function, arguments, named or {})
        if kind is Instance:
            special = function.cls.get("__call__")
            if special is not None:
                return self.call(special, [function, *arguments], named)
        if kind is Wrapped:
            return self.call(function.function, arguments, named)
        raise TypeError(f"'{self.type_name(function)}' object is not callable")

    def run(self, function: Function, local: dict[str, Any]) -> Any:
        """Run the body of a function with these locals."""
        frame = Frame(function.code, function.globals, local, function.parent)
        if function.home is not None and function.parameters.names:
            frame.owner = (function.home, local.get(function.parameters.names[0]))
        if function.generator:
            from tutor.programs.python.generators import Generator

            return Generator(self, function, frame)
        self.tick()
        if self.depth >= DEPTH - 1:
            raise self.error("RecursionError", "maximum recursion depth exceeded")
        self.depth += 1
        try:
            function.body(frame)
        finally:
            self.depth -= 1
        return frame.result

    def instantiate(self, cls: Class, arguments: list[Any], named: dict[str, Any]) -> Any:
        """Make an object of a class."""
        new = cls.get("__new__")
        if new is not None:
            made = self.call(new, [cls, *arguments], named)
            if type(made) is not Instance or cls not in made.cls.mro:
                return made
        elif self.exceptions["BaseException"] in cls.mro:
            made = new_exception(cls, tuple(arguments))
        else:
            abstract = cls.namespace.get("__abstract__")
            if abstract:
                names = ", ".join(f"'{name}'" for name in sorted(abstract))
                raise TypeError(
                    f"Can't instantiate abstract class {cls.name} without an implementation for abstract "
                    f"method{'s' if len(abstract) > 1 else ''} {names}"
                )
            made = Instance(cls)
        start = cls.get("__init__")
        if start is not None:
            if self.call(start, [made, *arguments], named) is not None:
                raise TypeError("__init__() should return None")
        elif new is None and (arguments or named):
            raise TypeError(f"{cls.name}() takes no arguments")
        return made

    def callback(self, function: Any) -> Any:
        """Return a function of Python's own that calls one of the script."""
        return lambda *arguments: self.call(function, list(arguments))

    # attributes

    def get(self, value: Any, name: str) -> Any:
        """Return an attribute. Raises Raised (AttributeError), Outside."""
        return attributes.get(self, value, name)

    def set(self, value: Any, name: str, new: Any) -> None:
        """Set an attribute. Raises Raised (AttributeError)."""
        attributes.put(self, value, name, new)

    def special(self, value: Any, name: str) -> Any:
        """Return a special method of an object of the script, bound to it; None where its class has none."""
        if type(value) is not Instance:
            return None
        function = value.cls.get(name)
        return None if function is None else attributes.bind(self, function, value, value.cls)

    # texts

    def repr(self, value: Any) -> str:
        """Return what `repr` gives."""
        return text.repr_of(self, value)

    def str(self, value: Any) -> str:
        """Return what `str` gives."""
        return value if type(value) is str else text.str_of(self, value)

    # iteration

    def iterate(self, value: Any) -> Iterator[Any]:
        """Return an iterator over a value. Raises TypeError where there is none."""
        if isinstance(value, set | frozenset):
            return iter(self.ordered(value))
        if type(value) is Instance:
            return self._iterate_instance(value)
        if isinstance(value, Function | Builtin | Method | Class | Module | Property):
            raise TypeError(f"'{self.type_name(value)}' object is not iterable")
        return iter(value)

    def _iterate_instance(self, value: Instance) -> Iterator[Any]:
        special = value.cls.get("__iter__")
        if special is None:
            if value.cls.get("__getitem__") is None:
                raise TypeError(f"'{value.cls.name}' object is not iterable")
            return self._by_index(value)
        iterator = self.call(special, [value])
        if type(iterator) is not Instance:
            return self.iterate(iterator)
        step = iterator.cls.get("__next__")
        if step is None:
            raise TypeError(f"iter() returned non-iterator of type '{iterator.cls.name}'")
        return _Stepped(self, iterator, step)

    def _by_index(self, value: Instance) -> Iterator[Any]:
        index = 0
        while True:
            try:
                item = self.call(value.cls.get("__getitem__"), [value, index])
            except (IndexError, StopIteration):
                return
            except Raised as error:
                if self.is_a(error.value, "IndexError") or self.is_a(error.value, "StopIteration"):
                    return
                raise
            yield item
            index += 1

    def counted(self, value: Any) -> Iterator[Any]:
        """Yield the items of a value, each of which costs work."""
        for item in self.iterate(value):
            self.work -= 1
            if self.work < 0:
                self.tick()
            yield item

    def listed(self, value: Any) -> list[Any]:
        """Return the items of a value, at their cost."""
        if isinstance(value, list | tuple | dict | set | frozenset | range | str | bytes):
            self.made(len(value) * 8)
            return list(self.iterate(value))
        return list(self.counted(value))

    def ordered(self, value: AbstractSet[Any]) -> list[Any]:
        """Return the items of a set in an order that depends on nothing but them.

        Numbers come in the order of Python's own sets; texts in no order that means anything, but always in the same.
        """
        if all(type(item) in _ORDERED for item in value):
            return list(value)
        return sorted(value, key=lambda item: crc32(self.repr(item).encode("utf-8", "surrogatepass")))


class Signalled(BaseException):
    """A signal came while the script waited in another task's turn."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _Stepped:
    """The items that an iterator of the script gives."""

    __slots__ = ("iterator", "machine", "step")

    def __init__(self, machine: Machine, iterator: Instance, step: Any) -> None:
        self.machine = machine
        self.iterator = iterator
        self.step = step

    def __iter__(self) -> _Stepped:
        return self

    def __next__(self) -> Any:
        try:
            return self.machine.call(self.step, [self.iterator])
        except Raised as error:
            if self.machine.is_a(error.value, "StopIteration"):
                raise StopIteration from None
            raise
