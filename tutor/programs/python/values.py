"""The values of a running script that Python itself does not lend: functions, classes, instances, modules.

The rule: numbers, strings, bytes, lists, tuples, dicts, sets, ranges and slices are Python's own, reached only through
the tables of `methods`; everything else is one of these classes, and no attribute of theirs is ever looked up by a
script's name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.programs.python.machine import Machine

Namespace = dict[str, Any]


class Code:
    """Where a piece of code stands: its file, its name in tracebacks, the lines of its source."""

    __slots__ = ("filename", "lines", "name", "qualname")

    def __init__(self, filename: str, name: str, lines: list[str], qualname: str = "") -> None:
        self.filename = filename
        self.name = name
        self.lines = lines
        self.qualname = qualname or name


class Frame:
    """One activation: `parent` is the frame of the function around it, `result` what `return` gave.

    `token` is the frame that tracebacks name: the one around it, for a comprehension that has no line of its own.
    """

    __slots__ = ("code", "globals", "locals", "owner", "parent", "result", "token")

    def __init__(self, code: Code, globals: Namespace, locals: Namespace, parent: Frame | None = None) -> None:
        self.code = code
        self.globals = globals
        self.locals = locals
        self.parent = parent
        self.result: Any = None
        self.owner: tuple[Any, Any] | None = None
        self.token: Frame = self


class Parameters:
    """What a function takes: names in order, how many of them only by position, `*args` and `**kwargs`."""

    __slots__ = ("keyword_only", "names", "positional_only", "rest", "rest_named")

    def __init__(
        self, names: list[str], positional_only: int, keyword_only: list[str], rest: str | None, rest_named: str | None
    ) -> None:
        self.names = names
        self.positional_only = positional_only
        self.keyword_only = keyword_only
        self.rest = rest
        self.rest_named = rest_named

    @property
    def plain(self) -> bool:
        """Whether there are only names that may be given by position."""
        return not self.keyword_only and self.rest is None and self.rest_named is None


class Function:
    """A function of a script. `defaults` belong to the last names, `named_defaults` to keyword-only ones."""

    __slots__ = (
        "attrs", "body", "code", "defaults", "generator", "globals", "home", "module", "named_defaults", "parameters",
        "parent",
    )  # fmt: skip

    def __init__(
        self,
        code: Code,
        parameters: Parameters,
        body: Callable[[Frame], Any],
        globals: Namespace,
        parent: Frame | None,
        defaults: tuple[Any, ...],
        named_defaults: Namespace,
        generator: bool,
    ) -> None:
        self.code = code
        self.parameters = parameters
        self.body = body
        self.globals = globals
        self.parent = parent
        self.defaults = defaults
        self.named_defaults = named_defaults
        self.generator = generator
        self.module = globals.get("__name__", "__main__")
        self.attrs: Namespace = {"__name__": code.name, "__qualname__": code.qualname, "__doc__": None}
        self.home: Class | None = None


class Builtin:
    """A function that is written here; called with the script's arguments as they are."""

    __slots__ = ("binds", "call", "module", "name")

    def __init__(self, name: str, call: Callable[..., Any], *, binds: bool = False, module: str = "") -> None:
        self.name = name
        self.call = call
        self.binds = binds
        self.module = module


class Method:
    """A function bound to what it was found on."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Any, receiver: Any) -> None:
        self.function = function
        self.receiver = receiver

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Method) and self.function is other.function and self.receiver is other.receiver

    def __hash__(self) -> int:
        return hash((id(self.function), id(self.receiver)))


class Property:
    """A computed attribute: `property`, with its setter."""

    __slots__ = ("deleter", "getter", "setter")

    def __init__(self, getter: Any = None, setter: Any = None, deleter: Any = None) -> None:
        self.getter = getter
        self.setter = setter
        self.deleter = deleter


class Wrapped:
    """What `staticmethod` (kind "static") and `classmethod` ("class") make of a function."""

    __slots__ = ("function", "kind")

    def __init__(self, kind: str, function: Any) -> None:
        self.kind = kind
        self.function = function


class Class:
    """A class: of a script, or of those that are there from the beginning (`native` is Python's own type then)."""

    __slots__ = ("bases", "machine", "module", "mro", "name", "namespace", "native", "qualname")

    def __init__(
        self,
        machine: Machine | None,
        name: str,
        bases: tuple[Class, ...],
        namespace: Namespace | None = None,
        *,
        module: str = "builtins",
        native: type | None = None,
        qualname: str = "",
    ) -> None:
        self.machine = machine
        self.name = name
        self.qualname = qualname or name
        self.bases = bases
        self.namespace: Namespace = {} if namespace is None else namespace
        self.module = module
        self.native = native
        self.mro: tuple[Class, ...] = (self, *_merged([list(base.mro) for base in bases] + [list(bases)]))

    def find(self, name: str) -> Any:
        """Return what the class or one of its bases says of a name. Raises KeyError."""
        for cls in self.mro:
            if name in cls.namespace:
                return cls.namespace[name]
        raise KeyError(name)

    def get(self, name: str) -> Any:
        """Return what `find` finds, None where it finds nothing."""
        for cls in self.mro:
            if name in cls.namespace:
                return cls.namespace[name]
        return None

    def __repr__(self) -> str:
        name = self.qualname if self.module == "builtins" else f"{self.module}.{self.qualname}"
        return f"<class '{name}'>"


def _merged(orders: list[list[Class]]) -> list[Class]:
    """Return the C3 linearization of some orders. Raises TypeError where there is none."""
    result: list[Class] = []
    while orders := [order for order in orders if order]:
        for order in orders:
            head = order[0]
            if not any(head in other[1:] for other in orders):
                break
        else:
            names = ", ".join(dict.fromkeys(order[0].name for order in orders))
            raise TypeError(f"Cannot create a consistent method resolution\norder (MRO) for bases {names}")
        result.append(head)
        orders = [order[1:] if order[0] is head else order for order in orders]
    return result


class Instance:
    """An object of a class. `native` is what one of the library's own classes keeps behind it.

    Python's own containers and functions meet its methods by the special names below.
    """

    __slots__ = ("attrs", "cls", "native")

    def __init__(self, cls: Class, attrs: Namespace | None = None, native: Any = None) -> None:
        self.cls = cls
        self.attrs: Namespace = {} if attrs is None else attrs
        self.native = native

    def _special(self, name: str, *arguments: Any) -> Any:
        """Call a special method; NotImplemented where there is none."""
        function = self.cls.get(name)
        machine = self.cls.machine
        if function is None or machine is None:
            return NotImplemented
        return machine.call(function, [self, *arguments])

    def __eq__(self, other: object) -> Any:
        if self is other:
            return True
        return self._special("__eq__", other)

    def __hash__(self) -> int:
        found = self._special("__hash__")
        if found is NotImplemented:
            if self.cls.get("__eq__") is not None:
                raise TypeError(f"unhashable type: '{self.cls.name}'")
            return id(self) >> 4
        return int(found)

    def __lt__(self, other: Any) -> Any:
        return self._special("__lt__", other)

    def __le__(self, other: Any) -> Any:
        return self._special("__le__", other)

    def __gt__(self, other: Any) -> Any:
        return self._special("__gt__", other)

    def __ge__(self, other: Any) -> Any:
        return self._special("__ge__", other)

    def __bool__(self) -> bool:
        found = self._special("__bool__")
        if found is NotImplemented:
            found = self._special("__len__")
        return True if found is NotImplemented else bool(found)

    def __len__(self) -> int:
        found = self._special("__len__")
        if found is NotImplemented:
            raise TypeError(f"object of type '{self.cls.name}' has no len()")
        return int(found)

    def __iter__(self) -> Iterator[Any]:
        assert self.cls.machine is not None
        return iter(self.cls.machine.iterate(self))

    def __index__(self) -> int:
        found = self._special("__index__")
        if found is NotImplemented:
            raise TypeError(f"'{self.cls.name}' object cannot be interpreted as an integer")
        return int(found)

    def __repr__(self) -> str:
        found = self._special("__repr__")
        if found is NotImplemented:
            return plain_repr(self)
        if not isinstance(found, str):
            raise TypeError(f"__repr__ returned non-string (type {type(found).__name__})")
        return found

    def __str__(self) -> str:
        found = self._special("__str__")
        if found is NotImplemented:
            return self.__repr__()
        if not isinstance(found, str):
            raise TypeError(f"__str__ returned non-string (type {type(found).__name__})")
        return found


def plain_repr(value: Instance) -> str:
    """Return the text of an object whose class has none of its own."""
    cls = value.cls
    module = "" if cls.module == "builtins" else f"{cls.module}."
    where = hex(cls.machine.address(value)) if cls.machine is not None else "0x0"
    return f"<{module}{cls.qualname} object at {where}>"


class Module:
    """A module, as its names."""

    __slots__ = ("name", "namespace", "path")

    def __init__(self, name: str, namespace: Namespace | None = None, path: str = "") -> None:
        self.name = name
        self.namespace: Namespace = {} if namespace is None else namespace
        self.path = path


class Lazy:
    """An iterator of a known kind, such as "map" or "list_iterator"."""

    __slots__ = ("iterator", "kind")

    def __init__(self, kind: str, iterator: Iterator[Any]) -> None:
        self.kind = kind
        self.iterator = iterator

    def __iter__(self) -> Lazy:
        return self

    def __next__(self) -> Any:
        return next(self.iterator)


class Raised(Exception):
    """An exception of the script on its way: `value` is its instance."""

    def __init__(self, value: Instance) -> None:
        super().__init__(value.cls.name)
        self.value = value


# What Python's own messages call these
Function.__name__ = "function"
Builtin.__name__ = "builtin_function_or_method"
Method.__name__ = "method"
Class.__name__ = "type"
Module.__name__ = "module"
Instance.__name__ = "object"
