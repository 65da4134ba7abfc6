"""From the tree to closures. `Eval` is a function of the scope, `Exec` does a statement and says how it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.node import operators
from tutor.programs.node.values import (
    UNDEFINED,
    Function,
    Object,
    Thrown,
    strict_equal,
    truthy,
)
from tutor.programs.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.cursor import Node
    from tutor.programs.node.runtime import Runtime

    Eval = Callable[["Scope"], Any]
    Exec = Callable[["Scope"], int | None]
    Put = Callable[["Scope", Any, str], None]

BREAK, CONTINUE, RETURN = 1, 2, 3
_DEAD = object()
"""What a let or const holds before its declaration has run."""


class Scope:
    """The variables of a block; `frame` belongs to the function around it."""

    __slots__ = ("constants", "frame", "parent", "vars")

    def __init__(self, parent: Scope | None, frame: Frame) -> None:
        self.parent = parent
        self.frame = frame
        self.vars: dict[str, Any] = {}
        self.constants: set[str] | None = None


class Frame:
    """One activation of a function: its `this`, what it returns, the object whose methods `super` means."""

    __slots__ = ("function", "result", "this", "top")

    def __init__(self, this: Any, function: Function | None, top: str) -> None:
        self.this = this
        self.function = function
        self.result: Any = UNDEFINED
        self.top = top


class Compiler:
    """Turns one script into closures."""

    def __init__(self, runtime: Runtime, file: str) -> None:
        self.runtime = runtime
        self.file = file

    # statements

    def block(self, nodes: list[Node], own: bool = True) -> Exec:
        """Turn statements; with `own` they have a scope of their own."""
        hoisted = [node for node in nodes if node[0] == "function"]
        lexical = [
            name
            for node in nodes
            if node[0] == "variables" and node[3] != "var"
            for target, _ in node[4]
            for name in names_of(target)
        ]
        lexical += [node[3][3] for node in nodes if node[0] == "class"]
        functions = [(node[3][3], self.expression(node[3])) for node in hoisted]
        parts = [self.statement(node) for node in nodes if node[0] not in ("function", "empty")]
        runtime = self.runtime

        def run(scope: Scope) -> int | None:
            inner = Scope(scope, scope.frame) if own else scope
            for name in lexical:
                inner.vars[name] = _DEAD
            for name, make in functions:
                inner.vars[name] = make(inner)
            for part in parts:
                runtime.work -= 1
                if runtime.work < 0:
                    runtime.tick()
                left = part(inner)
                if left is not None:
                    return left
            return None

        return run

    def statement(self, node: Node) -> Exec:
        """Turn a statement. Raises Outside."""
        made: Exec = getattr(self, "_do_" + node[0].replace(" ", "_"))(node)
        return made

    def _do_empty(self, node: Node) -> Exec:
        return lambda scope: None

    def _do_expression(self, node: Node) -> Exec:
        value = self.expression(node[3])

        def run(scope: Scope) -> None:
            value(scope)

        return run

    def _do_block(self, node: Node) -> Exec:
        return self.block(node[3])

    def _do_function(self, node: Node) -> Exec:
        return self.block([node], own=False)

    def _do_class(self, node: Node) -> Exec:
        value, name = self.expression(node[3]), node[3][3]

        def run(scope: Scope) -> None:
            scope.vars[name] = value(scope)

        return run

    def _do_variables(self, node: Node) -> Exec:
        kind = node[3]
        parts = [
            (self.pattern(target), self.named(value, target) if value is not None else None)
            for target, value in node[4]
        ]

        def run(scope: Scope) -> None:
            for put, value in parts:
                if value is None and kind == "var":
                    continue
                put(scope, value(scope) if value is not None else UNDEFINED, kind)

        return run

    def named(self, node: Node, target: Node) -> Eval:
        """Turn a value; a function without a name takes that of its variable."""
        if target[0] == "name" and node[0] in ("func", "class") and not node[3]:
            node = (*node[:3], target[3], *node[4:])
            if node[0] == "func":
                return self.function(node, bare=True)
        return self.expression(node)

    def pattern(self, node: Node) -> Put:
        """Turn a target into what puts a value there: declared by a word, or ("") assigned."""
        kind = node[0]
        runtime = self.runtime
        if kind == "name":
            return self._put_name(node)
        if kind == "member":
            owner, name = self.expression(node[3]), node[4]
            return lambda scope, value, how: runtime.set(owner(scope), name, value)
        if kind == "index":
            owner, key = self.expression(node[3]), self.expression(node[4])
            return lambda scope, value, how: runtime.set(owner(scope), runtime.key(key(scope)), value)
        if kind == "array pattern":
            items = [
                None
                if item is None
                else (self.pattern(item[0]), self.expression(item[1]) if item[1] is not None else None, item[2])
                for item in node[3]
            ]

            def array(scope: Scope, value: Any, how: str) -> None:
                given = runtime.iterate(value)
                for at, item in enumerate(items):
                    if item is None:
                        continue
                    put, default, rest = item
                    found = runtime.array(list(given[at:])) if rest else given[at] if at < len(given) else UNDEFINED
                    put(scope, default(scope) if found is UNDEFINED and default is not None else found, how)

            return array
        fields = [
            (
                self.expression(key) if key is not None else None,
                self.pattern(target),
                self.expression(default) if default is not None else None,
            )
            for key, target, default, _ in node[3]
        ]

        def members(scope: Scope, value: Any, how: str) -> None:
            if value is None or value is UNDEFINED:
                what = "null" if value is None else "undefined"
                raise runtime.error("TypeError", f"Cannot destructure '{what}' as it is {what}.")
            seen = []
            for key, put, default in fields:
                if key is None:
                    rest = {name: runtime.get(value, name) for name in operators.keys(value) if name not in seen}
                    put(scope, runtime.object(rest), how)
                    continue
                name = runtime.key(key(scope))
                seen.append(name)
                found = runtime.get(value, name)
                put(scope, default(scope) if found is UNDEFINED and default is not None else found, how)

        return members

    def _put_name(self, node: Node) -> Put:
        name = node[3]
        runtime, file, line = self.runtime, self.file, node[1]

        def put(scope: Scope, value: Any, how: str) -> None:
            if how in ("let", "const", "parameter"):
                scope.vars[name] = value
                if how == "const":
                    if scope.constants is None:
                        scope.constants = set()
                    scope.constants.add(name)
                return
            holder: Scope | None = scope
            while holder is not None:
                if name in holder.vars:
                    if holder.vars[name] is _DEAD:
                        raise located(
                            runtime,
                            runtime.error("ReferenceError", f"Cannot access '{name}' before initialization"),
                            file,
                            line,
                        )
                    if holder.constants is not None and name in holder.constants:
                        raise located(
                            runtime, runtime.error("TypeError", "Assignment to constant variable."), file, line
                        )
                    holder.vars[name] = value
                    return
                if holder.parent is None:
                    holder.vars[name] = value
                holder = holder.parent

        return put

    def _do_if(self, node: Node) -> Exec:
        test, then = self.expression(node[3]), self.block(node[4])
        otherwise = self.block(node[5]) if node[5] is not None else None

        def run(scope: Scope) -> int | None:
            if truthy(test(scope)):
                return then(scope)
            return otherwise(scope) if otherwise is not None else None

        return run

    def _do_for(self, node: Node) -> Exec:
        first = self.statement(node[3]) if node[3] is not None else None
        test = self.expression(node[4]) if node[4] is not None else None
        after = self.expression(node[5]) if node[5] is not None else None
        body = self.block(node[6])
        runtime = self.runtime

        def run(scope: Scope) -> int | None:
            inner = Scope(scope, scope.frame)
            if first is not None:
                first(inner)
            while test is None or truthy(test(inner)):
                runtime.tick()
                left = body(inner)
                if left == BREAK:
                    break
                if left == RETURN:
                    return left
                if inner.vars:
                    again = Scope(scope, scope.frame)
                    again.vars.update(inner.vars)
                    inner = again
                if after is not None:
                    after(inner)
            return None

        return run

    def _do_do(self, node: Node) -> Exec:
        test, body = self.expression(node[3]), self.block(node[4])
        runtime = self.runtime

        def run(scope: Scope) -> int | None:
            while True:
                runtime.tick()
                left = body(scope)
                if left == RETURN:
                    return left
                if left == BREAK or not truthy(test(scope)):
                    return None

        return run

    def _do_for_of(self, node: Node) -> Exec:
        over = self.expression(node[4])
        runtime = self.runtime
        return self._over(node, lambda scope: runtime.iterate(over(scope)))

    def _do_for_in(self, node: Node) -> Exec:
        over = self.expression(node[4])
        return self._over(node, lambda scope: operators.keys(over(scope)))

    def _over(self, node: Node, items: Eval) -> Exec:
        put, body = self.pattern(node[3]), self.block(node[5])
        runtime = self.runtime

        def run(scope: Scope) -> int | None:
            found = items(scope)
            at = 0
            while at < len(found):
                runtime.tick()
                inner = Scope(scope, scope.frame)
                put(inner, found[at], "let")
                at += 1
                left = body(inner)
                if left == BREAK:
                    break
                if left == RETURN:
                    return left
            return None

        return run

    def _do_return(self, node: Node) -> Exec:
        value = self.expression(node[3]) if node[3] is not None else None

        def run(scope: Scope) -> int:
            scope.frame.result = value(scope) if value is not None else UNDEFINED
            return RETURN

        return run

    def _do_break(self, node: Node) -> Exec:
        return lambda scope: BREAK

    def _do_continue(self, node: Node) -> Exec:
        return lambda scope: CONTINUE

    def _do_throw(self, node: Node) -> Exec:
        value = self.expression(node[3])
        runtime, file, line = self.runtime, self.file, node[1]

        def run(scope: Scope) -> None:
            raise located(runtime, Thrown(value(scope)), file, line, node[2])

        return run

    def _do_try(self, node: Node) -> Exec:
        body = self.block(node[3])
        put = self.pattern(node[4]) if node[4] is not None else None
        handler = self.block(node[5]) if node[5] is not None else None
        last = self.block(node[6]) if node[6] is not None else None
        runtime = self.runtime

        def guarded(scope: Scope) -> int | None:
            depth = runtime.depth
            try:
                return body(scope)
            except Thrown as thrown:
                runtime.depth = depth
                if handler is None:
                    raise
                inner = Scope(scope, scope.frame)
                if put is not None:
                    put(inner, thrown.value, "let")
                return handler(inner)

        if last is None:
            return guarded
        at_last = last

        def run(scope: Scope) -> int | None:
            try:
                left = guarded(scope)
            except Thrown:
                over = at_last(scope)
                if over is not None:
                    return over
                raise
            kept = scope.frame.result
            over = at_last(scope)
            if over is not None:
                return over
            scope.frame.result = kept
            return left

        return run

    def _do_switch(self, node: Node) -> Exec:
        value = self.expression(node[3])
        cases = [
            (self.expression(test) if test is not None else None, self.block(body, own=False)) for test, body in node[4]
        ]

        def run(scope: Scope) -> int | None:
            inner = Scope(scope, scope.frame)
            wanted = value(scope)
            chosen = next(
                (at for at, (test, _) in enumerate(cases) if test is not None and strict_equal(test(inner), wanted)),
                None,
            )
            if chosen is None:
                chosen = next((at for at, (test, _) in enumerate(cases) if test is None), len(cases))
            for _, body in cases[chosen:]:
                left = body(inner)
                if left is not None:
                    return None if left == BREAK else left
            return None

        return run

    def _do_import(self, node: Node) -> Exec:
        path, names = node[3], node[4]
        runtime = self.runtime

        def run(scope: Scope) -> None:
            require = find(scope, "require")
            module = runtime.call(require, UNDEFINED, [path])
            for name, local in names:
                inner = runtime.get(module, name) if name not in ("default", "*") else module
                scope.vars[local] = inner

        return run

    # expressions

    def expression(self, node: Node) -> Eval:
        """Turn an expression. Raises Outside."""
        from tutor.programs.node.expressions import TABLE

        make = TABLE.get(node[0])
        if make is None:
            raise Outside(f"such an expression ({node[0]})", f"{self.file}:{node[1]}")
        return make(self, node)

    def function(self, node: Node, bare: bool = False) -> Eval:
        """Turn a function; `bare` means that its name is only that of its variable."""
        _, line, _, name, parameters, body, waits, arrow = node
        puts = [
            (self.pattern(target), self.expression(default) if default is not None else None, rest)
            for target, default, rest in parameters
        ]
        simple = all(target[0] == "name" and default is None and not rest for target, default, rest in parameters)
        texts = [target[3] for target, _, _ in parameters] if simple else []
        hoisted = variables_of(body)
        run = self.block(body, own=False)
        runtime, file = self.runtime, self.file
        inner_name = name if name and not bare and not arrow else ""

        def make(outer: Scope) -> Function:
            def call(this: Any, given: list[Any]) -> Any:
                frame = Frame(outer.frame.this if arrow else this, outer.frame.function if arrow else made, name)
                scope = Scope(outer, frame)
                values = scope.vars
                if inner_name:
                    values[inner_name] = made
                for text in hoisted:
                    values[text] = UNDEFINED
                if not arrow:
                    values["arguments"] = runtime.array(list(given))
                if simple:
                    for at, text in enumerate(texts):
                        values[text] = given[at] if at < len(given) else UNDEFINED
                else:
                    for at, (put, default, rest) in enumerate(puts):
                        value = runtime.array(list(given[at:])) if rest else given[at] if at < len(given) else UNDEFINED
                        put(scope, default(scope) if value is UNDEFINED and default is not None else value, "parameter")

                def body_of() -> Any:
                    run(scope)
                    return frame.result

                return runtime.asynchronous(body_of) if waits else body_of()

            made = Function(name, call, runtime.function_proto, "async" if waits else "arrow" if arrow else "function")
            if not arrow and not waits:
                proto = Object(runtime.object_proto, {"constructor": made})
                proto.hidden.add("constructor")
                made.props["prototype"] = proto
                made.hidden.add("prototype")
            return made

        del file, line
        return make


def names_of(target: Node) -> list[str]:
    """Return the names that a pattern binds."""
    if target[0] == "name":
        return [target[3]]
    if target[0] == "array pattern":
        return [name for item in target[3] if item is not None for name in names_of(item[0])]
    if target[0] == "object pattern":
        return [name for _, inner, _, _ in target[3] for name in names_of(inner)]
    return []


def variables_of(nodes: list[Node]) -> list[str]:
    """Return the names that `var` declares in a function's body, not in those inside it."""
    found: list[str] = []
    todo: list[Any] = list(nodes)
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo.extend(node)
        elif isinstance(node, tuple):
            if node and node[0] in ("func", "class"):
                continue
            if node and node[0] == "variables" and node[3] == "var":
                found += [name for target, _ in node[4] for name in names_of(target)]
            todo.extend(part for part in node if isinstance(part, list | tuple))
    return found


def find(scope: Scope, name: str) -> Any:
    """Return a variable, UNDEFINED where there is none."""
    holder: Scope | None = scope
    while holder is not None:
        if name in holder.vars:
            return holder.vars[name]
        holder = holder.parent
    return UNDEFINED


def located(runtime: Runtime, thrown: Thrown, file: str, line: int, column: int = 0) -> Thrown:
    """Note in an error where it was thrown, unless that is noted already."""
    value = thrown.value
    if isinstance(value, Object) and value.native is None and value.kind == "Error":
        value.native = (file, line, column)
        stack = value.props.get("stack")
        if isinstance(stack, str) and "\n    at " not in stack:
            value.props["stack"] = f"{stack}\n    at {file}:{line}:{column or 1}"
            value.hidden.add("stack")
    elif not isinstance(value, Object) and not hasattr(thrown, "place"):
        thrown.place = (file, line, column)  # type: ignore[attr-defined]
    return thrown
