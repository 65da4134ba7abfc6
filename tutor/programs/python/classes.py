"""Class statements, turned into closures."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from tutor.programs.python import assignment
from tutor.programs.python.errors import placed
from tutor.programs.python.scopes import Scope, collect
from tutor.programs.python.unit import STATEMENTS, Unit
from tutor.programs.python.values import Builtin, Class, Code, Frame, Function, Module, Property, Wrapped

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine
    from tutor.programs.python.unit import Exec


def class_(unit: Unit, node: ast.ClassDef) -> Exec:
    """Turn `class`."""
    machine = unit.machine
    inner = Scope("class", unit.scope)
    inner.class_name = node.name
    collect(inner, node.body)
    qualname = f"{unit.qualname}{node.name}"
    code = Code(unit.code.filename, node.name, unit.code.lines)
    body = Unit(machine, code, inner, f"{qualname}.").body(node.body)
    bases = [unit.expression(base) for base in node.bases]
    keywords = [(keyword.arg, unit.expression(keyword.value)) for keyword in node.keywords]
    decorators = [(at, unit.expression(at)) for at in node.decorator_list]
    put = assignment.target(unit, ast.Name(node.name, ast.Store()))
    documentation = ast.get_docstring(node)
    kind = unit.scope.kind

    def build(frame: Frame) -> Class:
        over = [base(frame) for base in bases]
        named = {str(name): value(frame) for name, value in keywords}
        if "metaclass" in named and getattr(named["metaclass"], "name", "") != "ABCMeta":
            raise unit.outside(node, "a metaclass")
        named.pop("metaclass", None)
        parent = None if kind == "module" else frame.parent if kind == "class" else frame
        namespace = {"__module__": frame.globals.get("__name__", "__main__"), "__qualname__": qualname}
        if documentation is not None:
            namespace["__doc__"] = documentation
        body(Frame(code, frame.globals, namespace, parent))
        return made_class(machine, node.name, over, namespace, named, unit, node)

    guarded = unit.guarded(node, build)

    def run(frame: Frame) -> None:
        wraps = [(at, decorator(frame)) for at, decorator in decorators]
        made: Any = guarded(frame)
        for at, wrap in reversed(wraps):
            try:
                made = machine.call(wrap, [made])
            except Exception as error:
                raise placed(machine, error, frame, at) from None
        put(frame, made)

    return run


def made_class(
    machine: Machine,
    name: str,
    over: list[Any],
    namespace: dict[str, Any],
    named: dict[str, Any],
    unit: Unit,
    node: ast.AST,
) -> Class:
    """Return a class of these bases. Raises TypeError, Outside."""
    for base in over:
        if type(base) is not Class:
            if isinstance(base, Module):
                raise TypeError("module() takes at most 2 arguments (3 given)")
            raise unit.outside(node, f"a class that derives from {machine.repr(base)}")
        if base.native is not None and base is not machine.object:
            raise unit.outside(node, f"a class that derives from {base.name}")
        if base.module != "__main__" and "__final__" in base.namespace:
            raise unit.outside(node, f"a class that derives from {base.name}")
    bases = tuple(over) or (machine.object,)
    module = str(namespace.pop("__module__"))
    qualname = str(namespace.pop("__qualname__"))
    made = Class(machine, name, bases, namespace, module=module, qualname=qualname)
    abstract = set()
    for key, value in namespace.items():
        function = value.function if isinstance(value, Wrapped) else value
        function = function.getter if isinstance(function, Property) else function
        if isinstance(function, Function):
            if function.home is None:
                function.home = made
            if function.attrs.get("__isabstractmethod__"):
                abstract.add(key)
        if isinstance(value, Property):
            for part in (value.setter, value.deleter):
                if isinstance(part, Function) and part.home is None:
                    part.home = made
    for base in made.mro[1:]:
        abstract.update(key for key in base.namespace.get("__abstract__", ()) if key not in namespace)
    if abstract:
        namespace["__abstract__"] = frozenset(abstract)
    for key, value in namespace.items():
        if getattr(value, "cls", None) is not None and value.cls.get("__set_name__") is not None:
            machine.call(value.cls.get("__set_name__"), [value, made, key])
    for base in made.mro[1:]:
        hook = base.namespace.get("__init_subclass__")
        if hook is not None:
            machine.call(hook.function if isinstance(hook, Wrapped) else hook, [made], named)
            break
    for base in made.mro[1:]:
        hook = base.namespace.get("__made__")
        if isinstance(hook, Builtin):
            hook.call(made)
            break
    return made


STATEMENTS[ast.ClassDef] = class_
