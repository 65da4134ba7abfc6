"""Expressions of JavaScript, turned into closures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.node import operators
from tutor.programs.node.compiler import _DEAD, Compiler, Frame, Scope, located
from tutor.programs.node.values import UNDEFINED, Accessor, Array, Function, Object, Thrown, truthy, type_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.compiler import Eval
    from tutor.programs.node.cursor import Node
    from tutor.programs.node.runtime import Runtime


class _Short(Exception):
    """An optional chain ends in undefined."""


def _literal(compiler: Compiler, node: Node) -> Eval:
    value = node[3]
    return lambda scope: value


def _template(compiler: Compiler, node: Node) -> Eval:
    parts = [part if isinstance(part, str) else compiler.expression(part) for part in node[3]]
    runtime = compiler.runtime

    def run(scope: Scope) -> str:
        found = [part if isinstance(part, str) else runtime.text(part(scope)) for part in parts]
        runtime.made(sum(map(len, found)))
        return "".join(found)

    return run


def _name(compiler: Compiler, node: Node) -> Eval:
    name, line, column = node[3], node[1], node[2]
    runtime, file = compiler.runtime, compiler.file
    if name == "undefined":
        return lambda scope: UNDEFINED

    def run(scope: Scope) -> Any:
        holder: Scope | None = scope
        while holder is not None:
            found = holder.vars.get(name, holder)
            if found is not holder:
                if found is _DEAD:
                    raise located(
                        runtime,
                        runtime.error("ReferenceError", f"Cannot access '{name}' before initialization"),
                        file,
                        line,
                        column,
                    )
                return found
            holder = holder.parent
        if name in runtime.names:
            return runtime.names[name]
        raise located(runtime, runtime.error("ReferenceError", f"{name} is not defined"), file, line, column)

    return run


def _this(compiler: Compiler, node: Node) -> Eval:
    return lambda scope: scope.frame.this


def _array(compiler: Compiler, node: Node) -> Eval:
    parts = _arguments(compiler, [item if item is not None else ("literal", 0, 0, UNDEFINED) for item in node[3]])
    runtime = compiler.runtime
    return lambda scope: runtime.array(parts(scope))


def _arguments(compiler: Compiler, nodes: list[Node]) -> Callable[[Scope], list[Any]]:
    runtime = compiler.runtime
    if not any(node[0] == "spread" for node in nodes):
        plain = [compiler.expression(node) for node in nodes]
        return lambda scope: [part(scope) for part in plain]
    parts = [(node[0] == "spread", compiler.expression(node[3] if node[0] == "spread" else node)) for node in nodes]

    def run(scope: Scope) -> list[Any]:
        found: list[Any] = []
        for spread, part in parts:
            if spread:
                items = runtime.iterate(part(scope))
                runtime.made(len(items) * 8)
                found.extend(items)
            else:
                found.append(part(scope))
        return found

    return run


def _object(compiler: Compiler, node: Node) -> Eval:
    runtime = compiler.runtime
    parts: list[tuple[str, Eval | None, Eval]] = []
    for kind, key, value in node[3]:
        made = (
            compiler.named(value, ("name", 0, 0, key[3]))
            if key is not None and key[0] == "literal" and isinstance(key[3], str)
            else compiler.expression(value)
        )
        parts.append((kind, compiler.expression(key) if key is not None else None, made))

    def run(scope: Scope) -> Object:
        made = runtime.object()
        for kind, key, value in parts:
            found = value(scope)
            if key is None:
                for name in operators.keys(found):
                    made.props[name] = runtime.get(found, name)
                continue
            name = runtime.key(key(scope))
            if isinstance(found, Function) and found.home is None:
                found.home = made
            if kind in ("get", "set"):
                accessor = made.props.setdefault(name, Accessor())
                setattr(accessor, "getter" if kind == "get" else "setter", found)
            else:
                made.props[name] = found
        return made

    return run


def _func(compiler: Compiler, node: Node) -> Eval:
    return compiler.function(node)


def _binary(compiler: Compiler, node: Node) -> Eval:
    operator = node[3]
    left, right = compiler.expression(node[4]), compiler.expression(node[5])
    runtime = compiler.runtime
    if operator == "&&":
        return lambda scope: right(scope) if truthy(found := left(scope)) else found
    if operator == "||":
        return lambda scope: found if truthy(found := left(scope)) else right(scope)
    if operator == "??":
        return lambda scope: right(scope) if (found := left(scope)) is None or found is UNDEFINED else found
    apply = operators.TABLE[operator]
    return lambda scope: apply(runtime, left(scope), right(scope))


def _unary(compiler: Compiler, node: Node) -> Eval:
    operator, inner = node[3], node[4]
    runtime = compiler.runtime
    if operator == "delete":
        return _delete(compiler, inner)
    if operator == "typeof" and inner[0] == "name":
        name = inner[3]

        def kind(scope: Scope) -> str:
            holder: Scope | None = scope
            while holder is not None:
                if name in holder.vars:
                    return type_of(holder.vars[name])
                holder = holder.parent
            return type_of(runtime.names.get(name, UNDEFINED))

        return kind
    value = compiler.expression(inner)
    table: dict[str, Callable[[Any], Any]] = {
        "!": lambda found: not truthy(found), "-": lambda found: -runtime.number(found), "+": runtime.number,
        "~": lambda found: float(~operators.word(runtime.number(found))), "typeof": type_of,
        "void": lambda found: UNDEFINED,
    }  # fmt: skip
    apply = table[operator]
    return lambda scope: apply(value(scope))


def _delete(compiler: Compiler, node: Node) -> Eval:
    runtime = compiler.runtime
    if node[0] not in ("member", "index"):
        return lambda scope: True
    owner = compiler.expression(node[3])
    key = compiler.expression(node[4]) if node[0] == "index" else None
    name = node[4] if key is None else ""

    def run(scope: Scope) -> bool:
        holder = owner(scope)
        text = runtime.key(key(scope)) if key is not None else name
        if isinstance(holder, Object) and not holder.frozen:
            holder.props.pop(text, None)
        return True

    return run


def _conditional(compiler: Compiler, node: Node) -> Eval:
    test, then, otherwise = (compiler.expression(part) for part in node[3:6])
    return lambda scope: then(scope) if truthy(test(scope)) else otherwise(scope)


def _sequence(compiler: Compiler, node: Node) -> Eval:
    first, second = compiler.expression(node[3]), compiler.expression(node[4])
    return lambda scope: (first(scope), second(scope))[1]


def _assign(compiler: Compiler, node: Node) -> Eval:
    operator, target, source = node[3], node[4], node[5]
    runtime = compiler.runtime
    put = compiler.pattern(target)
    value = compiler.named(source, target)
    if operator == "=":

        def plain(scope: Scope) -> Any:
            found = value(scope)
            try:
                put(scope, found, "")
            except Thrown as thrown:
                raise located(runtime, thrown, compiler.file, node[1], node[2]) from None
            return found

        return plain
    read = compiler.expression(target)
    if operator in ("&&=", "||=", "??="):

        def maybe(scope: Scope) -> Any:
            old = read(scope)
            keep = {"&&=": not truthy(old), "||=": truthy(old), "??=": old is not None and old is not UNDEFINED}[
                operator
            ]
            if keep:
                return old
            found = value(scope)
            put(scope, found, "")
            return found

        return maybe
    apply = operators.TABLE[operator[:-1]]

    def run(scope: Scope) -> Any:
        found = apply(runtime, read(scope), value(scope))
        put(scope, found, "")
        return found

    return run


def _step(compiler: Compiler, node: Node) -> Eval:
    by, before, target = node[3], node[4], node[5]
    read, put = compiler.expression(target), compiler.pattern(target)
    runtime = compiler.runtime

    def run(scope: Scope) -> float:
        old = runtime.number(read(scope))
        put(scope, old + by, "")
        return old + by if before else old

    return run


def _chained(compiler: Compiler, node: Node, run: Eval) -> Eval:
    """Return a part of a chain; the outermost catches where an optional one ended."""

    def whole(scope: Scope) -> Any:
        try:
            return run(scope)
        except _Short:
            return UNDEFINED

    return whole if _optional(node) else run


def _optional(node: Node) -> bool:
    while node[0] in ("member", "index", "call"):
        if node[5]:
            return True
        node = node[3]
    return False


def _access(compiler: Compiler, node: Node) -> tuple[Eval, Callable[[Scope], str]]:
    owner = _inner(compiler, node[3])
    if node[0] == "member":
        name = node[4]
        return owner, lambda scope: name
    key = compiler.expression(node[4])
    runtime = compiler.runtime
    return owner, lambda scope: runtime.key(key(scope))


def _inner(compiler: Compiler, node: Node) -> Eval:
    """Turn the beginning of a chain, which may end the whole chain."""
    raw = _RAW.get(node[0])
    return raw(compiler, node) if raw is not None else compiler.expression(node)


def _member_raw(compiler: Compiler, node: Node) -> Eval:
    runtime, file = compiler.runtime, compiler.file
    if node[3][0] == "super":
        name = node[4]
        return lambda scope: _above(scope, name)
    owner, key = _access(compiler, node)
    soft = node[5]

    def run(scope: Scope) -> Any:
        value = owner(scope)
        if soft and (value is None or value is UNDEFINED):
            raise _Short
        try:
            return runtime.get(value, key(scope))
        except Thrown as thrown:
            raise located(runtime, thrown, file, node[1], node[2]) from None

    return run


def _above(scope: Scope, name: str) -> Any:
    function = scope.frame.function
    home = function.home if function is not None else None
    return home.proto.find(name) if home is not None and home.proto is not None else UNDEFINED


def _call_raw(compiler: Compiler, node: Node) -> Eval:
    runtime, file = compiler.runtime, compiler.file
    target, given, soft = node[3], _arguments(compiler, node[4]), node[5]
    if target[0] == "super":
        return _super_call(compiler, node, given)
    label = _label(target)
    if target[0] in ("member", "index") and target[3][0] != "super":
        owner, key = _access(compiler, target)
        chained = target[5]

        def method(scope: Scope) -> Any:
            this = owner(scope)
            if chained and (this is None or this is UNDEFINED):
                raise _Short
            try:
                name = key(scope)
                function = runtime.get(this, name)
                if soft and (function is None or function is UNDEFINED):
                    raise _Short
                if not isinstance(function, Function):
                    raise runtime.error("TypeError", f"{label} is not a function")
                return runtime.call(function, this, given(scope))
            except Thrown as thrown:
                raise located(runtime, thrown, file, node[1], node[2]) from None

        return method
    called = _inner(compiler, target)
    keeps = target[0] == "member"

    def run(scope: Scope) -> Any:
        function = called(scope)
        if soft and (function is None or function is UNDEFINED):
            raise _Short
        try:
            if not isinstance(function, Function):
                raise runtime.error("TypeError", f"{label} is not a function")
            if function.sort == "class":
                raise runtime.error("TypeError", f"Class constructor {function.name} cannot be invoked without 'new'")
            return runtime.call(function, scope.frame.this if keeps else UNDEFINED, given(scope))
        except Thrown as thrown:
            raise located(runtime, thrown, file, node[1], node[2]) from None

    return run


def _label(node: Node) -> str:
    if node[0] == "name":
        return str(node[3])
    if node[0] == "member":
        return f"{_label(node[3])}.{node[4]}"
    if node[0] == "index":
        return f"{_label(node[3])}[...]"
    if node[0] == "call":
        return f"{_label(node[3])}(...)"
    return {"this": "this", "super": "(intermediate value)"}.get(node[0], "(intermediate value)")


def _super_call(compiler: Compiler, node: Node, given: Callable[[Scope], list[Any]]) -> Eval:
    runtime = compiler.runtime

    def run(scope: Scope) -> Any:
        function = scope.frame.function
        if function is None or function.above is None:
            raise runtime.error("SyntaxError", "'super' keyword unexpected here")
        begin(runtime, function.above, scope.frame.this, given(scope))
        if function.fields is not None:
            function.fields(scope.frame.this)
        return UNDEFINED

    return run


def begin(runtime: Runtime, cls: Function, this: Object, given: list[Any]) -> None:
    """Run a constructor on an object that is there already."""
    if cls.builtin:
        made = construct(runtime, cls, given)
        if isinstance(made, Object):
            this.kind, this.native = made.kind, made.native
            this.props.update(made.props)
            this.hidden.update(made.hidden)
        if isinstance(this.props.get("stack"), str) and this.proto is not None:
            name = this.proto.find("constructor")
            if isinstance(name, Function):
                this.props["stack"] = name.name + str(this.props["stack"])[len(cls.name) :]
        return
    if cls.above is None and cls.fields is not None:
        cls.fields(this)
    runtime.call(cls, this, given)


def construct(runtime: Runtime, cls: Any, given: list[Any]) -> Any:
    """Return what `new` makes. Raises Thrown."""
    if not isinstance(cls, Function) or cls.sort in ("arrow", "async"):
        raise runtime.error(
            "TypeError", f"{cls.name if isinstance(cls, Function) else runtime.text(cls)} is not a constructor"
        )
    if cls.builtin:
        return runtime.call(cls, cls, given)
    proto = cls.props.get("prototype")
    made = Object(proto if isinstance(proto, Object) else runtime.object_proto)
    root: Function | None = cls
    while root is not None and root.above is not None:
        root = root.above
    if root is not None and root.builtin and root.name == "Array":
        made = Array([], made.proto)
    if cls.above is None and cls.fields is not None:
        cls.fields(made)
    found = runtime.call(cls, made, given)
    return found if isinstance(found, Object) else made


def _new(compiler: Compiler, node: Node) -> Eval:
    target, given = compiler.expression(node[3]), _arguments(compiler, node[4])
    runtime, file = compiler.runtime, compiler.file

    def run(scope: Scope) -> Any:
        cls = target(scope)
        try:
            if not isinstance(cls, Function):
                raise runtime.error("TypeError", f"{_label(node[3])} is not a constructor")
            made = construct(runtime, cls, given(scope))
        except Thrown as thrown:
            raise located(runtime, thrown, file, node[1], node[2]) from None
        if isinstance(made, Object) and made.kind == "Error" and made.native is None:
            located(runtime, Thrown(made), file, node[1], node[2])
        return made

    return run


def _await(compiler: Compiler, node: Node) -> Eval:
    value = compiler.expression(node[3])
    runtime = compiler.runtime
    return lambda scope: runtime.awaited(value(scope))


def _class(compiler: Compiler, node: Node) -> Eval:
    _, _, _, name, above, members = node
    runtime = compiler.runtime
    parent = compiler.expression(above) if above is not None else None
    start = next(
        (
            value
            for static, kind, key, value in members
            if kind == "method" and key[3:4] == ("constructor",) and not static
        ),
        None,
    )
    constructor = compiler.function(start) if start is not None else None
    methods = [
        (static, kind, compiler.expression(key), compiler.function(value))
        for static, kind, key, value in members
        if kind != "field" and not (key[3:4] == ("constructor",) and not static)
    ]
    fields = [
        (static, compiler.expression(key), compiler.expression(value) if value is not None else None)
        for static, kind, key, value in members
        if kind == "field"
    ]

    def run(scope: Scope) -> Function:
        inner = Scope(scope, scope.frame)
        over = parent(scope) if parent is not None else None
        if over is not None and not isinstance(over, Function):
            raise runtime.error("TypeError", f"Class extends value {runtime.text(over)} is not a constructor or null")

        def plain(this: Any, given: list[Any]) -> Any:
            if over is not None:
                begin(runtime, over, this, given)
                if made.fields is not None:
                    made.fields(this)
            return UNDEFINED

        body = constructor(inner) if constructor is not None else None
        made = Function(name, body.call if body is not None else plain, over or runtime.function_proto, "class")
        made.above = over
        above_proto = over.props.get("prototype") if over is not None else None
        proto = Object(above_proto if isinstance(above_proto, Object) else runtime.object_proto, {"constructor": made})
        proto.hidden.add("constructor")
        made.props["prototype"] = proto
        made.hidden.add("prototype")
        made.home = proto
        if body is not None:
            body.above, body.home = over, proto
        if name:
            inner.vars[name] = made
        own = [(key, value) for static, key, value in fields if not static]

        def begin_fields(this: Any) -> None:
            frame = Frame(this, made, name)
            holder = Scope(inner, frame)
            for key, value in own:
                this.props[runtime.key(key(holder))] = value(holder) if value is not None else UNDEFINED

        made.fields = begin_fields if own else None
        if body is not None:
            body.fields = made.fields
        for static, kind, key, value in methods:
            holder = made if static else proto
            function = value(inner)
            function.home = holder
            text = runtime.key(key(inner))
            function.name = text
            if kind in ("get", "set"):
                accessor = holder.props.setdefault(text, Accessor())
                setattr(accessor, "getter" if kind == "get" else "setter", function)
            else:
                holder.props[text] = function
            holder.hidden.add(text)
        for static, key, initial in fields:
            if static:
                holding = Scope(inner, Frame(made, made, name))
                made.props[runtime.key(key(inner))] = initial(holding) if initial is not None else UNDEFINED
        return made

    return run


def _member(compiler: Compiler, node: Node) -> Eval:
    return _chained(compiler, node, _member_raw(compiler, node))


def _call(compiler: Compiler, node: Node) -> Eval:
    return _chained(compiler, node, _call_raw(compiler, node))


_RAW: dict[str, Callable[[Compiler, Node], Eval]] = {"member": _member_raw, "index": _member_raw, "call": _call_raw}
TABLE: dict[str, Callable[[Compiler, Node], Eval]] = {
    "literal": _literal, "template": _template, "name": _name, "this": _this, "array": _array, "object": _object,
    "func": _func,
    "binary": _binary, "unary": _unary, "conditional": _conditional, "sequence": _sequence, "assign": _assign,
    "step": _step,
    "member": _member, "index": _member, "call": _call, "new": _new, "await": _await, "class": _class,
}  # fmt: skip
