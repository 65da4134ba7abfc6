"""`collections`: Counter, defaultdict, OrderedDict, deque, namedtuple."""

from __future__ import annotations

import collections
from typing import TYPE_CHECKING, Any

from tutor.programs.python.methods import DICT, METHODS, as_dict
from tutor.programs.python.values import Builtin, Class, Instance, Lazy, Property

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


class Maker:
    """What makes the values that a defaultdict lacks."""

    __slots__ = ("factory", "machine")

    def __init__(self, machine: Machine, factory: Any) -> None:
        self.machine = machine
        self.factory = factory

    def __call__(self) -> Any:
        """Make one."""
        return self.machine.call(self.factory, [])


def _most(machine: Machine, value: Any, n: Any = None) -> Any:
    machine.tick(len(value))
    return value.most_common(n)


def _count(machine: Machine, value: Any, items: Any = (), **named: int) -> None:
    value.update(items if isinstance(items, dict) else machine.listed(items), **named)


METHODS[collections.defaultdict] = {**DICT}
METHODS[collections.OrderedDict] = {**DICT, "move_to_end": None}
METHODS[collections.Counter] = {
    **DICT, "most_common": _most, "update": _count,
    "elements": lambda machine, value: Lazy("chain", value.elements()),
    "total": lambda machine, value: value.total(),
    "subtract": lambda machine, value, items=(): value.subtract(
        items if isinstance(items, dict) else machine.listed(items)
    ),
}  # fmt: skip
METHODS[collections.deque] = {
    **dict.fromkeys(("append", "appendleft", "pop", "popleft", "clear", "rotate", "remove", "count", "reverse")),
    "extend": lambda machine, value, items: value.extend(machine.listed(items)),
    "extendleft": lambda machine, value, items: value.extendleft(machine.listed(items)),
    "maxlen": property(lambda value: value.maxlen),
}


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `collections`."""

    def add(kind: type, make: Any, over: type = object) -> None:
        cls = Class(machine, kind.__name__, (machine.types[over],), module="collections", native=kind)
        cls.namespace["__new__"] = Builtin(kind.__name__, make)
        machine.types[kind] = names[kind.__name__] = cls

    def default(cls: Class, factory: Any = None, *other: Any, **named: Any) -> Any:
        call = None if factory is None else Maker(machine, factory)
        return collections.defaultdict(call, {**as_dict(machine, *other or ({},)), **named})

    def counter(cls: Class, items: Any = (), **named: int) -> Any:
        return collections.Counter(items if isinstance(items, dict) else machine.listed(items), **named)

    def ordered(cls: Class, other: Any = (), **named: Any) -> Any:
        return collections.OrderedDict({**as_dict(machine, other), **named})

    def deque(cls: Class, items: Any = (), maxlen: int | None = None) -> Any:
        return collections.deque(machine.listed(items), maxlen)

    add(collections.defaultdict, default, dict)
    add(collections.Counter, counter, dict)
    add(collections.OrderedDict, ordered, dict)
    add(collections.deque, deque)

    def named(name: str, fields: Any, *, defaults: Any = ()) -> Class:
        return _named(machine, name, fields, defaults)

    names["namedtuple"] = Builtin("namedtuple", named)


def _named(machine: Machine, name: str, fields: Any, defaults: Any) -> Class:
    """Return a class whose objects have these fields, by name and by position."""
    if isinstance(fields, str):
        fields = fields.replace(",", " ").split()
    fields = [str(field) for field in fields]
    given = dict(zip(fields[len(fields) - len(defaults) :], defaults, strict=True))
    cls = Class(machine, name, (machine.object,), module="__main__")

    def start(self: Instance, *arguments: Any, **named: Any) -> None:
        values = {**given, **dict(zip(fields, arguments, strict=False)), **named}
        missing = [field for field in fields if field not in values]
        if missing:
            listed = " and ".join(f"'{field}'" for field in missing)
            plural = "s" if len(missing) > 1 else ""
            raise TypeError(f"{name}.__new__() missing {len(missing)} required positional argument{plural}: {listed}")
        if len(arguments) > len(fields):
            raise TypeError(
                f"{name}.__new__() takes {len(fields) + 1} positional arguments but {len(arguments) + 1} were given"
            )
        self.native = tuple(values[field] for field in fields)

    def plain(value: Any) -> Any:
        return value.native if isinstance(value, Instance) and isinstance(value.native, tuple) else value

    def shown(self: Instance) -> str:
        inner = ", ".join(f"{field}={machine.repr(value)}" for field, value in zip(fields, self.native, strict=True))
        return f"{name}({inner})"

    table: dict[str, Any] = {
        "__init__": start,
        "__repr__": shown,
        "__iter__": lambda self: Lazy("tuple_iterator", iter(self.native)),
        "__len__": lambda self: len(self.native),
        "__getitem__": lambda self, key: self.native[key],
        "__eq__": lambda self, other: self.native == plain(other),
        "__hash__": lambda self: hash(self.native),
        "__lt__": lambda self, other: self.native < plain(other),
        "_asdict": lambda self: dict(zip(fields, self.native, strict=True)),
        "_replace": lambda self, **named: machine.call(
            cls, [], {**dict(zip(fields, self.native, strict=True)), **named}
        ),
    }
    cls.namespace.update({key: Builtin(key, call, binds=True) for key, call in table.items()})
    cls.namespace["_fields"] = tuple(fields)
    for at, field in enumerate(fields):
        cls.namespace[field] = Property(Builtin(field, lambda self, at=at: self.native[at], binds=True))
    return cls
