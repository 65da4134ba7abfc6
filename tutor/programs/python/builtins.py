"""The built-in functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from tutor.programs.outside import Outside
from tutor.programs.python import attributes, files, operators, text
from tutor.programs.python.methods import METHODS
from tutor.programs.python.values import Builtin, Class, Instance, Lazy, Raised, Wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.programs.python.machine import Machine

_NOTHING = object()
_OUTSIDE = ("eval", "exec", "compile", "memoryview", "complex", "__import__", "breakpoint", "aiter", "anext")


def builtin_names(machine: Machine) -> dict[str, Any]:
    """Return every name that a script finds without an import."""
    names: dict[str, Any] = {
        cls.name: cls for cls in machine.types.values() if cls.native in (
            int, float, str, bytes, bytearray, bool, list, tuple, dict, set, frozenset, range, slice, object,
        )
    }  # fmt: skip
    names["type"] = machine.type_class
    names["property"] = next(cls for cls in machine.types.values() if cls.name == "property")
    names.update(machine.exceptions)
    names.update({"IOError": machine.exceptions["OSError"], "EnvironmentError": machine.exceptions["OSError"]})
    names.update({"NotImplemented": NotImplemented, "Ellipsis": ..., "__name__": "builtins", "__debug__": True})
    for table in (_simple(machine), _numbers(machine), _iterators(machine), _objects(machine)):
        names.update({name: Builtin(name, call) for name, call in table.items()})
    for name in _OUTSIDE:
        names[name] = Builtin(name, _refused(f"{name}()"))
    for kind in ("class", "static"):
        names[f"{kind}method"] = Builtin(f"{kind}method", lambda function, kind=kind: Wrapped(kind, function))
    return names


def _refused(what: str) -> Callable[..., Any]:
    def refuse(*arguments: Any, **named: Any) -> Any:
        raise Outside(what)

    return refuse


def _simple(machine: Machine) -> dict[str, Any]:
    def show(*values: Any, sep: Any = " ", end: Any = "\n", file: Any = None, flush: Any = False) -> None:
        shown = [machine.str(value) for value in values]
        line = (" " if sep is None else sep).join(shown) + ("\n" if end is None else end)
        target = machine.modules["sys"].namespace["stdout"] if file is None else file
        if target is None:
            return
        if type(target.native) is files.Output:
            target.native.write(line)
            if flush:
                target.native.flush()
            return
        machine.call(machine.get(target, "write"), [line])
        if flush:
            machine.call(machine.get(target, "flush"), [])

    def ask(prompt: Any = "") -> str:
        out = machine.modules["sys"].namespace["stdout"].native
        out.write(machine.str(prompt))
        out.flush()
        line = machine.modules["sys"].namespace["stdin"].native.readline()
        if not line:
            raise machine.error("EOFError", "EOF when reading a line")
        return str(line.removesuffix("\n"))

    return {
        "print": show,
        "input": ask,
        "open": lambda *arguments, **named: files.opened(machine, *arguments, **named),
        "repr": machine.repr,
        "ascii": lambda value: text.converted(machine, value, "a"),
        "format": lambda value, spec="": text.format_of(machine, value, spec),
        "chr": chr,
        "ord": lambda value: _ord(machine, value),
        "exit": lambda code=None: _leave(machine, code),
        "quit": lambda code=None: _leave(machine, code),
        "help": _refused("help()"),
    }


def _leave(machine: Machine, code: Any) -> None:
    raise machine.error("SystemExit", *([] if code is None else [code]))


def _ord(machine: Machine, value: Any) -> int:
    if not isinstance(value, str | bytes):
        raise TypeError(f"ord() expected string of length 1, but {machine.type_name(value)} found")
    return ord(value)


def _numbers(machine: Machine) -> dict[str, Any]:
    import ast

    power = operators.binary(ast.Pow)
    add = operators.binary(ast.Add)

    def pow_(base: Any, exponent: Any, modulus: Any = None) -> Any:
        if modulus is None:
            return power(machine, base, exponent)
        machine.bits(max(base.bit_length(), modulus.bit_length()) * 64)
        machine.tick(exponent.bit_length())
        return pow(base, exponent, modulus)

    def total(items: Any, start: Any = 0) -> Any:
        if isinstance(start, str):
            raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
        result = start
        for item in machine.counted(items):
            result = add(machine, result, item)
        return result

    def rounded(value: Any, digits: Any = None) -> Any:
        special = machine.special(value, "__round__")
        if special is not None:
            return machine.call(special, [] if digits is None else [digits])
        if not isinstance(value, int | float):
            raise TypeError(f"type {machine.type_name(value)} doesn't define __round__ method")
        return round(value) if digits is None else round(value, digits)

    def absolute(value: Any) -> Any:
        special = machine.special(value, "__abs__")
        if special is not None:
            return machine.call(special, [])
        if not isinstance(value, int | float):
            raise TypeError(f"bad operand type for abs(): '{machine.type_name(value)}'")
        return abs(value)

    def divided(a: Any, b: Any) -> Any:
        return (operators.binary(ast.FloorDiv)(machine, a, b), operators.binary(ast.Mod)(machine, a, b))

    def best(name: str, choose: Any) -> Callable[..., Any]:
        def run(*items: Any, key: Any = None, default: Any = _NOTHING) -> Any:
            if not items:
                raise TypeError(f"{name} expected at least 1 argument, got 0")
            found = machine.listed(items[0]) if len(items) == 1 else list(items)
            if not found:
                if default is not _NOTHING:
                    return default
                what = "arg is an empty sequence" if machine.version < (3, 12) else "iterable argument is empty"
                raise ValueError(f"{name}() {what}")
            return choose(found, key=None if key is None else machine.callback(key))

        return run

    return {
        "abs": absolute, "round": rounded, "pow": pow_, "divmod": divided, "sum": total, "min": best("min", min),
        "max": best("max", max), "bin": bin, "oct": oct, "hex": hex,
    }  # fmt: skip


def _iterators(machine: Machine) -> dict[str, Any]:
    def over(function: Any, *sources: Any) -> Lazy:
        iterators = [machine.iterate(source) for source in sources]

        def run() -> Iterator[Any]:
            for items in zip(*iterators, strict=False):
                yield machine.call(function, list(items))

        return Lazy("map", run())

    def chosen(function: Any, source: Any) -> Lazy:
        items = machine.counted(source)
        machine.iterate(source)

        def run() -> Iterator[Any]:
            for item in items:
                if item if function is None else machine.call(function, [item]):
                    yield item

        return Lazy("filter", run())

    def zipped(*sources: Any, strict: bool = False) -> Lazy:
        for at, source in enumerate(sources):
            try:
                machine.iterate(source) if type(source) is not Instance else None
            except TypeError:
                raise TypeError(f"'{machine.type_name(source)}' object is not iterable") from None
            del at
        return Lazy("zip", zip(*[machine.iterate(source) for source in sources], strict=bool(strict)))

    def reverse(source: Any) -> Lazy:
        special = machine.special(source, "__reversed__")
        if special is not None:
            return machine.call(special, [])  # type: ignore[no-any-return]
        if isinstance(source, list | tuple | str | bytes | range | dict) or hasattr(type(source), "__reversed__"):
            return Lazy("reversed", iter(reversed(source)))
        raise TypeError(f"'{machine.type_name(source)}' object is not reversible")

    def iterator(source: Any, sentinel: Any = _NOTHING) -> Any:
        if sentinel is not _NOTHING:

            def until() -> Iterator[Any]:
                while True:
                    item = machine.call(source, [])
                    if item == sentinel:
                        return
                    yield item

            return Lazy("callable_iterator", until())
        if type(source) is Instance:
            special = source.cls.get("__iter__")
            if special is not None:
                return machine.call(special, [source])
        found = machine.iterate(source)
        if found is source:
            return source
        name = machine.type_name(source)
        kind = {"str": "str_ascii_iterator", "dict": "dict_keyiterator"}.get(name, f"{name}_iterator")
        return Lazy(kind, found)

    def following(source: Any, default: Any = _NOTHING) -> Any:
        special = machine.special(source, "__next__")
        try:
            if special is not None:
                return machine.call(special, [])
            if isinstance(source, str | list | tuple | dict | set | range | int) or not hasattr(source, "__next__"):
                raise TypeError(f"'{machine.type_name(source)}' object is not an iterator")
            return next(source)
        except StopIteration as error:
            if default is not _NOTHING:
                return default
            raise machine.error("StopIteration", *error.args) from None
        except Raised as error:
            if default is not _NOTHING and machine.is_a(error.value, "StopIteration"):
                return default
            raise

    def in_order(items: Any, *, key: Any = None, reverse: Any = False) -> list[Any]:
        found = machine.listed(items)
        machine.tick(len(found) // 8)
        found.sort(key=None if key is None else machine.callback(key), reverse=bool(reverse))
        return found

    return {
        "map": over,
        "filter": chosen,
        "zip": zipped,
        "enumerate": lambda items, start=0: Lazy("enumerate", iter(enumerate(machine.iterate(items), start))),
        "reversed": reverse,
        "iter": iterator,
        "next": following,
        "sorted": in_order,
        "any": lambda items: any(machine.counted(items)),
        "all": lambda items: all(machine.counted(items)),
        "len": lambda value: _length(machine, value),
    }


def _length(machine: Machine, value: Any) -> int:
    if type(value) is not Instance and type(value) not in METHODS and not hasattr(type(value), "sized"):
        raise TypeError(f"object of type '{machine.type_name(value)}' has no len()")
    try:
        return len(value)
    except TypeError:
        raise TypeError(f"object of type '{machine.type_name(value)}' has no len()") from None


def _objects(machine: Machine) -> dict[str, Any]:
    def is_instance(value: Any, kinds: Any) -> bool:
        return is_subclass(machine.class_of(value), kinds, "isinstance")

    def is_subclass(cls: Any, kinds: Any, name: str = "issubclass") -> bool:
        for kind in kinds if type(kinds) is tuple else (kinds,):
            if type(kind) is tuple:
                if is_subclass(cls, kind, name):
                    return True
            elif type(kind) is not Class:
                raise TypeError(f"{name}() arg 2 must be a type, a tuple of types, or a union")
            elif kind in cls.mro:
                return True
        return False

    def attribute(value: Any, name: str, default: Any = _NOTHING) -> Any:
        try:
            return machine.get(value, name)
        except Raised as error:
            if default is not _NOTHING and machine.is_a(error.value, "AttributeError"):
                return default
            raise

    def has(value: Any, name: str) -> bool:
        missing = object()
        return attribute(value, name, missing) is not missing

    def hashed(value: Any) -> int:
        if isinstance(value, str | bytes):
            return crc32(repr(value).encode()) << 16
        return hash(value)

    def names_of(value: Any = _NOTHING) -> list[str]:
        if value is _NOTHING:
            raise Outside("dir() without an argument")
        found: set[str] = set(METHODS.get(type(value), ()))
        if type(value) is Instance:
            found.update(value.attrs)
        for cls in value.mro if type(value) is Class else machine.class_of(value).mro:
            found.update(cls.namespace)
        found.update(getattr(value, "namespace", ()))
        return sorted(found)

    def variables(value: Any = _NOTHING) -> Any:
        if type(value) is Instance:
            return value.attrs
        if hasattr(value, "namespace"):
            return value.namespace
        raise TypeError("vars() argument must have __dict__ attribute")

    def parent(after: Any, value: Any) -> Any:
        from tutor.programs.python.calls import made_super

        return made_super(machine, after, value)

    def callable_(value: Any) -> bool:
        if type(value) is Instance:
            return value.cls.get("__call__") is not None
        return type(value).__name__ in ("function", "builtin_function_or_method", "method", "type")

    return {
        "isinstance": is_instance,
        "issubclass": is_subclass,
        "getattr": attribute,
        "hasattr": has,
        "setattr": machine.set,
        "delattr": lambda value, name: attributes.remove(machine, value, name),
        "callable": callable_,
        "id": machine.address,
        "hash": hashed,
        "dir": names_of,
        "vars": variables,
        "super": parent,
        "globals": _refused("globals()"),
        "locals": _refused("locals()"),
    }
