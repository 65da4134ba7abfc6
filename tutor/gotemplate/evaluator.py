"""Evaluates the pipelines of a template: fields, methods, variables, functions and their arguments.

The place of an error is the node evaluated last, which `node` keeps, exactly where Go's executor does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.gotemplate import nodes, strconv
from tutor.gotemplate.builtins import BUILTINS, zero
from tutor.gotemplate.errors import CallError, ExecError
from tutor.gotemplate.values import (
    ANY,
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    STRING,
    VALUE,
    Function,
    Struct,
    Type,
    Value,
    field,
    indirect,
    is_true,
    unwrap,
    wrap,
)

MAX_OUTPUT = 32_000_000  # characters
_NILLABLE = ("interface", "pointer", "map", "slice", "func", "value")
_NO_VALUE = Value(Type("missing", "missing"), None)  # no value comes from an earlier stage of the pipeline


class Evaluator:
    """What a running template knows: where it is, its variables, and what it has written."""

    def __init__(
        self,
        definitions: Mapping[str, nodes.Definition],
        functions: Mapping[str, Function],
        missing_error: bool,
    ) -> None:
        self.definitions = definitions
        self.functions = functions
        self.missing_error = missing_error
        self.definition = next(iter(definitions.values()))
        self.node: nodes.Node = self.definition.root
        self.variables: list[tuple[str, Value | None]] = []
        self.out: list[str] = []
        self.size = 0

    def fail(self, problem: str) -> ExecError:
        """Make the error for a problem at the current node."""
        definition, pos = self.definition, self.node.pos
        before = definition.text[:pos]
        line = before.count("\n") + 1
        column = len(before[before.rfind("\n") + 1 :].encode("utf-8", "surrogateescape"))
        place = f"{definition.parse_name}:{line}:{column}"
        message = f"template: {place}: executing {strconv.quote(definition.name)} at <{self.node}>: {problem}"
        return ExecError(message, problem, "".join(self.out))

    def write(self, text: str) -> None:
        """Add to the output."""
        self.size += len(text)
        if self.size > MAX_OUTPUT:
            raise self.fail(f"stopped: more than {MAX_OUTPUT} characters of output")
        self.out.append(text)

    # pipelines

    def pipeline(self, dot: Value | None, pipe: nodes.Pipe) -> Value | None:
        """Evaluate a pipeline; its variables stay declared."""
        self.node = pipe
        value: Value | None = _NO_VALUE
        for command in pipe.commands:
            value = unwrap(self.command(dot, command, value))
        for name in pipe.variables:
            if pipe.assign:
                self.assign(name, value)
            else:
                self.variables.append((name, value))
        return value

    def assign(self, name: str, value: Value | None) -> None:
        """Set the innermost variable of that name."""
        for number in range(len(self.variables) - 1, -1, -1):
            if self.variables[number][0] == name:
                self.variables[number] = (name, value)
                return
        raise self.fail(f"undefined variable: {name}")

    def command(self, dot: Value | None, command: nodes.Command, final: Value | None) -> Value | None:
        """Evaluate one command; `final` is what the command before it gave."""
        first = command.args[0]
        if isinstance(first, nodes.Field):
            return self.field(dot, first, command.args, final)
        if isinstance(first, nodes.Chain):
            return self.chain(dot, first, command.args, final)
        if isinstance(first, nodes.Identifier):
            return self.function(dot, first, command, command.args, final)
        if isinstance(first, nodes.Pipe):
            self.no_arguments(command.args, final)
            return self.pipeline(dot, first)
        if isinstance(first, nodes.Variable):
            return self.variable(dot, first, command.args, final)
        self.node = first
        self.no_arguments(command.args, final)
        if isinstance(first, nodes.Dot):
            return dot
        if isinstance(first, nodes.Nil):
            raise self.fail("nil is not a command")
        return self.constant(first)

    def no_arguments(self, args: Sequence[nodes.Node], final: Value | None) -> None:
        """Refuse arguments for what is no function."""
        if len(args) > 1 or final is not _NO_VALUE:
            raise self.fail(f"can't give argument to non-function {args[0]}")

    def constant(self, node: nodes.Node) -> Value:
        """Return a literal where no type is asked for."""
        if isinstance(node, nodes.Bool):
            return Value(BOOL, node.value)
        if isinstance(node, nodes.String):
            return Value(STRING, node.text)
        assert isinstance(node, nodes.Number)
        self.node = node
        if node.complex is not None:
            return Value(COMPLEX, node.complex)
        if node.float is not None and _looks_float(node.text):
            return Value(FLOAT, node.float)
        if node.integer is None or not -(2**63) <= node.integer < 2**63:
            raise self.fail(f"{node.text} overflows int")
        return Value(INT, node.integer)

    def field(
        self, dot: Value | None, node: nodes.Field, args: Sequence[nodes.Node], final: Value | None
    ) -> Value | None:
        """Evaluate a chain of fields of dot."""
        self.node = node
        return self.names(dot, dot, node, node.names, args, final)

    def chain(
        self, dot: Value | None, node: nodes.Chain, args: Sequence[nodes.Node], final: Value | None
    ) -> Value | None:
        """Evaluate fields of a parenthesised pipeline."""
        self.node = node
        if isinstance(node.node, nodes.Nil):
            raise self.fail(f"indirection through explicit nil in {node}")
        receiver = self.argument(dot, ANY, node.node)
        return self.names(dot, receiver, node, node.names, args, final)

    def variable(
        self, dot: Value | None, node: nodes.Variable, args: Sequence[nodes.Node], final: Value | None
    ) -> Value | None:
        """Evaluate a variable and fields of it."""
        self.node = node
        value = self.lookup(node.names[0])
        if len(node.names) == 1:
            self.no_arguments(args or (node,), final)
            return value
        return self.names(dot, value, node, node.names[1:], args, final)

    def lookup(self, name: str) -> Value | None:
        """Find a variable's value."""
        for known, value in reversed(self.variables):
            if known == name:
                return value
        raise self.fail(f"undefined variable: {name}")

    def names(
        self,
        dot: Value | None,
        receiver: Value | None,
        node: nodes.Node,
        names: Sequence[str],
        args: Sequence[nodes.Node],
        final: Value | None,
    ) -> Value | None:
        """Return a chain of names from a receiver; only the last one may take arguments."""
        for name in names[:-1]:
            receiver = self.member(dot, name, node, (), _NO_VALUE, receiver)
        return self.member(dot, names[-1], node, args, final, receiver)

    def member(
        self,
        dot: Value | None,
        name: str,
        node: nodes.Node,
        args: Sequence[nodes.Node],
        final: Value | None,
        receiver: Value | None,
    ) -> Value | None:
        """Return a method, a field or a map's entry."""
        if receiver is None:
            if self.missing_error:
                raise self.fail(f"nil data; no entry for key {strconv.quote(name)}")
            return None
        shown = receiver.type.text
        target, is_nil = indirect(receiver)
        assert target is not None
        if is_nil:
            raise self.fail(f"nil pointer evaluating {shown}.{name}")
        has_arguments = len(args) > 1 or final is not _NO_VALUE
        if target.kind == "struct" and isinstance(target.data, Struct) and name in target.data.fields:
            item = target.data.fields[name]
            if isinstance(item, Function) or callable(item):
                method = item if isinstance(item, Function) else Function(item, ())
                return self.call(dot, method, node, name, args, final)
            if has_arguments:
                raise self.fail(f"{name} has arguments but cannot be invoked as function")
            return field(item)
        if target.kind == "map" and target.type.key is not None and target.type.key.accepts(STRING):
            if has_arguments:
                raise self.fail(f"{name} is not a method but has arguments")
            return self.entry(target, name)
        raise self.fail(f"can't evaluate field {name} in type {shown}")

    def entry(self, target: Value, name: str) -> Value | None:
        """Look a map's key up; a missing one gives no value, or an error where that is asked for."""
        data = target.data or {}
        if name in data:
            return target.element(data[name])
        if self.missing_error:
            raise self.fail(f"map has no entry for key {strconv.quote(name)}")
        return None

    # calls

    def function(
        self,
        dot: Value | None,
        node: nodes.Identifier,
        command: nodes.Node,
        args: Sequence[nodes.Node],
        final: Value | None,
    ) -> Value | None:
        """Evaluate a call of a function of the template language."""
        self.node = node
        function = self.functions[node.name]
        if function is BUILTINS["and"] or function is BUILTINS["or"]:
            self.check_count(function, node.name, args, final)
            return self.either(dot, node.name == "or", args[1:], final)
        if function is BUILTINS["call"]:
            self.check_count(function, node.name, args, final)
            return self.call_value(dot, command, args, final)
        return self.call(dot, function, command, node.name, args, final)

    def either(self, dot: Value | None, wanted: bool, args: Sequence[nodes.Node], final: Value | None) -> Value | None:
        """and, or: the first argument that decides, later ones not evaluated."""
        value: Value | None = None
        for arg in args:
            value = self.argument(dot, VALUE, arg)
            if is_true(unwrap(value)) == wanted:
                return value
        return value if final is _NO_VALUE else final

    def call_value(
        self, dot: Value | None, command: nodes.Node, args: Sequence[nodes.Node], final: Value | None
    ) -> Value | None:
        """{{call value arguments}}."""
        values = [self.argument(dot, VALUE, arg) for arg in args[1:]]
        if final is not _NO_VALUE:
            values.append(final)
        name = str(args[1]) if len(args) > 1 else "nil"
        called = unwrap(values[0])
        self.node = command
        if called is None:
            raise self.fail("error calling call: call of nil")
        if called.kind != "func":
            raise self.fail(f"error calling call: non-function {name} of type {called.type.text}")
        function = called.data if isinstance(called.data, Function) else Function(called.data, ())
        if len(values) - 1 != len(function.params):
            counts = f"got {len(values) - 1} want {len(function.params)}"
            raise self.fail(f"error calling call: wrong number of args for {name}: {counts}")
        return self.invoke(function, command, "call", [unwrap(value) for value in values[1:]])

    def check_count(self, function: Function, name: str, args: Sequence[nodes.Node], final: Value | None) -> None:
        """Refuse a wrong number of arguments."""
        given = max(len(args) - 1, 0)
        total = given + (final is not _NO_VALUE)
        wanted = len(function.params)
        if function.variadic:
            if total < wanted - 1:
                raise self.fail(f"wrong number of args for {name}: want at least {wanted - 1} got {given}")
        elif total != wanted:
            raise self.fail(f"wrong number of args for {name}: want {wanted} got {total}")

    def call(
        self,
        dot: Value | None,
        function: Function,
        node: nodes.Node,
        name: str,
        args: Sequence[nodes.Node],
        final: Value | None,
    ) -> Value | None:
        """Evaluate the arguments of a function or method and call it."""
        self.check_count(function, name, args, final)
        params = function.params
        values: list[Value | None] = []
        for number, arg in enumerate(args[1:]):
            values.append(self.argument(dot, params[min(number, len(params) - 1)], arg))
        if final is not _NO_VALUE:
            values.append(self.accept(final, params[min(len(values), len(params) - 1)]))
        return self.invoke(function, node, name, values)

    def invoke(self, function: Function, node: nodes.Node, name: str, values: list[Value | None]) -> Value | None:
        """Call with evaluated arguments; a `CallError` gets its place."""
        params = function.params
        for number, value in enumerate(values):
            if params[min(number, len(params) - 1)].kind == "interface":
                values[number] = unwrap(value)
        try:
            return wrap(function.call(*values))
        except CallError as fault:
            self.node = node
            raise self.fail(f"error calling {name}: {fault}") from None

    def accept(self, value: Value | None, wanted: Type) -> Value | None:
        """Return a value as an argument of the wanted type, dereferenced where that helps."""
        if value is None:
            if wanted.kind not in _NILLABLE:
                raise self.fail(f"invalid value; expected {wanted.text}")
            return None if wanted.kind in ("interface", "value") else zero(wanted)
        if wanted.kind == "value" or wanted.accepts(value.type):
            return value
        if value.kind == "interface" and value.data is not None:
            value = unwrap(value)
            assert value is not None
            if wanted.accepts(value.type):
                return value
        if value.kind == "pointer" and value.type.elem is not None and wanted.accepts(value.type.elem):
            if value.data is None:
                raise self.fail(f"dereference of nil pointer of type {wanted.text}")
            return value.pointee()
        raise self.fail(f"wrong type for value; expected {wanted.text}; got {value.type.text}")

    def argument(self, dot: Value | None, wanted: Type, node: nodes.Node) -> Value | None:
        """Return an operand as an argument of the wanted type."""
        self.node = node
        if isinstance(node, nodes.Dot):
            return self.accept(dot, wanted)
        if isinstance(node, nodes.Nil):
            if wanted.kind not in _NILLABLE:
                raise self.fail(f"cannot assign nil to {wanted.text}")
            return None if wanted.kind in ("interface", "value") else zero(wanted)
        if isinstance(node, nodes.Field):
            return self.accept(self.field(dot, node, (), _NO_VALUE), wanted)
        if isinstance(node, nodes.Variable):
            return self.accept(self.variable(dot, node, (), _NO_VALUE), wanted)
        if isinstance(node, nodes.Pipe):
            return self.accept(self.pipeline(dot, node), wanted)
        if isinstance(node, nodes.Identifier):
            return self.accept(self.function(dot, node, node, (), _NO_VALUE), wanted)
        if isinstance(node, nodes.Chain):
            return self.accept(self.chain(dot, node, (), _NO_VALUE), wanted)
        return self.literal(wanted, node)

    def literal(self, wanted: Type, node: nodes.Node) -> Value:
        """Return a constant as an argument of the wanted type."""
        if wanted.kind in ("interface", "value"):
            return self.constant(node)
        number = node if isinstance(node, nodes.Number) else None
        if wanted.kind == "bool" and isinstance(node, nodes.Bool):
            return Value(wanted, node.value)
        if wanted.kind == "string" and isinstance(node, nodes.String):
            return Value(wanted, node.text)
        if number is not None and wanted.kind in ("int", "uint") and number.integer is not None:
            return Value(wanted, number.integer)
        if number is not None and wanted.kind == "float" and number.float is not None:
            return Value(wanted, number.float)
        names = {"int": "integer", "uint": "unsigned integer"}
        if wanted.kind not in ("bool", "string", "int", "uint", "float", "complex"):
            raise self.fail(f"can't handle {node} for arg of type {wanted.text}")
        raise self.fail(f"expected {names.get(wanted.kind, wanted.kind)}; found {node}")


def _looks_float(text: str) -> bool:
    if text[:1] == "'" or (text[:2] in ("0x", "0X") and not any(char in "pP" for char in text)):
        return False
    return any(char in ".eEpP" for char in text)
