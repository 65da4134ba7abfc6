"""From the tree to closures: scopes, statements, expressions; what `go build` refuses is refused here.

The rule: `Eval` is a function of the environment that gives a value, `Exec` one that does a statement and gives None or
how it was left. Names are found when the program is compiled: how many environments up, under which name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.golang import operations
from tutor.programs.golang.lexer import GoError
from tutor.programs.golang.scopes import Env, Name, Scope, Signature, _ends, _Spread, _spread
from tutor.programs.golang.values import (
    BASIC,
    Function,
    Slice,
    Struct,
    Type,
    copied,
    ranged,
)
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.golang.machine import Machine
    from tutor.programs.golang.tree import Node

    Eval = Callable[["Env"], Any]
    Exec = Callable[["Env"], int | None]

BREAK, CONTINUE, RETURN, FALL = 1, 2, 3, 4
_ONE_OF = (
    "len",
    "cap",
    "append",
    "make",
    "new",
    "delete",
    "panic",
    "recover",
    "copy",
    "print",
    "println",
    "min",
    "max",
    "clear",
)


class Compiler:
    """Turns one package into closures. `errors` are what the real compiler would say."""

    def __init__(self, machine: Machine, file: str) -> None:
        self.machine = machine
        self.file = file
        self.errors: list[GoError] = []

    def fail(self, node: Node, message: str) -> None:
        """Note an error at a node."""
        self.errors.append(GoError(message, node.line, node.column))

    # types

    def type(self, scope: Scope, node: Node) -> Type:
        """Return the type that a node means. Raises Outside."""
        kind = node.kind
        if kind == "type":
            return self.type(scope, node.type)
        if kind == "name":
            return self._named(scope, node, node.name, "")
        if kind == "selector" and node.value.kind == "name":
            return self._named(scope, node, node.name, node.value.name)
        if kind == "type.name":
            return self._named(scope, node, node.name, node.package)
        if kind == "type.pointer":
            inner = self.type(scope, node.inner)
            return Type("pointer", f"*{inner.name}", inner)
        if kind in ("type.slice", "type.array"):
            inner = self.type(scope, node.inner)
            return Type("slice", f"[]{inner.name}", inner) if kind == "type.slice" else self._array(scope, node, inner)
        if kind == "type.map":
            key, inner = self.type(scope, node.key), self.type(scope, node.inner)
            return Type("map", f"map[{key.name}]{inner.name}", inner, key)
        if kind == "type.struct":
            made = Type("struct", "struct {}")
            made.fields = {name: self.type(scope, field) for name, field, _ in node.fields}
            made.tags = {name: tag for name, _, tag in node.fields}
            return made
        if kind == "type.interface":
            return Type("any" if not node.methods else "interface", "interface {}")
        return Type("func", "func()")

    def _array(self, scope: Scope, node: Node, inner: Type) -> Type:
        made = Type("array", f"[]{inner.name}", inner)
        if node.size is not None:
            size = self.expression(scope, node.size)(Env(None)) if node.size.kind != "name" else 0
            found = scope.find(node.size.name) if node.size.kind == "name" else None
            size = found[0].value if found is not None else size
            made.tags["size"] = str(size)
            length = int(size)
            self.machine.fits(length * 8)
            made.begin = lambda: Slice([inner.zero() for _ in range(length)], 0, length, inner)
        return made

    def _named(self, scope: Scope, node: Node, text: str, package: str) -> Type:
        if package:
            found = scope.find(package)
            if found is None or found[0].kind != "package":
                self.fail(node, f"undefined: {package}")
                return BASIC["any"]
            found[0].used = True
            kind = found[0].value.names.get(text)
            if isinstance(kind, Type):
                return kind
            if kind is None:
                raise Outside(f"{package}.{text}", f"{self.file}:{node.line}")
            return BASIC["any"]
        named = scope.find(text)
        if named is not None and named[0].kind == "type":
            found_type = named[0].type
            assert found_type is not None
            return found_type
        if text in BASIC:
            return BASIC[text]
        if text == "complex128":
            raise Outside("complex numbers", f"{self.file}:{node.line}")
        self.fail(node, f"undefined: {text}" if named is None else f"{text} is not a type")
        return BASIC["any"]

    # blocks and functions

    def signature(self, scope: Scope, parameters: Any, results: Any) -> Signature:
        """Return what a function takes and gives."""
        return Signature(
            [(name, self.type(scope, kind), rest) for name, kind, rest in parameters],
            [(name, self.type(scope, kind), rest) for name, kind, rest in results],
        )

    def function(
        self, scope: Scope, name: str, node: Node, receiver: Any = None
    ) -> Callable[[Env], Callable[..., Any]]:
        """Turn a function's body into what makes it in an environment."""
        signature = self.signature(scope, node.parameters, node.results)
        inner = Scope(scope, signature)
        taken = [*([receiver] if receiver else []), *signature.parameters]
        for text, kind, _ in (*taken, *signature.results):
            if text != "_":
                inner.names[text] = made = Name("var", type=kind)
                made.used = True
        body = self.block(Scope(inner), node.body) if node.body is not None else (lambda env: None)
        if signature.results and node.body is not None and not _ends(node.body):
            self.errors.append(GoError("missing return", node.body.end.line, node.body.end.column))
        machine, file, line = self.machine, self.file, node.line
        fixed = [(text, kind) for text, kind, rest in taken if not rest]
        rest = next(((text, kind) for text, kind, more in taken if more), None)
        named = signature.named

        def make(outer: Env) -> Callable[..., Any]:
            def call(*given: Any) -> Any:
                env = Env(outer)
                values = env.vars
                for (text, kind), value in zip(fixed, given, strict=False):
                    values[text] = kind.fit(value)
                if rest is not None:
                    items = list(given[len(fixed) :])
                    if len(items) == 1 and isinstance(items[0], _Spread):
                        values[rest[0]] = items[0].value
                    else:
                        values[rest[0]] = Slice([rest[1].fit(item) for item in items], 0, len(items), rest[1])
                for text, kind, _ in signature.results:
                    if text != "_":
                        values[text] = kind.zero()
                return machine.enter(name, file, line, env, body, named)

            return call

        return make

    def block(self, scope: Scope, node: Node) -> Exec:
        """Turn the statements of a block, whose scope is made already."""
        parts = [self.statement(scope, statement) for statement in node.body]
        self.unused(scope)
        machine = self.machine

        def run(outer: Env) -> int | None:
            env = Env(outer)
            for part in parts:
                machine.tick()
                left = part(env)
                if left is not None:
                    outer.result = env.result
                    return left
            return None

        return run

    def unused(self, scope: Scope) -> None:
        """Note the variables that nothing reads."""
        for text, name in scope.names.items():
            if name.kind == "var" and not name.used and name.line:
                new = self.machine.version >= (1, 20)
                message = f"declared and not used: {text}" if new else f"{text} declared and not used"
                self.errors.append(GoError(message, name.line, name.column))

    # statements

    def statement(self, scope: Scope, node: Node) -> Exec:
        """Turn a statement. Raises Outside."""
        return getattr(self, "_do_" + node.kind.replace(".", "_"))(scope, node)  # type: ignore[no-any-return]

    def _do_block(self, scope: Scope, node: Node) -> Exec:
        return self.block(Scope(scope), node)

    def _do_expression(self, scope: Scope, node: Node) -> Exec:
        value = self.expression(scope, node.value)

        def run(env: Env) -> None:
            value(env)

        return run

    def _do_type(self, scope: Scope, node: Node) -> Exec:
        self.declare_type(scope, node)
        return lambda env: None

    def declare_type(self, scope: Scope, node: Node) -> None:
        """Add a type to a scope; it may name itself."""
        self.declare_type_name(scope, node)
        self.fill_type(scope, scope, node)

    def declare_type_name(self, scope: Scope, node: Node) -> None:
        """Add a type of which only the name is known yet."""
        scope.names[node.name] = Name("type", type=Type("any", node.name))

    def fill_type(self, holder: Scope, scope: Scope, node: Node) -> None:
        """Make a declared type what it is."""
        made = holder.names[node.name].type
        assert made is not None
        inner = self.type(scope, node.type)
        made.kind, made.inner, made.key, made.fields, made.tags = (
            inner.kind,
            inner.inner,
            inner.key,
            inner.fields,
            inner.tags,
        )

    def _do_var(self, scope: Scope, node: Node) -> Exec:
        kind = self.type(scope, node.type) if node.type is not None else None
        values = [self.expression(scope, value) for value in node.values]
        texts = [token.text for token in node.names]
        for token in node.names:
            if token.text != "_":
                scope.names[token.text] = Name("var", token.line, token.column, kind)

        def run(env: Env) -> None:
            if not values:
                assert kind is not None
                found = [kind.zero() for _ in texts]
            else:
                found = _spread([value(env) for value in values], len(texts))
            for text, value in zip(texts, found, strict=False):
                env.vars[text] = kind.fit(value) if kind is not None else copied(value)

        return run

    def _do_const(self, scope: Scope, node: Node) -> Exec:
        kind = self.type(scope, node.type) if node.type is not None else None
        holder = Scope(scope)
        holder.names["iota"] = Name("const", value=node.iota)
        for token, value in zip(node.names, node.values, strict=False):
            found = self.expression(holder, value)(Env(None))
            scope.names[token.text] = Name("const", value=kind.fit(found) if kind is not None else found)
        return lambda env: None

    def _do_assign(self, scope: Scope, node: Node) -> Exec:
        operator = node.operator
        if operator == ":=":
            return self._define(scope, node)
        if operator != "=":
            return self._augmented(scope, node)
        values = [self.expression(scope, value) for value in node.right]
        puts = [self.target(scope, target) for target in node.left]
        if len(puts) == 1:
            put, value = puts[0], values[0]

            def one(env: Env) -> None:
                put(env, value(env))

            return one

        def run(env: Env) -> None:
            found = [copied(item) for item in _spread([value(env) for value in values], len(puts))]
            for put, item in zip(puts, found, strict=False):
                put(env, item)

        return run

    def _define(self, scope: Scope, node: Node) -> Exec:
        if len(node.right) == 1 and len(node.left) == 2:
            values = [self.expression(scope, node.right[0], two=True)]
        else:
            values = [self.expression(scope, value) for value in node.right]
        texts: list[str] = []
        new = False
        for target in node.left:
            if target.kind != "name":
                self.fail(target, "non-name on left side of :=")
                continue
            texts.append(target.name)
            if target.name != "_" and target.name not in scope.names:
                scope.names[target.name] = Name("var", target.line, target.column)
                new = True
        if not new:
            self.fail(node, "no new variables on left side of :=")
        kinds = [self._static(scope, value) for value in node.right] if len(node.right) == len(texts) else []

        def run(env: Env) -> None:
            found = _spread([value(env) for value in values], len(texts))
            for text, value in zip(texts, found, strict=False):
                env.vars[text] = copied(value)

        for text, kind in zip(texts, kinds, strict=False):
            if text in scope.names and kind is not None and scope.names[text].type is None:
                scope.names[text].type = kind
        return run

    def _static(self, scope: Scope, node: Node) -> Type | None:
        """Return the type of an expression where it is plain to see: floats, which whole numbers must become."""
        if node.kind == "literal" and isinstance(node.value, float):
            return BASIC["float64"]
        if node.kind == "call" and node.function.kind == "name" and node.function.name == "float64":
            return BASIC["float64"]
        if node.kind == "name":
            found = scope.find(node.name)
            return found[0].type if found is not None and found[0].type is BASIC["float64"] else None
        return None

    def _augmented(self, scope: Scope, node: Node) -> Exec:
        read = self.expression(scope, node.left[0])
        value = self.expression(scope, node.right[0])
        put = self.target(scope, node.left[0])
        apply = operations.binary(node.operator[:-1])
        machine = self.machine

        def run(env: Env) -> None:
            put(env, apply(machine, read(env), value(env)))

        return run

    def _do_step(self, scope: Scope, node: Node) -> Exec:
        read, put, by = self.expression(scope, node.target), self.target(scope, node.target), node.by

        def run(env: Env) -> None:
            put(env, read(env) + by)

        return run

    def target(self, scope: Scope, node: Node) -> Callable[[Env, Any], None]:
        """Turn the left side of an assignment."""
        if node.kind == "name":
            return self._name_target(scope, node)
        if node.kind == "selector":
            owner, text = self.expression(scope, node.value), node.name

            def field(env: Env, value: Any) -> None:
                holder = operations.holder(owner(env))
                if not isinstance(holder, Struct):
                    raise operations.nil_pointer()
                kind = holder.type.fields.get(text)
                if kind is None:
                    operations.embedded(holder, text).fields[text] = value
                    return
                holder.fields[text] = kind.fit(value)

            return field
        if node.kind == "index":
            owner, key = self.expression(scope, node.value), self.expression(scope, node.index)
            return lambda env, value: operations.set_item(self.machine, owner(env), key(env), copied(value))
        if node.kind == "unary" and node.operator == "*":
            pointer = self.expression(scope, node.value)
            return lambda env, value: operations.set_pointed(pointer(env), value)
        self.fail(node, "cannot assign to expression")
        return lambda env, value: None

    def _name_target(self, scope: Scope, node: Node) -> Callable[[Env, Any], None]:
        text = node.name
        if text == "_":
            return lambda env, value: None
        found = scope.find(text)
        if found is None:
            self.fail(node, f"undefined: {text}")
            return lambda env, value: None
        name, up = found
        if name.kind != "var":
            self.fail(node, f"cannot assign to {text} (neither addressable nor a map index expression)")
        kind = name.type

        def put(env: Env, value: Any) -> None:
            for _ in range(up):
                env = env.parent  # type: ignore[assignment]
            old = env.vars.get(text)
            if isinstance(old, Struct) and isinstance(value, Struct):
                old.fields = copied(value).fields
                return
            env.vars[text] = kind.fit(value) if kind is not None else value

        return put

    def _do_if(self, scope: Scope, node: Node) -> Exec:
        outer = Scope(scope)
        first = self.statement(outer, node.first) if node.first is not None else None
        test = self.expression(outer, node.test)
        then = self.block(Scope(outer), node.body)
        otherwise = None
        if node.otherwise is not None:
            otherwise = self.statement(outer, node.otherwise)
        self.unused(outer)

        def run(env: Env) -> int | None:
            inner = Env(env)
            if first is not None:
                first(inner)
            left = then(inner) if test(inner) else otherwise(inner) if otherwise is not None else None
            env.result = inner.result
            return left

        return run

    def _do_for(self, scope: Scope, node: Node) -> Exec:
        outer = Scope(scope)
        first = self.statement(outer, node.first) if node.first is not None else None
        test = self.expression(outer, node.test) if node.test is not None else None
        after = self.statement(outer, node.after) if node.after is not None else None
        body = self.block(Scope(outer), node.body)
        self.unused(outer)
        machine = self.machine

        def run(env: Env) -> int | None:
            inner = Env(env)
            if first is not None:
                first(inner)
            while test is None or test(inner):
                machine.tick()
                left = body(inner)
                if left == BREAK:
                    break
                if left == RETURN:
                    env.result = inner.result
                    return left
                again = Env(env)
                again.vars.update(inner.vars)
                inner = again
                if after is not None:
                    after(inner)
            return None

        return run

    def _do_for_range(self, scope: Scope, node: Node) -> Exec:
        over = self.expression(scope, node.range.over)
        outer = Scope(scope)
        puts: list[Callable[[Env, Any], None]] = []
        for target in node.range.names:
            if node.range.define and target.name != "_":
                outer.names[target.name] = Name("var", target.line, target.column)
            puts.append(self.target(outer, target))
        body = self.block(Scope(outer), node.body)
        self.unused(outer)
        machine = self.machine

        def run(env: Env) -> int | None:
            for pair in ranged(over(env)):
                machine.tick()
                inner = Env(env)
                for put, value in zip(puts, pair, strict=False):
                    put(inner, copied(value))
                left = body(inner)
                if left == BREAK:
                    break
                if left == RETURN:
                    env.result = inner.result
                    return left
            return None

        return run

    def _do_switch(self, scope: Scope, node: Node) -> Exec:
        outer = Scope(scope)
        first = self.statement(outer, node.first) if node.first is not None else None
        value = self.expression(outer, node.value) if node.value is not None else None
        cases: list[tuple[list[Eval] | None, Exec]] = []
        for tests, body in node.cases:
            ready = None if tests is None else [self.expression(outer, test) for test in tests]
            holder = type(node)("block", node.line, node.column, body=body)
            cases.append((ready, self.block(Scope(outer), holder)))

        def run(env: Env) -> int | None:
            inner = Env(env)
            if first is not None:
                first(inner)
            wanted = value(inner) if value is not None else True
            chosen = None
            for at, (tests, _) in enumerate(cases):
                if tests is not None and any(operations.equal(test(inner), wanted) for test in tests):
                    chosen = at
                    break
            if chosen is None:
                chosen = next((at for at, (tests, _) in enumerate(cases) if tests is None), None)
            while chosen is not None:
                left = cases[chosen][1](inner)
                env.result = inner.result
                if left == FALL and chosen + 1 < len(cases):
                    chosen += 1
                    continue
                return None if left in (BREAK, FALL) else left
            return None

        return run

    def _do_return(self, scope: Scope, node: Node) -> Exec:
        signature = scope.function
        values = [self.expression(scope, value) for value in node.values]
        wanted = signature.results if signature is not None else []
        if len(values) > len(wanted) or (values and len(values) < len(wanted) and len(values) != 1):
            few = "not enough" if len(values) < len(wanted) else "too many"
            self.fail(node.values[0] if few == "too many" else node, f"{few} return values")
        if not values and wanted and signature is not None and not signature.named:
            self.fail(
                node,
                "not enough return values\n\thave ()\n\twant (" + ", ".join(kind.name for _, kind, _ in wanted) + ")",
            )
        if not values:
            return lambda env: RETURN
        kinds = [kind for _, kind, _ in wanted]

        def run(env: Env) -> int:
            found = _spread([value(env) for value in values], len(kinds))
            found = [kind.fit(value) for kind, value in zip(kinds, found, strict=False)]
            env.result = (found[0] if len(found) == 1 else tuple(found),)
            return RETURN

        return run

    def _do_break(self, scope: Scope, node: Node) -> Exec:
        return lambda env: BREAK

    def _do_continue(self, scope: Scope, node: Node) -> Exec:
        return lambda env: CONTINUE

    def _do_fallthrough(self, scope: Scope, node: Node) -> Exec:
        return lambda env: FALL

    def _do_defer(self, scope: Scope, node: Node) -> Exec:
        if node.call.kind != "call":
            self.fail(node, "expression in defer must be function call")
            return lambda env: None
        machine = self.machine
        called = node.call.function
        if called.kind == "name" and called.name in _ONE_OF and scope.find(called.name) is None:
            whole = self.expression(scope, node.call)

            def later(env: Env) -> None:
                machine.deferred[-1].append((Function(called.name, lambda: whole(env)), []))

            return later
        function = self.expression(scope, node.call.function)
        arguments = [self.expression(scope, value) for value in node.call.arguments]

        def run(env: Env) -> None:
            called = function(env)
            given = [copied(argument(env)) for argument in arguments]
            machine.deferred[-1].append((called, given))

        return run

    # expressions

    def expression(self, scope: Scope, node: Node, two: bool = False) -> Eval:
        """Turn an expression; with `two` a map, an assertion gives whether it worked, too. Raises Outside."""
        from tutor.programs.golang import expressions

        return expressions.TABLE[node.kind](self, scope, node, two)
