"""Calls and functions, turned into closures."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python.errors import placed
from tutor.programs.python.scopes import Scope, collect, yields
from tutor.programs.python.unit import EXPRESSIONS, STATEMENTS, Unit
from tutor.programs.python.values import Class, Code, Frame, Function, Instance, Parameters

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.unit import Eval, Exec


def call(unit: Unit, node: ast.Call) -> Eval:
    """Turn a call."""
    machine = unit.machine
    if isinstance(node.func, ast.Name) and node.func.id == "super" and not node.args:
        return unit.guarded(node, lambda frame: parent_of(unit, frame))
    function = unit.expression(node.func)
    if not node.keywords and not any(isinstance(argument, ast.Starred) for argument in node.args):
        parts = [unit.expression(argument) for argument in node.args]

        def plain(frame: Frame) -> Any:
            called = function(frame)
            given = [part(frame) for part in parts]
            try:
                return machine.call(called, given)
            except Exception as error:
                raise placed(machine, error, frame, node) from None

        return plain
    arguments = _arguments(unit, node)

    def run(frame: Frame) -> Any:
        called = function(frame)
        try:
            given, named = arguments(frame, called)
            return machine.call(called, given, named)
        except Exception as error:
            raise placed(machine, error, frame, node) from None

    return run


def _arguments(unit: Unit, node: ast.Call) -> Callable[[Frame, Any], tuple[list[Any], dict[str, Any]]]:
    machine = unit.machine
    parts = [
        (True, unit.expression(item.value)) if isinstance(item, ast.Starred) else (False, unit.expression(item))
        for item in node.args
    ]
    named = [(keyword.arg, unit.expression(keyword.value)) for keyword in node.keywords]

    def run(frame: Frame, called: Any) -> tuple[list[Any], dict[str, Any]]:
        given: list[Any] = []
        for starred, part in parts:
            if starred:
                given.extend(machine.listed(part(frame)))
            else:
                given.append(part(frame))
        names: dict[str, Any] = {}
        for name, part in named:
            value = part(frame)
            if name is not None:
                names[name] = value
                continue
            if not isinstance(value, dict):
                raise TypeError(
                    f"{machine.repr(called)} argument after ** must be a mapping, not {machine.type_name(value)}"
                )
            for key, item in value.items():
                if not isinstance(key, str):
                    raise TypeError("keywords must be strings")
                if key in names:
                    name = called.attrs["__qualname__"] if isinstance(called, Function) else machine.repr(called)
                    raise TypeError(f"{name}() got multiple values for keyword argument '{key}'")
                names[key] = item
        return given, names

    return run


class Parent:
    """What `super()` gives: the attributes of an object as the classes after one of its own have them."""

    __slots__ = ("after", "value")

    def __init__(self, after: Class, value: Any) -> None:
        self.after = after
        self.value = value


def parent_of(unit: Unit, frame: Frame) -> Instance:
    """Return what `super()` gives in a method. Raises Raised (RuntimeError)."""
    machine = unit.machine
    found: Frame | None = frame
    while found is not None and found.owner is None:
        found = found.parent
    if found is None or found.owner is None:
        raise machine.error("RuntimeError", "super(): no arguments")
    return made_super(machine, *found.owner)


def made_super(machine: Any, after: Class, value: Any) -> Instance:
    """Return the object that `super(after, value)` is."""
    from tutor.programs.python import attributes
    from tutor.programs.python.values import Builtin

    cls = value if isinstance(value, Class) else machine.class_of(value)

    def attribute(own: Instance, name: str) -> Any:
        order = cls.mro[cls.mro.index(after) + 1 :] if after in cls.mro else cls.mro
        for base in order:
            if name in base.namespace:
                found = base.namespace[name]
                return attributes.bind(machine, found, None if isinstance(value, Class) else value, cls)
        special = attributes._of_object(machine, value, name)
        if special is not attributes._MISSING:
            return special
        if name == "__new__":
            return Builtin(name, lambda made, *given: machine.instantiate_plain(made))
        if name == "__init_subclass__":
            return Builtin(name, lambda **named: None)
        raise machine.error("AttributeError", f"'super' object has no attribute '{name}'")

    return Instance(Class(machine, "super", (machine.object,), {"__getattr__": Builtin("__getattr__", attribute)}))


def _parameters(node: ast.arguments, scope: Scope) -> Parameters:
    names = [scope.mangled(argument.arg) for argument in (*node.posonlyargs, *node.args)]
    return Parameters(
        names,
        len(node.posonlyargs),
        [argument.arg for argument in node.kwonlyargs],
        node.vararg.arg if node.vararg else None,
        node.kwarg.arg if node.kwarg else None,
    )


def function_maker(
    unit: Unit, node: ast.FunctionDef | ast.Lambda, name: str, body: list[ast.stmt]
) -> Callable[[Frame], Function]:
    """Turn a definition into what makes its function, in the frame where it stands. Raises Outside."""
    machine = unit.machine
    arguments = node.args
    inner = Scope("function", unit.scope)
    parameters = _parameters(arguments, inner)
    inner.names.update((*parameters.names, *parameters.keyword_only))
    inner.names.update(filter(None, (parameters.rest, parameters.rest_named)))
    collect(inner, body)
    qualname = f"{unit.qualname}{name}"
    code = Code(unit.code.filename, name, unit.code.lines, qualname)
    nested = Unit(machine, code, inner, f"{qualname}.<locals>.")
    generator = yields(body)
    run: Any
    if generator:
        from tutor.programs.python.generators import generator_body

        run = generator_body(nested, body)
    else:
        run = nested.body(body)
    defaults = [unit.expression(value) for value in arguments.defaults]
    named = [
        (argument.arg, unit.expression(value))
        for argument, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if value is not None
    ]
    documentation = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
    annotations = _annotations(node) if isinstance(node, ast.FunctionDef) else {}
    kind = unit.scope.kind

    def make(frame: Frame) -> Function:
        parent = None if kind == "module" else frame.parent if kind == "class" else frame
        made = Function(
            code, parameters, run, frame.globals, parent, tuple(value(frame) for value in defaults),
            {key: value(frame) for key, value in named}, generator,
        )  # fmt: skip
        made.attrs["__doc__"] = documentation
        made.attrs["__annotations__"] = dict(annotations)
        return made

    return make


def _annotations(node: ast.FunctionDef) -> dict[str, str]:
    """Return the annotations of a function as texts; they are not evaluated."""
    every = (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
    found = {argument.arg: ast.unparse(argument.annotation) for argument in every if argument.annotation is not None}
    if node.returns is not None:
        found["return"] = ast.unparse(node.returns)
    return found


def definition(unit: Unit, node: ast.FunctionDef) -> Exec:
    """Turn `def`."""
    from tutor.programs.python.assignment import target

    make = function_maker(unit, node, node.name, node.body)
    decorators = [(decorator, unit.expression(decorator)) for decorator in node.decorator_list]
    put = target(unit, ast.Name(node.name, ast.Store()))
    machine = unit.machine

    def run(frame: Frame) -> None:
        wraps = [(at, decorator(frame)) for at, decorator in decorators]
        made: Any = make(frame)
        for at, wrap in reversed(wraps):
            try:
                made = machine.call(wrap, [made])
            except Exception as error:
                raise placed(machine, error, frame, at) from None
        put(frame, made)

    return run


def lambda_(unit: Unit, node: ast.Lambda) -> Eval:
    """Turn `lambda`."""
    value = ast.Return(node.body)
    ast.copy_location(value, node.body)
    return function_maker(unit, node, "<lambda>", [value])


EXPRESSIONS.update({ast.Call: call, ast.Lambda: lambda_})
STATEMENTS[ast.FunctionDef] = definition
