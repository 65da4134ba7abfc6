"""`itertools`, `functools`, `operator`."""

from __future__ import annotations

import itertools
import operator
from typing import TYPE_CHECKING, Any

from tutor.programs.python.values import Builtin, Class, Function, Instance, Lazy, Method

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.programs.python.machine import Machine

_NONE = object()


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill one of the modules."""
    table = {"itertools": _itertools, "functools": _functools, "operator": _operator}[module](machine)
    names.update({name: Builtin(name, call) for name, call in table.items()})
    if module == "itertools":
        chain = Class(machine, "chain", (machine.object,), module="itertools")
        chain.namespace["__new__"] = Builtin("chain", lambda cls, *sources: table["chain"](*sources))
        chain.namespace["from_iterable"] = Builtin(
            "from_iterable", lambda sources: table["chain"](*machine.listed(sources))
        )
        names["chain"] = chain


def _lazy(machine: Machine, name: str) -> Callable[..., Any]:
    make = getattr(itertools, name)
    return lambda *given: Lazy(name, make(*given))


def _itertools(machine: Machine) -> dict[str, Any]:
    def over(name: str, places: tuple[int, ...] = (0,)) -> Callable[..., Any]:
        """Return a function some of whose arguments are iterables, read at their cost."""

        def run(*given: Any, **named: Any) -> Lazy:
            ready = [machine.counted(value) if at in places else value for at, value in enumerate(given)]
            return Lazy(name, iter(getattr(itertools, name)(*ready, **named)))

        return run

    def finite(name: str) -> Callable[..., Any]:
        def run(items: Any, *given: int, **named: Any) -> Lazy:
            return Lazy(name, iter(getattr(itertools, name)(machine.listed(items), *given, **named)))

        return run

    def with_function(name: str) -> Callable[..., Any]:
        def run(function: Any, items: Any) -> Lazy:
            return Lazy(name, iter(getattr(itertools, name)(machine.callback(function), machine.counted(items))))

        return run

    def grouped(items: Any, key: Any = None) -> Lazy:
        def run() -> Iterator[Any]:
            call = None if key is None else machine.callback(key)
            for name, group in itertools.groupby(machine.counted(items), call):
                yield (name, Lazy("_grouper", iter(group)))

        return Lazy("groupby", run())

    def sums(items: Any, function: Any = None, *, initial: Any = None) -> Lazy:
        call = operator.add if function is None else machine.callback(function)
        return Lazy("accumulate", iter(itertools.accumulate(machine.counted(items), call, initial=initial)))

    return {
        "count": _lazy(machine, "count"),
        "repeat": _lazy(machine, "repeat"),
        "cycle": finite("cycle"),
        "chain": lambda *sources: Lazy("chain", itertools.chain(*[machine.counted(source) for source in sources])),
        "islice": over("islice"),
        "zip_longest": lambda *sources, fillvalue=None: Lazy(
            "zip_longest", itertools.zip_longest(*[machine.counted(source) for source in sources], fillvalue=fillvalue)
        ),
        "pairwise": over("pairwise"),
        "batched": lambda items, n: Lazy("batched", _batched(machine, items, n)),
        "product": lambda *sources, repeat=1: _product(machine, sources, repeat),
        "permutations": finite("permutations"),
        "combinations": finite("combinations"),
        "takewhile": with_function("takewhile"),
        "dropwhile": with_function("dropwhile"),
        "filterfalse": with_function("filterfalse"),
        "starmap": lambda function, items: Lazy(
            "starmap", (machine.call(function, machine.listed(item)) for item in machine.counted(items))
        ),
        "groupby": grouped,
        "accumulate": sums,
    }


def _product(machine: Machine, sources: tuple[Any, ...], repeat: int) -> Lazy:
    machine.made(len(sources) * repeat * 64)
    return Lazy("product", iter(itertools.product(*[machine.listed(source) for source in sources], repeat=repeat)))


def _batched(machine: Machine, items: Any, n: int) -> Iterator[Any]:
    source = machine.counted(items)
    while batch := tuple(itertools.islice(source, n)):
        yield batch


def _functools(machine: Machine) -> dict[str, Any]:
    def reduce(function: Any, items: Any, initial: Any = _NONE) -> Any:
        source = machine.counted(items)
        result = initial
        if result is _NONE:
            result = next(source, _NONE)
            if result is _NONE:
                raise TypeError("reduce() of empty iterable with no initial value")
        for item in source:
            result = machine.call(function, [result, item])
        return result

    def partial(function: Any, *given: Any, **named: Any) -> Builtin:
        return Builtin("partial", lambda *rest, **more: machine.call(function, [*given, *rest], {**named, **more}))

    def wraps(wrapped: Any) -> Builtin:
        def apply(wrapper: Any) -> Any:
            if isinstance(wrapper, Function) and isinstance(wrapped, Function):
                for name in ("__name__", "__qualname__", "__doc__", "__annotations__"):
                    if name in wrapped.attrs:
                        wrapper.attrs[name] = wrapped.attrs[name]
                wrapper.attrs["__wrapped__"] = wrapped
            return wrapper

        return Builtin("wraps", apply)

    def cached(function: Any) -> Instance:
        memory: dict[Any, Any] = {}
        cls = Class(machine, "_lru_cache_wrapper", (machine.object,), module="functools")

        def call(self: Instance, *given: Any, **named: Any) -> Any:
            key = (given, tuple(sorted(named.items())))
            machine.tick()
            if key not in memory:
                memory[key] = machine.call(function, list(given), named)
            return memory[key]

        cls.namespace["__call__"] = Builtin("__call__", call, binds=True)
        cls.namespace["cache_clear"] = Builtin("cache_clear", lambda self: memory.clear(), binds=True)
        cls.namespace["__get__"] = Builtin("__get__", lambda self, value, kind: Method(self, value), binds=True)
        attrs = dict(function.attrs) if isinstance(function, Function) else {}
        return Instance(cls, attrs)

    def lru(maxsize: Any = 128, typed: bool = False) -> Any:
        if isinstance(maxsize, Function):
            return cached(maxsize)
        return Builtin("lru_cache", cached)

    def by_comparison(compare: Any) -> Any:
        import functools

        def key(a: Any, b: Any) -> int:
            return int(machine.call(compare, [a, b]))

        return Builtin("cmp_to_key", functools.cmp_to_key(key))

    return {
        "reduce": reduce, "partial": partial, "wraps": wraps, "cache": cached, "lru_cache": lru,
        "cmp_to_key": by_comparison, "total_ordering": lambda cls: _ordered(machine, cls),
    }  # fmt: skip


def _ordered(machine: Machine, cls: Class) -> Class:
    """Give a class with `__lt__` and `__eq__` the other comparisons."""
    less = cls.get("__lt__")
    if less is not None:

        def below(self: Any, other: Any) -> bool:
            return bool(machine.call(less, [self, other]))

        table: dict[str, Any] = {
            "__gt__": lambda self, other: not (below(self, other) or self == other),
            "__le__": lambda self, other: below(self, other) or self == other,
            "__ge__": lambda self, other: not below(self, other),
        }
        for name, call in table.items():
            if cls.get(name) is None:
                cls.namespace[name] = Builtin(name, call, binds=True)
    return cls


def _operator(machine: Machine) -> dict[str, Any]:
    import ast

    from tutor.programs.python import operators

    def getter(*keys: Any) -> Builtin:
        def run(value: Any) -> Any:
            found = [operators.item(machine, value, key) for key in keys]
            return found[0] if len(keys) == 1 else tuple(found)

        return Builtin("itemgetter", run)

    def attribute(*keys: str) -> Builtin:
        def run(value: Any) -> Any:
            found = [machine.get(value, key) for key in keys]
            return found[0] if len(keys) == 1 else tuple(found)

        return Builtin("attrgetter", run)

    def binary(kind: type[ast.operator]) -> Callable[[Any, Any], Any]:
        apply = operators.binary(kind)
        return lambda a, b: apply(machine, a, b)

    return {
        "itemgetter": getter, "attrgetter": attribute, "add": binary(ast.Add), "sub": binary(ast.Sub),
        "mul": binary(ast.Mult), "truediv": binary(ast.Div), "mod": binary(ast.Mod),
    }  # fmt: skip
