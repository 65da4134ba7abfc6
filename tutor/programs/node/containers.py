"""Object, Array, Map and Set."""

from __future__ import annotations

import math
from functools import cmp_to_key
from typing import TYPE_CHECKING, Any

from tutor.programs.node.inspect import inspect
from tutor.programs.node.naming import at, maker, methods
from tutor.programs.node.operators import keys
from tutor.programs.node.values import (
    UNDEFINED,
    Accessor,
    Array,
    Function,
    Object,
    strict_equal,
    truthy,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Native = Callable[[Any, list[Any]], Any]


def fill_objects(runtime: Runtime) -> None:
    """Make Object, and what functions have."""
    proto = runtime.object_proto

    def described(this: Any, given: list[Any]) -> str:
        kind = "Null" if this is None else "Undefined" if this is UNDEFINED else getattr(this, "kind", "Object")
        return f"[object {kind}]"

    methods(runtime, proto, {
        "toString": described,
        "valueOf": lambda this, given: this,
        "hasOwnProperty": lambda this, given: isinstance(this, Object) and runtime.key(at(given, 0)) in this.props,
        "toLocaleString": lambda this, given: runtime.text(this),
    })  # fmt: skip

    def values(value: Any) -> list[Any]:
        return [runtime.get(value, key) for key in keys(value)]

    def pairs(this: Any, given: list[Any]) -> Array:
        return runtime.array([runtime.array([key, runtime.get(given[0], key)]) for key in keys(at(given, 0))])

    def assign(this: Any, given: list[Any]) -> Any:
        for source in given[1:]:
            for key in keys(source):
                runtime.set(given[0], key, runtime.get(source, key))
        return at(given, 0)

    def freeze(this: Any, given: list[Any]) -> Any:
        if isinstance(at(given, 0), Object):
            given[0].frozen = True
        return at(given, 0)

    def entries(this: Any, given: list[Any]) -> Object:
        return runtime.object(
            {runtime.key(runtime.get(pair, "0")): runtime.get(pair, "1") for pair in runtime.iterate(at(given, 0))}
        )

    def define(this: Any, given: list[Any]) -> Any:
        target, name, how = given[0], runtime.key(at(given, 1)), at(given, 2)
        getter, setter = runtime.get(how, "get"), runtime.get(how, "set")
        if isinstance(getter, Function) or isinstance(setter, Function):
            target.props[name] = Accessor(
                getter if isinstance(getter, Function) else None, setter if isinstance(setter, Function) else None
            )
        else:
            target.props[name] = runtime.get(how, "value")
        if not truthy(runtime.get(how, "enumerable")):
            target.hidden.add(name)
        return target

    def make(this: Any, given: list[Any]) -> Any:
        return given[0] if isinstance(at(given, 0), Object) else runtime.object()

    maker(
        runtime, "Object", make, proto,
        keys=lambda this, given: runtime.array(list(keys(at(given, 0)))),
        values=lambda this, given: runtime.array(values(at(given, 0))),
        entries=pairs,
        assign=assign, freeze=freeze, fromEntries=entries, defineProperty=define,
        isFrozen=lambda this, given: not isinstance(at(given, 0), Object) or given[0].frozen,
        create=lambda this, given: Object(given[0] if isinstance(at(given, 0), Object) else None),
        getPrototypeOf=lambda this, given: given[0].proto if isinstance(at(given, 0), Object) else None,
        getOwnPropertyNames=lambda this, given: runtime.array(list(given[0].props)),
    )  # fmt: skip

    def apply(this: Any, given: list[Any]) -> Any:
        return runtime.call(this, at(given, 0), list(runtime.iterate(given[1])) if len(given) > 1 else [])

    def bind(this: Any, given: list[Any]) -> Function:
        target, receiver, first = this, at(given, 0), given[1:]
        return runtime.function(f"bound {target.name}", lambda _, rest: runtime.call(target, receiver, [*first, *rest]))

    methods(runtime, runtime.function_proto, {
        "call": lambda this, given: runtime.call(this, at(given, 0), given[1:]), "apply": apply, "bind": bind,
        "toString": lambda this, given: f"function {this.name}() {{ [native code] }}",
    })  # fmt: skip


def _each(values: list[Any], call: Callable[[Any, int], Any]) -> Any:
    for place, item in enumerate(values):
        call(item, place)
    return UNDEFINED


def fill_arrays(runtime: Runtime) -> None:
    """Make Array."""
    array = runtime.array

    def items(this: Any) -> list[Any]:
        if not isinstance(this, Array):
            raise runtime.error("TypeError", "Array method called on incompatible receiver")
        runtime.tick(1 + len(this.items) // 32)
        return this.items

    def each(run: Callable[[list[Any], Callable[[Any, int], Any]], Any]) -> Native:
        """Return a method whose first argument is called for items."""

        def call(this: Any, given: list[Any]) -> Any:
            function = at(given, 0)
            if not isinstance(function, Function):
                raise runtime.error("TypeError", f"{inspect(runtime, function)} is not a function")
            return run(
                list(items(this)), lambda item, place: runtime.call(function, at(given, 1), [item, float(place), this])
            )

        return call

    def push(this: Any, given: list[Any]) -> float:
        runtime.tick(len(given))
        this.items.extend(given)
        return float(len(this.items))

    def span(this: Any, given: list[Any]) -> tuple[int, int]:
        size = len(this.items)
        first, last = runtime.integer(at(given, 0)), runtime.integer(at(given, 1), size)
        return max(0, first + size) if first < 0 else first, last + size if last < 0 else last

    def cut(this: Any, given: list[Any]) -> Array:
        size = len(items(this))
        first = runtime.integer(at(given, 0))
        first = max(0, first + size) if first < 0 else min(first, size)
        count = runtime.integer(at(given, 1), size) if len(given) > 1 else size
        gone = this.items[first : first + max(0, count)]
        this.items[first : first + max(0, count)] = given[2:]
        return array(gone)

    def sort(this: Any, given: list[Any]) -> Any:
        function = at(given, 0)
        runtime.tick(len(items(this)) * 2)
        if isinstance(function, Function):
            this.items.sort(
                key=cmp_to_key(
                    lambda a, b: (
                        int(math.copysign(1, n))
                        if (n := runtime.number(runtime.call(function, UNDEFINED, [a, b]))) == n and n
                        else 0
                    )
                )
            )
        else:
            this.items.sort(key=runtime.text)
        return this

    def reduce(backwards: bool) -> Native:
        def call(this: Any, given: list[Any]) -> Any:
            pairs = list(enumerate(items(this)))
            pairs = pairs[::-1] if backwards else pairs
            if len(given) > 1:
                result = given[1]
            elif pairs:
                result = pairs.pop(0)[1]
            else:
                raise runtime.error("TypeError", "Reduce of empty array with no initial value")
            for place, item in pairs:
                result = runtime.call(at(given, 0), UNDEFINED, [result, item, float(place), this])
            return result

        return call

    def join(this: Any, given: list[Any]) -> str:
        mark = "," if at(given, 0) is UNDEFINED else runtime.text(given[0])
        parts = ["" if item is None or item is UNDEFINED else runtime.text(item) for item in items(this)]
        runtime.made(sum(map(len, parts)) + len(mark) * len(parts))
        return mark.join(parts)

    def flat(values: list[Any], depth: int) -> list[Any]:
        found: list[Any] = []
        for item in values:
            found.extend(flat(item.items, depth - 1) if isinstance(item, Array) and depth > 0 else [item])
            runtime.tick()
        return found

    def index(this: Any, given: list[Any]) -> float:
        return float(next((place for place, item in enumerate(items(this)) if strict_equal(item, at(given, 0))), -1))

    def concat(this: Any, given: list[Any]) -> Array:
        found = list(items(this))
        for value in given:
            found.extend(value.items if isinstance(value, Array) else [value])
        runtime.made(len(found) * 8)
        return array(found)

    def first(values: list[Any], call: Callable[[Any, int], Any], wanted: str) -> Any:
        order = range(len(values)) if "Last" not in wanted else reversed(range(len(values)))
        for place in order:
            if truthy(call(values[place], place)):
                return float(place) if "Index" in wanted else values[place]
        return -1.0 if "Index" in wanted else UNDEFINED

    def seeker(name: str) -> Callable[[list[Any], Callable[[Any, int], Any]], Any]:
        return lambda values, call: first(values, call, name)

    def single(this: Any, given: list[Any]) -> Any:
        place = runtime.integer(at(given, 0))
        place = place + len(this.items) if place < 0 else place
        return this.items[place] if 0 <= place < len(this.items) else UNDEFINED

    def reverse(this: Any, given: list[Any]) -> Any:
        items(this).reverse()
        return this

    def fill_(this: Any, given: list[Any]) -> Any:
        this.items[:] = [at(given, 0)] * len(items(this))
        return this

    def unshift(this: Any, given: list[Any]) -> float:
        items(this)[:0] = given
        return float(len(this.items))

    methods(runtime, runtime.array_proto, {
        "push": push, "pop": lambda this, given: items(this).pop() if this.items else UNDEFINED,
        "shift": lambda this, given: items(this).pop(0) if this.items else UNDEFINED, "unshift": unshift,
        "slice": lambda this, given: array(items(this)[slice(*span(this, given))]), "splice": cut, "concat": concat,
        "join": join,
        "map": each(lambda values, call: array([call(item, place) for place, item in enumerate(values)])),
        "filter": each(
            lambda values, call: array([item for place, item in enumerate(values) if truthy(call(item, place))])
        ),
        "forEach": each(_each),
        "some": each(lambda values, call: any(truthy(call(item, place)) for place, item in enumerate(values))),
        "every": each(lambda values, call: all(truthy(call(item, place)) for place, item in enumerate(values))),
        "flatMap": each(lambda values, call: array(flat([call(item, place) for place, item in enumerate(values)], 1))),
        **{name: each(seeker(name)) for name in ("find", "findIndex", "findLast", "findLastIndex")},
        "reduce": reduce(False), "reduceRight": reduce(True), "indexOf": index,
        "includes": lambda this, given: index(this, given) >= 0,
        "sort": sort, "reverse": reverse, "fill": fill_, "at": single, "toString": lambda this, given: join(this, []),
        "flat": lambda this, given: array(flat(items(this), min(runtime.integer(at(given, 0), 1), 50))),
        "keys": lambda this, given: array([float(place) for place in range(len(this.items))]),
        "values": lambda this, given: array(list(this.items)),
        "entries": lambda this, given: array([array([float(place), item]) for place, item in enumerate(items(this))]),
    })  # fmt: skip

    def make(this: Any, given: list[Any]) -> Array:
        if len(given) == 1 and isinstance(given[0], float):
            runtime.made(int(given[0]) * 8)
            return array([UNDEFINED] * int(given[0]))
        return array(list(given))

    def convert(this: Any, given: list[Any]) -> Array:
        source, function = at(given, 0), at(given, 1)
        if isinstance(source, Object) and not isinstance(source, Array) and source.kind not in ("Map", "Set"):
            size = runtime.integer(runtime.get(source, "length"))
            runtime.made(size * 8)
            found: list[Any] = [runtime.get(source, str(place)) for place in range(size)]
        else:
            found = list(runtime.iterate(source))
        if isinstance(function, Function):
            found = [runtime.call(function, UNDEFINED, [item, float(place)]) for place, item in enumerate(found)]
        return array(found)

    maker(runtime, "Array", make, runtime.array_proto, isArray=lambda this, given: isinstance(at(given, 0), Array),
          of=lambda this, given: array(list(given)), **{"from": convert})  # fmt: skip


def fill_collections(runtime: Runtime) -> None:
    """Make Map and Set."""

    def key(value: Any) -> Any:
        return ("object", id(value)) if isinstance(value, Object) else (type(value).__name__, value)

    def make(kind: str) -> Native:
        def call(this: Any, given: list[Any]) -> Object:
            made = Object(runtime.protos[kind], None, kind)
            made.native = {}
            for item in runtime.iterate(given[0]) if at(given, 0) not in (UNDEFINED, None) and given else []:
                if kind == "Map":
                    pair = runtime.iterate(item)
                    made.native[key(pair[0])] = (pair[0], pair[1])
                else:
                    made.native[key(item)] = (item, item)
            return made

        return call

    def put(this: Any, given: list[Any]) -> Any:
        runtime.tick()
        this.native[key(at(given, 0))] = (at(given, 0), at(given, 1))
        return this

    def add(this: Any, given: list[Any]) -> Any:
        runtime.tick()
        this.native.setdefault(key(at(given, 0)), (at(given, 0), at(given, 0)))
        return this

    def each(this: Any, given: list[Any]) -> Any:
        for name, item in list(this.native.values()):
            runtime.call(at(given, 0), UNDEFINED, [item, name, this])
        return UNDEFINED

    def clear(this: Any, given: list[Any]) -> Any:
        this.native.clear()
        return UNDEFINED

    common: dict[str, Native] = {
        "has": lambda this, given: key(at(given, 0)) in this.native, "clear": clear, "forEach": each,
        "delete": lambda this, given: this.native.pop(key(at(given, 0)), None) is not None,
        "keys": lambda this, given: runtime.array([name for name, _ in this.native.values()]),
        "values": lambda this, given: runtime.array([item for _, item in this.native.values()]),
        "entries": lambda this, given: runtime.array([runtime.array([*pair]) for pair in this.native.values()]),
    }  # fmt: skip
    methods(
        runtime,
        runtime.protos["Map"],
        {**common, "get": lambda this, given: this.native.get(key(at(given, 0)), (0, UNDEFINED))[1], "set": put},
    )
    methods(runtime, runtime.protos["Set"], {**common, "add": add})
    for kind in ("Map", "Set"):
        size = runtime.function("size", lambda this, given: float(len(this.native)))
        runtime.protos[kind].props["size"] = Accessor(size)
        maker(runtime, kind, make(kind), runtime.protos[kind])
