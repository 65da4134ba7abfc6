"""`dataclass`, `field` and `replace` as the standard library has them, for a fraction of the price.

Importing `dataclasses` takes as long as starting Python, and every class that it makes takes half a millisecond more,
because it writes six methods as text and compiles them. Here the methods are there already, and a constructor is
compiled when the first value is made.

The rule: a type checker sees the real ones, and all that is checked (that nothing writes to a frozen value, too) it
checks. At run time there are slots, defaults, inheritance, comparison, hashing and text, and no more.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
else:
    from operator import attrgetter

    class _Factory:
        """A default that is made anew for each value."""

        __slots__ = ("make",)

        def __init__(self, make):
            self.make = make

    def field(*, default_factory):
        """Say how a field's default is made."""
        return _Factory(default_factory)

    def replace(value, **changes):
        """Return the value (of such a class, or a record) with some fields changed."""
        for name in value.__match_args__:
            if name not in changes:
                changes[name] = getattr(value, name)
        return value.__class__(**changes)

    def dataclass(*, frozen=False, slots=True):
        """Make a class with slots of one that annotates its fields."""
        return _frozen if frozen else _open

    def _frozen(cls):
        return _made(cls, _hash)

    def _open(cls):
        return _made(cls, None)

    def _made(cls, hasher):
        own = tuple(cls.__annotations__)
        names, defaults = (), {}
        for base in cls.__bases__:
            names += getattr(base, "__match_args__", ())
            defaults.update(getattr(base, "_defaults", ()))
        namespace = {name: value for name, value in cls.__dict__.items() if name not in ("__dict__", "__weakref__")}
        for name in own:
            if name in namespace:
                defaults[name] = namespace.pop(name)
        own = tuple(name for name in own if name not in names)
        names += own
        namespace["__slots__"] = own
        namespace["__match_args__"] = names
        namespace["_defaults"] = defaults
        namespace["_fields"] = attrgetter(*names) if names else _nothing
        for name, method in (("__eq__", _eq), ("__hash__", hasher), ("__repr__", _repr)):
            namespace.setdefault(name, method)
        namespace["__init__"] = _first
        made = type(cls)(cls.__name__, cls.__bases__, namespace)
        made.__qualname__ = cls.__qualname__
        return made

    def _first(self, *values, **named):
        """Compile the constructor, which takes this one's place, and call it."""
        cls = next(base for base in self.__class__.__mro__ if "_fields" in base.__dict__)
        cls.__init__ = made = _constructor(cls)
        made(self, *values, **named)

    def _constructor(cls):
        names, defaults = cls.__match_args__, cls._defaults
        heads, lines, scope = ["self"], [], {}
        for name in names:
            head, value = name, name
            if name in defaults:
                default = scope[f"default_{name}"] = defaults[name]
                head = f"{name}=default_{name}"
                if default.__class__ is _Factory:
                    value = f"default_{name}.make() if {name} is default_{name} else {name}"
            heads.append(head)
            lines.append(f"    self.{name} = {value}\n")
        exec(f"def __init__({', '.join(heads)}):\n{''.join(lines) or '    pass'}", scope)
        made = scope["__init__"]
        made.__qualname__ = f"{cls.__qualname__}.__init__"
        return made

    def _nothing(value):
        return ()

    def _eq(self, other):
        if self is other:
            return True
        cls = self.__class__
        if cls is not other.__class__:
            return NotImplemented
        return cls._fields(self) == cls._fields(other)

    def _hash(self):
        return hash(self.__class__._fields(self))

    def _repr(self):
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{self.__class__.__qualname__}({fields})"
