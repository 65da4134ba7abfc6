"""Expressions of Go, turned into closures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.golang import operations
from tutor.programs.golang.compiler import Compiler
from tutor.programs.golang.formatting import kind_of
from tutor.programs.golang.scopes import Env, _Spread
from tutor.programs.golang.values import (
    BASIC,
    Duration,
    Error,
    Function,
    Map,
    Object,
    Panic,
    Pointer,
    Slice,
    Struct,
    Type,
    copied,
    runtime,
)
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.golang.compiler import Eval
    from tutor.programs.golang.scopes import Name, Scope
    from tutor.programs.golang.tree import Node


def _literal(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    value = node.value
    return lambda env: value


def _name(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    text = node.name
    if text in ("true", "false"):
        return lambda env: text == "true"
    found = scope.find(text)
    if found is None:
        if text == "nil":
            return lambda env: None
        if text in _BUILTINS:
            compiler.fail(node, f"{text} (built-in function) must be called")
        else:
            compiler.fail(node, f"undefined: {text}")
        return lambda env: None
    name, up = found
    name.used = True
    if name.kind == "const":
        value = name.value
        return lambda env: value
    if name.kind == "func":
        return lambda env: name.value
    if name.kind == "package":
        compiler.fail(node, f"use of package {text} without selector")
        return lambda env: None
    if name.kind == "type":
        compiler.fail(node, f"{text} (type) is not an expression")
        return lambda env: None
    if up == 0:
        return lambda env: env.vars[text]
    if up == 1:
        return lambda env: env.parent.vars[text]  # type: ignore[union-attr]

    def read(env: Env) -> Any:
        for _ in range(up):
            env = env.parent  # type: ignore[assignment]
        return env.vars[text]

    return read


def _unary(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    operator = node.operator
    if operator == "&":
        return _address(compiler, scope, node)
    value = compiler.expression(scope, node.value)
    if operator == "!":
        return lambda env: not value(env)
    if operator == "-":
        return lambda env: -value(env) if type(found := value(env)) is not Duration else Duration(-found)
    if operator == "^":
        return lambda env: ~value(env)
    if operator == "*":

        def follow(env: Env) -> Any:
            pointer = value(env)
            if not isinstance(pointer, Pointer):
                raise operations.nil_pointer()
            return pointer.value()

        return follow
    return value


def _address(compiler: Compiler, scope: Scope, node: Node) -> Eval:
    inner = node.value
    value = compiler.expression(scope, inner)
    if inner.kind == "composite":
        return lambda env: Pointer(value(env))
    put = compiler.target(scope, inner)

    def run(env: Env) -> Any:
        found = value(env)
        if isinstance(found, Struct):
            return Pointer(found)
        return Pointer(env, lambda: value(env), lambda new: put(env, new))

    return run


def _binary(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    left, right = compiler.expression(scope, node.left), compiler.expression(scope, node.right)
    operator = node.operator
    if operator == "&&":
        return lambda env: left(env) and right(env)
    if operator == "||":
        return lambda env: left(env) or right(env)
    apply = operations.binary(operator)
    machine = compiler.machine
    file, line = compiler.file, node.line

    def run(env: Env) -> Any:
        try:
            return apply(machine, left(env), right(env))
        except Panic as panic:
            machine.note(panic, file, line)
            raise
        except TypeError:
            raise Outside("an operation on values of such types", f"{file}:{line}") from None

    return run


def _selector(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    text = node.name
    if node.value.kind == "name":
        found = scope.find(node.value.name)
        if found is not None and found[0].kind == "package":
            found[0].used = True
            names = found[0].value.names
            if text not in names:
                if found[0].value.path in compiler.machine.known and text[:1].isupper():
                    raise Outside(f"{node.value.name}.{text}", f"{compiler.file}:{node.line}")
                compiler.fail(node, f"undefined: {node.value.name}.{text}")
                return lambda env: None
            value = names[text]
            if isinstance(value, property):
                return lambda env: value.fget(None)  # type: ignore[misc]
            return lambda env: value
    owner = compiler.expression(scope, node.value)
    machine, file, line = compiler.machine, compiler.file, node.line

    def run(env: Env) -> Any:
        value = owner(env)
        try:
            return member(value, text)
        except Panic as panic:
            machine.note(panic, file, line)
            raise

    return run


def member(value: Any, name: str) -> Any:
    """Return a field or a bound method. Raises Panic, Outside."""
    holder = operations.holder(value)
    if isinstance(holder, Struct):
        if name in holder.fields:
            return holder.fields[name]
        if name in holder.type.methods:
            pointed, function = holder.type.methods[name]
            receiver = (value if isinstance(value, Pointer) else Pointer(holder)) if pointed else holder
            return Function(name, lambda *given: function(receiver, *given))
        for field in holder.fields.values():
            inner = field.value() if isinstance(field, Pointer) else field
            if isinstance(inner, Struct) and (name in inner.fields or name in inner.type.methods):
                return member(field, name)
    if isinstance(holder, Object) and name in holder.members:
        found = holder.members[name]
        return found.fget(None) if isinstance(found, property) and found.fget else found
    if isinstance(holder, Error) and name == "Error":
        return Function(name, lambda: holder.text)
    if isinstance(holder, Duration):
        sizes = {"Seconds": 1e9, "Minutes": 6e10, "Hours": 3.6e12}
        if name in sizes:
            return Function(name, lambda: holder / sizes[name])
        if name == "Milliseconds":
            return Function(name, lambda: int(holder) // 1_000_000)
        if name == "String":
            return Function(name, holder.text)
    raise Outside(f"{kind_of(value)}.{name}")


def _index(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    value, key = compiler.expression(scope, node.value), compiler.expression(scope, node.index)
    machine, file, line = compiler.machine, compiler.file, node.line

    def run(env: Env) -> Any:
        found, at = value(env), key(env)
        try:
            if two:
                inside = isinstance(found, Map) and at in found.data
                return (operations.item(machine, found, at), inside)
            return operations.item(machine, found, at)
        except Panic as panic:
            machine.note(panic, file, line)
            raise

    return run


def _slice(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    value = compiler.expression(scope, node.value)
    low = compiler.expression(scope, node.low) if node.low is not None else None
    high = compiler.expression(scope, node.high) if node.high is not None else None
    machine, file, line = compiler.machine, compiler.file, node.line

    def run(env: Env) -> Any:
        try:
            return operations.sliced(
                machine, value(env), low(env) if low is not None else None, high(env) if high is not None else None
            )
        except Panic as panic:
            machine.note(panic, file, line)
            raise

    return run


def _composite(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    if node.type is None:
        compiler.fail(node, "invalid composite literal type")
        return lambda env: None
    return composite(compiler, scope, node, compiler.type(scope, node.type))


def composite(compiler: Compiler, scope: Scope, node: Node, kind: Type) -> Eval:
    """Turn a composite literal of a type; the types of inner ones follow from it."""
    machine = compiler.machine
    if kind.kind == "pointer" and kind.inner is not None:
        inner = composite(compiler, scope, node, kind.inner)
        return lambda env: Pointer(inner(env))

    def part(value: Node, wanted: Type | None) -> Eval:
        if value.kind == "composite" and value.type is None and wanted is not None:
            return composite(compiler, scope, value, wanted)
        return compiler.expression(scope, value)

    if kind.kind == "struct":
        names = list(kind.fields)
        pairs: list[tuple[str, Eval]] = []
        for at, (key, value) in enumerate(node.items):
            name = key.parts.get("name", "") if key is not None else names[at] if at < len(names) else ""
            if name not in kind.fields:
                compiler.fail(
                    key or value,
                    f"unknown field {name} in struct literal of type {kind.name}"
                    if name
                    else f"too many values in struct literal of type {kind.name}",
                )
                continue
            pairs.append((name, part(value, kind.fields[name])))

        def struct(env: Env) -> Any:
            made = kind.zero()
            for name, value in pairs:
                made.fields[name] = kind.fields[name].fit(value(env))
            return made

        return struct
    if kind.kind == "map":
        entries = [(part(key, kind.key), part(value, kind.inner)) for key, value in node.items if key is not None]
        fit = kind.inner.fit if kind.inner is not None else copied

        def mapping(env: Env) -> Any:
            return Map({key(env): fit(value(env)) for key, value in entries}, kind.key, kind.inner)

        return mapping
    if kind.kind in ("slice", "array"):
        parts = [part(value, kind.inner) for _, value in node.items]
        inner_kind = kind.inner
        size = int(kind.tags.get("size", "0")) if kind.kind == "array" else 0

        def array(env: Env) -> Any:
            assert inner_kind is not None
            data = [inner_kind.fit(value(env)) for value in parts]
            data += [inner_kind.zero() for _ in range(size - len(data))]
            machine.made(len(data) * 8)
            return Slice(data, 0, len(data), inner_kind)

        return array
    compiler.fail(node, f"invalid composite literal type {kind.name}")
    return lambda env: None


def _func(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    make = compiler.function(scope, "main.func1", node)
    return lambda env: Function("func1", make(env))


def _assertion(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    value, kind = compiler.expression(scope, node.value), compiler.type(scope, node.type)

    def run(env: Env) -> Any:
        found = value(env)
        fits = _is(found, kind)
        if two:
            return (found if fits else kind.zero(), fits)
        if not fits:
            what = "nil" if found is None else kind_of(found)
            raise Panic(
                Error(
                    f"interface conversion: interface {{}} is {what}, not {kind.name}",
                    kind="*runtime.TypeAssertionError",
                ),
                True,
            )
        return found

    return run


def _is(value: Any, kind: Type) -> bool:
    if kind.kind in ("any", "interface"):
        return value is not None
    if kind.kind == "pointer" and kind.inner is not None:
        return isinstance(value, Pointer) and _is(value.value(), kind.inner)
    if kind.kind == "struct":
        return isinstance(value, Struct) and value.type is kind
    plain: dict[str, type] = {"int": int, "float": float, "string": str, "bool": bool, "slice": Slice, "map": Map}
    return (
        kind.kind in plain and isinstance(value, plain[kind.kind]) and isinstance(value, bool) == (kind.kind == "bool")
    )


def _conversion(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    kind, value = compiler.type(scope, node.type), compiler.expression(scope, node.value)
    return lambda env: kind.convert(value(env))


def _call(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    function = node.function
    if function.kind == "name":
        found = scope.find(function.name)
        if found is None and function.name in _BUILTINS:
            return _BUILTINS[function.name](compiler, scope, node)
        if (found is not None and found[0].kind == "type") or (found is None and function.name in BASIC):
            return _converted(compiler, scope, node, function)
    if function.kind == "type":
        return _converted(compiler, scope, node, function)
    if function.kind == "selector" and function.value.kind == "name":
        package = scope.find(function.value.name)
        if (
            package is not None
            and package[0].kind == "package"
            and isinstance(package[0].value.names.get(function.name), Type)
        ):
            return _converted(compiler, scope, node, function)
    called = compiler.expression(scope, function)
    arguments = [compiler.expression(scope, value) for value in node.arguments]
    spread = node.spread
    machine, file, line = compiler.machine, compiler.file, node.line

    def run(env: Env) -> Any:
        target = called(env)
        given = [argument(env) for argument in arguments]
        if len(given) == 1 and isinstance(given[0], tuple):
            given = list(given[0])
        if spread:
            given[-1] = _Spread(given[-1] if given[-1] is not None else Slice([], 0, 0, None))
        try:
            if not isinstance(target, Function):
                raise operations.nil_pointer()
            return target.call(*given)
        except Panic as panic:
            machine.note(panic, file, line)
            raise

    _counted(compiler, scope, node, found=scope.find(function.name) if function.kind == "name" else None)
    return run


def _counted(compiler: Compiler, scope: Scope, node: Node, found: tuple[Name, int] | None) -> None:
    """Note a call of one of the program's own functions with too few or too many arguments."""
    if found is None or found[0].kind != "func" or found[0].type is not None:
        return
    signature = compiler.machine.signatures.get(node.function.name)
    if signature is None or node.spread or any(argument.kind == "call" for argument in node.arguments):
        return
    wanted = signature
    rest = bool(wanted) and wanted[-1][2]
    least = len(wanted) - (1 if rest else 0)
    if len(node.arguments) < least or (len(node.arguments) > least and not rest):
        few = "not enough" if len(node.arguments) < least else "too many"
        compiler.fail(node, f"{few} arguments in call to {node.function.name}")


def _converted(compiler: Compiler, scope: Scope, node: Node, function: Node) -> Eval:
    kind = compiler.type(scope, function)
    if len(node.arguments) != 1:
        compiler.fail(node, f"wrong argument count in conversion to {kind.name}")
        return lambda env: None
    value = compiler.expression(scope, node.arguments[0])
    machine = compiler.machine

    def run(env: Env) -> Any:
        found = value(env)
        if isinstance(found, str):
            machine.made(len(found) * 8)
        return kind.convert(found)

    return run


# built-in functions


def _one(apply: Callable[..., Any]) -> Callable[[Compiler, Scope, Node], Eval]:
    """Return a built-in function of plain values."""

    def make(compiler: Compiler, scope: Scope, node: Node) -> Eval:
        arguments = [compiler.expression(scope, value) for value in node.arguments]
        machine, file, line = compiler.machine, compiler.file, node.line
        spread = node.spread

        def run(env: Env) -> Any:
            given = [argument(env) for argument in arguments]
            if spread:
                last = given.pop()
                given += (
                    [ord(letter) for letter in last]
                    if isinstance(last, str)
                    else last.items()
                    if last is not None
                    else []
                )
            try:
                return apply(machine, *given)
            except Panic as panic:
                machine.note(panic, file, line)
                raise

        return run

    return make


def _length(machine: Any, value: Any) -> int:
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode("utf-8", "surrogateescape"))
    if isinstance(value, Slice):
        return value.length
    return len(value.data) if isinstance(value, Map) else 0


def _append(machine: Any, value: Any, *items: Any) -> Any:
    machine.tick(1 + len(items))
    if value is None:
        value = Slice([], 0, 0, None)
    machine.made((value.length if value.start + value.length != len(value.data) else 0) * 8)
    fit = value.kind.fit if value.kind is not None else copied
    return value.appended([fit(item) for item in items])


def _delete(machine: Any, value: Any, key: Any) -> None:
    if value is not None:
        value.data.pop(key, None)


def _panic(machine: Any, value: Any) -> None:
    raise Panic(value)


def _recover(machine: Any) -> Any:
    return machine.recovered()


def _copy(machine: Any, target: Any, source: Any) -> int:
    count = min(target.length, source.length)
    target.data[target.start : target.start + count] = source.items()[:count]
    return int(count)


def _make(compiler: Compiler, scope: Scope, node: Node) -> Eval:
    kind = compiler.type(scope, node.arguments[0])
    size = compiler.expression(scope, node.arguments[1]) if len(node.arguments) > 1 else None
    machine = compiler.machine

    def run(env: Env) -> Any:
        if kind.kind == "map":
            return Map({}, kind.key, kind.inner)
        count = size(env) if size is not None else 0
        if count < 0:
            raise runtime("makeslice: len out of range")
        assert kind.inner is not None
        machine.made(count * 8)
        inner = kind.inner
        return Slice([inner.zero() for _ in range(count)], 0, count, inner)

    return run


def _new(compiler: Compiler, scope: Scope, node: Node) -> Eval:
    kind = compiler.type(scope, node.arguments[0])

    def run(env: Env) -> Any:
        value = kind.zero()
        if isinstance(value, Struct):
            return Pointer(value)
        cell = [value]
        return Pointer(cell, lambda: cell[0], lambda new: cell.__setitem__(0, new))

    return run


_BUILTINS: dict[str, Callable[[Compiler, Scope, Node], Eval]] = {
    "len": _one(_length), "cap": _one(_length), "append": _one(_append), "delete": _one(_delete), "panic": _one(_panic),
    "recover": _one(_recover), "copy": _one(_copy), "make": _make, "new": _new,
    "min": _one(lambda machine, *values: min(values)), "max": _one(lambda machine, *values: max(values)),
    "println": _one(lambda machine, *values: machine.low(values)),
    "clear": _one(lambda machine, value: value.data.clear()),
}  # fmt: skip

TABLE: dict[str, Callable[[Compiler, Scope, Node, bool], Eval]] = {
    "literal": _literal, "name": _name, "unary": _unary, "binary": _binary, "selector": _selector, "index": _index,
    "slice": _slice, "composite": _composite, "func.literal": _func, "assertion": _assertion,
    "conversion": _conversion, "call": _call,
}  # fmt: skip


def _misplaced(compiler: Compiler, scope: Scope, node: Node, two: bool) -> Eval:
    raise Outside("such an expression", f"{compiler.file}:{node.line}")


for _kind in ("assertion.type", "type", "range", "assign", "step", "expression"):
    TABLE[_kind] = _misplaced
