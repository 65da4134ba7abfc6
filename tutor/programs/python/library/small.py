"""Modules of which scripts need a few names only."""

from __future__ import annotations

import string
import textwrap
from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.values import Builtin, Class, Function, Instance, Property, Wrapped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.machine import Machine


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill one of the modules."""
    _FILLERS[module](machine, names)


def _add(names: dict[str, Any], **table: Callable[..., Any]) -> None:
    names.update({name: Builtin(name, call) for name, call in table.items()})


def _string(machine: Machine, names: dict[str, Any]) -> None:
    for name in (
        "ascii_letters", "ascii_lowercase", "ascii_uppercase", "digits", "hexdigits", "punctuation", "printable",
        "whitespace",
    ):  # fmt: skip
        names[name] = getattr(string, name)


def _abc(machine: Machine, names: dict[str, Any]) -> None:
    names["ABC"] = Class(machine, "ABC", (machine.object,), module="abc")
    names["ABCMeta"] = Class(machine, "ABCMeta", (machine.type_class,), module="abc")

    def abstract(function: Any) -> Any:
        inner = function.getter if isinstance(function, Property) else function
        inner = inner.function if isinstance(inner, Wrapped) else inner
        if isinstance(inner, Function):
            inner.attrs["__isabstractmethod__"] = True
        return function

    _add(names, abstractmethod=abstract)


def _typing(machine: Machine, names: dict[str, Any]) -> None:
    kind = Class(machine, "_SpecialForm", (machine.object,), module="typing")
    kind.namespace["__getitem__"] = Builtin("__getitem__", lambda self, key: self, binds=True)
    kind.namespace["__or__"] = kind.namespace["__ror__"] = Builtin("__or__", lambda self, other: self, binds=True)
    kind.namespace["__call__"] = Builtin("__call__", lambda self, *given, **named: self, binds=True)
    kind.namespace["__repr__"] = Builtin("__repr__", lambda self: f"typing.{self.attrs['_name']}", binds=True)
    for name in (
        "Any", "Optional", "Union", "List", "Dict", "Set", "Tuple", "Callable", "Iterable", "Iterator", "Sequence",
        "Mapping", "TypeVar", "Literal", "Final", "ClassVar", "Generator", "Type", "NoReturn", "Annotated",
    ):  # fmt: skip
        names[name] = Instance(kind, {"_name": name})
    for name in ("NamedTuple", "Protocol", "Generic", "TypedDict"):
        itself = Wrapped("class", Builtin("__class_getitem__", lambda cls, key: cls))
        names[name] = Class(machine, name, (machine.object,), {"__class_getitem__": itself}, module="typing")
    names["NamedTuple"].namespace["__final__"] = names["TypedDict"].namespace["__final__"] = True
    names["TYPE_CHECKING"] = False
    _add(names, cast=lambda kind, value: value, overload=lambda function: function)


def _types(machine: Machine, names: dict[str, Any]) -> None:
    cls = Class(machine, "SimpleNamespace", (machine.object,), module="types")

    def start(self: Instance, **named: Any) -> None:
        self.attrs.update(named)

    def shown(self: Instance) -> str:
        return f"namespace({', '.join(f'{key}={machine.repr(value)}' for key, value in self.attrs.items())})"

    cls.namespace["__init__"] = Builtin("__init__", start, binds=True)
    cls.namespace["__repr__"] = Builtin("__repr__", shown, binds=True)
    names["SimpleNamespace"] = cls


def _enum(machine: Machine, names: dict[str, Any]) -> None:
    base = Class(machine, "Enum", (machine.object,), module="enum")
    auto = Class(machine, "auto", (machine.object,), module="enum")

    def made(cls: Class) -> None:
        members: dict[str, Instance] = {}
        number = 0
        for name, value in list(cls.namespace.items()):
            if name.startswith("_") or isinstance(value, Function | Property | Wrapped | Builtin):
                continue
            number = number + 1 if type(value) is Instance and value.cls is auto else value
            same = next((member for member in members.values() if member.attrs["value"] == number), None)
            members[name] = same or Instance(cls, {"name": name, "value": number})
            number = number if isinstance(number, int) else 0
        cls.namespace.update(members)
        cls.namespace["__members__"] = members

        def by_value(kind: Class, value: Any) -> Any:
            for member in members.values():
                if member.attrs["value"] == value or member is value:
                    return member
            raise ValueError(f"{machine.repr(value)} is not a valid {cls.name}")

        cls.namespace["__new__"] = Builtin("__new__", by_value)
        cls.namespace["__init__"] = Builtin("__init__", lambda *given: None)

    base.namespace["__made__"] = Builtin("__made__", made)

    def shown(self: Instance) -> str:
        return f"<{self.cls.name}.{self.attrs['name']}: {machine.repr(self.attrs['value'])}>"

    base.namespace["__repr__"] = Builtin("__repr__", shown, binds=True)
    base.namespace["__str__"] = Builtin("__str__", lambda self: f"{self.cls.name}.{self.attrs['name']}", binds=True)
    names.update(Enum=base, auto=auto, IntEnum=base)


def _dataclasses(machine: Machine, names: dict[str, Any]) -> None:
    marker = Class(machine, "Field", (machine.object,), module="dataclasses")

    def field(*, default: Any = _NONE, default_factory: Any = _NONE, repr: bool = True, **named: Any) -> Instance:
        return Instance(marker, {"repr": repr}, (default, default_factory))

    def fields_of(cls: Class) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for base in reversed(cls.mro):
            for name in base.namespace.get("__annotations__", {}):
                found[name] = base.namespace.get("__fields__", base.namespace).get(name, _NONE)
        return found

    def decorate(cls: Class, frozen: bool = False, order: bool = False, eq: bool = True) -> Class:
        own = cls.namespace.get("__annotations__", {})
        cls.namespace["__fields__"] = {name: cls.namespace.get(name, _NONE) for name in own}
        fields = fields_of(cls)
        for name, value in fields.items():
            if isinstance(value, list | dict | set):
                kind = machine.repr(machine.class_of(value))
                raise ValueError(f"mutable default {kind} for field {name} is not allowed: use default_factory")
            if type(value) is Instance and value.cls is marker:
                cls.namespace.pop(name, None)

        def start(self: Instance, *given: Any, **named: Any) -> None:
            _initialize(machine, self, cls, fields, marker, given, named)

        def values(self: Instance) -> tuple[Any, ...]:
            return tuple(self.attrs[name] for name in fields)

        def shown(self: Instance) -> str:
            inner = ", ".join(f"{name}={machine.repr(self.attrs[name])}" for name in fields)
            return f"{self.cls.qualname}({inner})"

        def same(self: Instance, other: Any) -> Any:
            alike = type(other) is Instance and other.cls is self.cls
            return values(self) == values(other) if alike else NotImplemented

        def fixed(self: Instance, name: str, value: Any) -> None:
            raise machine.error("AttributeError", f"cannot assign to field '{name}'")

        table: dict[str, Any] = {"__init__": start, "__repr__": shown, **({"__eq__": same} if eq else {})}
        if frozen:
            table.update(__setattr__=fixed, __hash__=lambda self: hash(values(self)))
        if order:
            table["__lt__"] = lambda self, other: values(self) < values(other)
        for name, call in table.items():
            if name not in cls.namespace or name == "__setattr__":
                cls.namespace[name] = Builtin(name, call, binds=True)
        return cls

    def dataclass(cls: Any = None, *, frozen: bool = False, order: bool = False, eq: bool = True, **named: Any) -> Any:
        if cls is not None:
            return decorate(cls)
        return Builtin("dataclass", lambda cls: decorate(cls, frozen, order, eq))

    def as_dict(value: Any) -> Any:
        if type(value) is Instance:
            return {name: as_dict(item) for name, item in value.attrs.items()}
        if isinstance(value, list):
            return [as_dict(item) for item in value]
        return value

    def changed(value: Instance, **named: Any) -> Any:
        return machine.call(value.cls, [], {**value.attrs, **named})

    _add(names, field=field, dataclass=dataclass, asdict=as_dict, replace=changed)


_NONE = object()


def _initialize(
    machine: Machine, self: Instance, cls: Class, fields: dict[str, Any], marker: Class, given: Any, named: Any
) -> None:
    """Set the fields of a new object. Raises TypeError."""
    start = f"{cls.name}.__init__()"
    if len(given) > len(fields):
        takes = len(fields) + 1
        raise TypeError(f"{start} takes {takes} positional arguments but {len(given) + 1} were given")
    values = dict(zip(fields, given, strict=False))
    for name, value in named.items():
        if name not in fields:
            raise TypeError(f"{start} got an unexpected keyword argument '{name}'")
        values[name] = value
    missing = []
    for name, default in fields.items():
        if name in values:
            continue
        if type(default) is Instance and default.cls is marker:
            plain, factory = default.native
            default = plain if factory is _NONE else machine.call(factory, [])
        if default is _NONE:
            missing.append(f"'{name}'")
        values[name] = default
    if missing:
        plural = "s" if len(missing) > 1 else ""
        listed = " and ".join(missing) if len(missing) < 3 else f"{', '.join(missing[:-1])}, and {missing[-1]}"
        raise TypeError(f"{start} missing {len(missing)} required positional argument{plural}: {listed}")
    self.attrs.update({name: values[name] for name in fields})
    after = cls.get("__post_init__")
    if after is not None:
        machine.call(after, [self])


def _contextlib(machine: Machine, names: dict[str, Any]) -> None:
    from tutor.programs.python.values import Raised

    manager = Class(machine, "_GeneratorContextManager", (machine.object,), module="contextlib")

    def enter(self: Instance) -> Any:
        try:
            return next(self.native)
        except StopIteration:
            raise machine.error("RuntimeError", "generator didn't yield") from None

    def leave(self: Instance, kind: Any, error: Any, trace: Any) -> bool:
        try:
            if kind is None:
                next(self.native)
            else:
                self.native.throw(error)
        except StopIteration:
            return kind is not None
        except Raised as raised:
            if raised.value is error:
                return False
            raise
        raise machine.error("RuntimeError", "generator didn't stop")

    manager.namespace["__enter__"] = Builtin("__enter__", enter, binds=True)
    manager.namespace["__exit__"] = Builtin("__exit__", leave, binds=True)

    def decorated(function: Any) -> Builtin:
        def helper(*given: Any, **named: Any) -> Instance:
            return Instance(manager, native=machine.call(function, list(given), named))

        return Builtin("helper", helper, binds=True)

    swallow = Class(machine, "suppress", (machine.object,), module="contextlib")
    swallow.namespace["__init__"] = Builtin("__init__", lambda self, *kinds: setattr(self, "native", kinds), binds=True)
    swallow.namespace["__enter__"] = Builtin("__enter__", lambda self: None, binds=True)
    swallow.namespace["__exit__"] = Builtin(
        "__exit__",
        lambda self, kind, error, trace: kind is not None and any(base in kind.mro for base in self.native),
        binds=True,
    )
    _add(names, contextmanager=decorated)
    names["suppress"] = swallow


def _copy(machine: Machine, names: dict[str, Any]) -> None:
    def shallow(value: Any) -> Any:
        if type(value) is Instance:
            return Instance(value.cls, dict(value.attrs), value.native)
        if isinstance(value, list | dict | set):
            machine.made(len(value) * 8)
            return value.copy()
        return value

    def deep(value: Any, seen: Any = None) -> Any:
        seen = {} if seen is None else seen
        if id(value) in seen:
            return seen[id(value)]
        machine.tick(2)
        if isinstance(value, list):
            made: Any = []
            seen[id(value)] = made
            made.extend([deep(item, seen) for item in value])
            return made
        if isinstance(value, dict):
            made = seen[id(value)] = {}
            made.update({key: deep(item, seen) for key, item in value.items()})
            return made
        if isinstance(value, tuple):
            return tuple(deep(item, seen) for item in value)
        if type(value) is Instance:
            made = seen[id(value)] = Instance(value.cls, None, value.native)
            made.attrs.update({key: deep(item, seen) for key, item in value.attrs.items()})
            return made
        return shallow(value)

    _add(names, copy=shallow, deepcopy=deep)


def _traceback(machine: Machine, names: dict[str, Any]) -> None:
    from tutor.programs.python.tracebacks import report

    def text() -> str:
        return report(machine, machine.handling[-1]) if machine.handling else "NoneType: None\n"

    def show() -> None:
        machine.modules["sys"].namespace["stderr"].native.write(text())

    _add(names, format_exc=text, print_exc=show)


def _subprocess(machine: Machine, names: dict[str, Any]) -> None:
    """Fill `subprocess`, whose functions say that no program is started from here."""
    for name in ("run", "call", "check_call", "check_output", "Popen"):
        names[name] = Builtin(name, _refused(f"subprocess.{name}"))
    names.update(PIPE=-1, STDOUT=-2, DEVNULL=-3)
    over = (machine.exceptions["Exception"],)
    names["CalledProcessError"] = Class(machine, "CalledProcessError", over, module="subprocess")


def _threading(machine: Machine, names: dict[str, Any]) -> None:
    lock = Class(machine, "lock", (machine.object,), module="_thread")
    table: dict[str, Any] = {
        "__enter__": lambda self: True,
        "__exit__": lambda self, *error: None,
        "acquire": lambda self, *given: True,
        "release": lambda self: None,
    }
    for name, call in table.items():  # fmt: skip
        lock.namespace[name] = Builtin(name, call, binds=True)
    names["Lock"] = names["RLock"] = lock
    names["Thread"] = Builtin("Thread", _refused("threading.Thread"))
    names["Event"] = Builtin("Event", _refused("threading.Event"))


def _refused(what: str) -> Callable[..., Any]:
    def refuse(*given: Any, **named: Any) -> Any:
        raise Outside(what)

    return refuse


def _uuid(machine: Machine, names: dict[str, Any]) -> None:
    from tutor.programs.python.importing import imported

    cls = Class(machine, "UUID", (machine.object,), module="uuid")

    def make() -> Instance:
        bits = imported(machine, "random").namespace["getrandbits"].call(128)
        bits = bits & ~(0xF << 76) | 4 << 76
        bits = bits & ~(0x3 << 62) | 2 << 62
        text = f"{bits:032x}"
        parts = (text[:8], text[8:12], text[12:16], text[16:20], text[20:])
        return Instance(cls, {"hex": text, "int": bits}, "-".join(parts))

    cls.namespace["__str__"] = Builtin("__str__", lambda self: self.native, binds=True)
    cls.namespace["__repr__"] = Builtin("__repr__", lambda self: f"UUID('{self.native}')", binds=True)
    _add(names, uuid4=make)


def _atexit(machine: Machine, names: dict[str, Any]) -> None:
    def register(function: Any, *given: Any, **named: Any) -> Any:
        machine.at_exit.append((function, given, named))
        return function

    _add(names, register=register)


def _textwrap(machine: Machine, names: dict[str, Any]) -> None:
    def dedent(text: str) -> str:
        machine.made(len(text) * 4)
        return textwrap.dedent(text)

    def indent(text: str, prefix: str) -> str:
        machine.made(len(text) + len(prefix) * (text.count("\n") + 1))
        return textwrap.indent(text, prefix)

    def fill_(text: str, width: int = 70) -> str:
        machine.made(len(text) * 4)
        return textwrap.fill(text, width)

    _add(names, dedent=dedent, indent=indent, fill=fill_)


def _warnings(machine: Machine, names: dict[str, Any]) -> None:
    _add(names, filterwarnings=lambda *given, **named: None, simplefilter=lambda *given, **named: None)
    _add(names, warn=lambda *given, **named: None)


def _errno(machine: Machine, names: dict[str, Any]) -> None:
    from tutor.programs.python.errors import ERRNO

    names.update(ERRNO)


def _future(machine: Machine, names: dict[str, Any]) -> None:
    names.update(annotations=None, division=None, print_function=None)


_FILLERS: dict[str, Callable[[Machine, dict[str, Any]], None]] = {
    "string": _string, "abc": _abc, "typing": _typing, "types": _types, "enum": _enum, "dataclasses": _dataclasses,
    "contextlib": _contextlib, "copy": _copy, "traceback": _traceback, "subprocess": _subprocess,
    "threading": _threading, "uuid": _uuid, "atexit": _atexit, "textwrap": _textwrap, "warnings": _warnings,
    "errno": _errno, "__future__": _future,
}  # fmt: skip
