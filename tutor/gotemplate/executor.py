"""Runs a template over data, as text/template's Execute does: what is printed, branched on, ranged over, called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.gotemplate import gofmt, nodes, strconv
from tutor.gotemplate.evaluator import Evaluator
from tutor.gotemplate.values import INT, Function, Value, indirect, is_true, sorted_items, unwrap, wrap

MAX_STEPS = 50_000


def execute(
    definitions: Mapping[str, nodes.Definition],
    functions: Mapping[str, Function],
    name: str,
    data: object,
    missing_key: str = "default",
) -> str:
    """Render the template `name` for `data`. Raises `ExecError`. `missing_key` is "default" or "error", as in Go."""
    run = _Run(definitions, functions, missing_key == "error")
    try:
        run.enter(definitions[name], wrap(data, in_struct=False))
    except RecursionError:
        raise run.fail("exceeded maximum template depth (100000)") from None
    return "".join(run.out)


class _Break(Exception):
    """Leaves a range."""


class _Continue(Exception):
    """Goes on with a range's next element."""


class _Run(Evaluator):
    """One run of a set of templates."""

    steps = 0

    def enter(self, definition: nodes.Definition, dot: Value | None) -> None:
        self.definition = definition
        self.node = definition.root
        self.variables = [("$", dot)]
        self.walk(dot, definition.root)

    def walk(self, dot: Value | None, node: nodes.Node) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise self.fail(f"stopped: more than {MAX_STEPS} steps")
        self.node = node
        if isinstance(node, nodes.Text):
            self.write(node.text)
        elif isinstance(node, nodes.Action):
            value = self.pipeline(dot, node.pipe)
            if not node.pipe.variables:
                self.node = node
                self.write(self.shown(node, value))
        elif isinstance(node, nodes.Block):
            for child in node.nodes:
                self.walk(dot, child)
        elif isinstance(node, nodes.Branch):
            self.branch(dot, node)
        elif isinstance(node, nodes.Call):
            self.template(dot, node)
        elif isinstance(node, nodes.Jump):
            raise _Break if node.keyword == "break" else _Continue

    def shown(self, node: nodes.Action, value: Value | None) -> str:
        if value is not None and value.kind == "pointer":
            value = indirect(value)[0]
        if value is None:
            return "<no value>"
        if value.kind == "func":
            raise self.fail(f"can't print {node} of type {value.type.text}")
        return gofmt.sprint([value])

    def branch(self, dot: Value | None, node: nodes.Branch) -> None:
        scope = len(self.variables)
        try:
            if node.keyword == "range":
                self.range(dot, node)
                return
            value = self.pipeline(dot, node.pipe)
            if is_true(unwrap(value)):
                self.walk(value if node.keyword == "with" else dot, node.then)
            elif node.otherwise is not None:
                self.walk(dot, node.otherwise)
        finally:
            del self.variables[scope:]

    def range(self, dot: Value | None, node: nodes.Branch) -> None:
        over, _ = indirect(self.pipeline(dot, node.pipe))
        ran = False
        scope = len(self.variables)
        try:
            for key, item in self.items(over, node.pipe):
                ran = True
                self.set_range(node.pipe, key, item)
                try:
                    self.walk(item, node.then)
                except _Continue:
                    pass
                finally:
                    del self.variables[scope:]
        except _Break:
            return
        if not ran and node.otherwise is not None:
            self.walk(dot, node.otherwise)

    def items(self, over: Value | None, pipe: nodes.Pipe) -> Sequence[tuple[Value | None, Value]]:
        """List what a range goes over, as keys and values."""
        if over is None:
            return ()
        if over.kind == "slice":
            return [(Value(INT, number), over.element(item)) for number, item in enumerate(over.data or ())]
        if over.kind == "map":
            return list(sorted_items(over))
        if over.kind in ("int", "uint"):
            if len(pipe.variables) > 1:
                raise self.fail(f"can't use {over.data} to iterate over more than one variable")
            return _Counting(over)
        raise self.fail(f"range can't iterate over {gofmt.sprint([over])}")

    def set_range(self, pipe: nodes.Pipe, key: Value | None, item: Value) -> None:
        names = pipe.variables
        if not names:
            return
        if pipe.assign:
            if len(names) > 1:
                self.assign(names[0], key)
            self.assign(names[-1], item)
            return
        self.variables[-1] = (names[-1], item)
        if len(names) > 1:
            self.variables[-2] = (names[0], key)

    def template(self, dot: Value | None, node: nodes.Call) -> None:
        target = self.definitions.get(node.name)
        if target is None:
            raise self.fail(f"template {strconv.quote(node.name)} not defined")
        value = self.pipeline(dot, node.pipe) if node.pipe is not None else None
        kept = self.definition, self.variables
        self.enter(target, value)
        self.definition, self.variables = kept


class _Counting(Sequence[tuple[Value | None, Value]]):
    """The numbers below an integer, made one by one."""

    def __init__(self, limit: Value) -> None:
        self.limit = limit

    def __len__(self) -> int:
        return max(int(self.limit.data), 0)

    def __getitem__(self, number: int) -> tuple[Value | None, Value]:  # type: ignore[override]
        if number >= len(self):
            raise IndexError(number)
        return None, Value(self.limit.type, number)
