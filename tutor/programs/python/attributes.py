"""What `value.name` means for every kind of value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.methods import METHODS
from tutor.programs.python.values import (
    Builtin,
    Class,
    Function,
    Instance,
    Method,
    Module,
    Property,
    Raised,
    Wrapped,
)

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_MISSING = object()


def bind(machine: Machine, found: Any, instance: Any, cls: Class) -> Any:
    """Return what an attribute found in a class is for one of its instances (None: for the class itself)."""
    kind = type(found)
    if kind is Function or (kind is Builtin and found.binds):
        return found if instance is None else Method(found, instance)
    if kind is Wrapped:
        return Method(found.function, cls) if found.kind == "class" else found.function
    if kind is Property and instance is not None:
        if found.getter is None:
            raise machine.error("AttributeError", f"property of '{cls.name}' object has no getter")
        return machine.call(found.getter, [instance])
    if kind is Instance and instance is not None and found.cls.get("__get__") is not None:
        return machine.call(found.cls.get("__get__"), [found, instance, cls])
    return found


def get(machine: Machine, value: Any, name: str) -> Any:
    """Return an attribute. Raises Raised (AttributeError), Outside."""
    kind = type(value)
    if kind is Instance:
        found = _of_instance(machine, value, name)
    elif kind is Module:
        found = value.namespace.get(name, _MISSING)
    elif kind is Class:
        found = _of_class(machine, value, name)
    elif kind is Function:
        found = _of_function(value, name)
    else:
        found = _of_native(machine, value, name)
    if found is _MISSING:
        raise absent(machine, value, name)
    return found


def absent(machine: Machine, value: Any, name: str) -> Raised:
    """Return the error for an attribute that is not there. Raises Outside where the real one has it."""
    if isinstance(value, Module):
        from tutor.programs.python.importing import is_real_name

        if "__getattr__" in value.namespace:
            return machine.call(value.namespace["__getattr__"], [name])  # type: ignore[no-any-return]
        if not value.path and is_real_name(value.name, name):
            raise Outside(f"{value.name}.{name}")
        error = machine.error("AttributeError", f"module '{value.name}' has no attribute '{name}'")
    elif isinstance(value, Class):
        if value.native is not None and hasattr(value.native, name):
            raise Outside(f"{value.name}.{name}")
        error = machine.error("AttributeError", f"type object '{value.name}' has no attribute '{name}'")
    else:
        if type(value) in METHODS and hasattr(type(value), name):
            raise Outside(f"{type(value).__name__}.{name}")
        error = machine.error("AttributeError", f"'{machine.type_name(value)}' object has no attribute '{name}'")
    error.value.attrs.update(name=name, obj=value)
    return error


def _of_instance(machine: Machine, value: Instance, name: str) -> Any:
    cls = value.cls
    found = cls.get(name)
    if type(found) is Property:
        return bind(machine, found, value, cls)
    if name in value.attrs:
        return value.attrs[name]
    if found is not None or any(name in base.namespace for base in cls.mro):
        return bind(machine, found, value, cls)
    if name == "__class__":
        return cls
    if name == "__dict__":
        return value.attrs
    trail = value.native
    if name in ("__cause__", "__context__", "__traceback__", "__suppress_context__") and hasattr(trail, "places"):
        if name == "__traceback__":
            return None if not trail.places else Instance(Class(machine, "traceback", (machine.object,)))
        return {"__cause__": trail.cause, "__context__": trail.context}.get(name, trail.suppress)
    hook = cls.get("__getattr__")
    if hook is not None:
        return machine.call(hook, [value, name])
    return _of_object(machine, value, name)


def _of_object(machine: Machine, value: Any, name: str) -> Any:
    """Return what every object has."""
    if name == "__doc__":
        return None
    if name == "__repr__":
        return Builtin("__repr__", lambda: machine.repr(value))
    if name == "__str__":
        return Builtin("__str__", lambda: machine.str(value))
    if name == "__hash__":
        return Builtin("__hash__", lambda: hash(value))
    if name == "__eq__":
        return Builtin("__eq__", lambda other: value == other)
    if name == "__init__":
        return Builtin("__init__", lambda *arguments, **named: None)
    if name == "__setattr__" and type(value) is Instance:
        return Builtin("__setattr__", value.attrs.__setitem__)
    return _MISSING


def _of_class(machine: Machine, value: Class, name: str) -> Any:
    for base in value.mro:
        if name in base.namespace:
            return bind(machine, base.namespace[name], None, value)
    plain: dict[str, Any] = {
        "__name__": value.name, "__qualname__": value.qualname, "__module__": value.module, "__mro__": value.mro,
        "__bases__": value.bases, "__dict__": value.namespace, "__class__": machine.type_class,
        "__doc__": value.namespace.get("__doc__"),
    }  # fmt: skip
    if name in plain:
        return plain[name]
    if name == "mro":
        return Builtin("mro", lambda: list(value.mro))
    if name == "__subclasses__":
        raise Outside("type.__subclasses__")
    for base in value.mro:
        method = METHODS.get(base.native, {}).get(name, _MISSING) if base.native is not None else _MISSING
        if method is not _MISSING:

            def unbound(receiver: Any, *given: Any, **named: Any) -> Any:
                return machine.call(get(machine, receiver, name), list(given), named)

            return Builtin(name, unbound)
    if name == "__init__":
        return Builtin("__init__", lambda *arguments, **named: None)
    if name == "__new__":
        return Builtin("__new__", lambda cls, *arguments, **named: Instance(cls))
    if name in ("__str__", "__repr__"):
        return Builtin(name, machine.str if name == "__str__" else machine.repr)
    if name == "__setattr__":
        return Builtin(name, lambda instance, key, new: instance.attrs.__setitem__(key, new))
    return _MISSING


def _of_function(value: Function, name: str) -> Any:
    if name in value.attrs:
        return value.attrs[name]
    if name == "__module__":
        return value.module
    if name == "__dict__":
        return {key: item for key, item in value.attrs.items() if not key.startswith("__")}
    if name == "__defaults__":
        return value.defaults or None
    return _MISSING


def _of_native(machine: Machine, value: Any, name: str) -> Any:
    table = METHODS.get(type(value))
    if table is not None and name in table:
        method = table[name]
        if method is None:
            return Builtin(name, getattr(value, name))
        if isinstance(method, property):
            return method.fget(value)  # type: ignore[misc]
        return Builtin(name, lambda *given, **named: method(machine, value, *given, **named))
    if name == "__class__":
        return machine.class_of(value)
    kind = type(value)
    if kind is Method:
        if name == "__self__":
            return value.receiver
        if name == "__func__":
            return value.function
        return get(machine, value.function, name)
    if kind is Builtin and name in ("__name__", "__qualname__"):
        return value.name
    if kind is Builtin and name == "__doc__":
        return None
    if kind is Property:
        return _of_property(value, name)
    special = _SPECIAL.get(name)
    if special is not None and hasattr(kind, name) and table is not None:
        return Builtin(name, lambda *given: special(machine, value, *given))
    return _of_object(machine, value, name)


_SPECIAL: dict[str, Any] = {
    "__len__": lambda machine, value: len(value),
    "__getitem__": lambda machine, value, key: value[key],
    "__contains__": lambda machine, value, item: item in value,
    "__iter__": lambda machine, value: machine.builtins["iter"].call(value),
    "__next__": lambda machine, value: next(value),
}


def _of_property(value: Property, name: str) -> Any:
    if name == "setter":
        return Builtin(name, lambda function: Property(value.getter, function, value.deleter))
    if name == "deleter":
        return Builtin(name, lambda function: Property(value.getter, value.setter, function))
    if name == "getter":
        return Builtin(name, lambda function: Property(function, value.setter, value.deleter))
    return {"fget": value.getter, "fset": value.setter, "fdel": value.deleter}.get(name, _MISSING)


def put(machine: Machine, value: Any, name: str, new: Any) -> None:
    """Set an attribute. Raises Raised (AttributeError, TypeError)."""
    kind = type(value)
    if kind is Instance:
        found = value.cls.get(name)
        if type(found) is Property:
            if found.setter is None:
                text = f"property '{name}' of '{value.cls.name}' object has no setter"
                raise machine.error("AttributeError", text)
            machine.call(found.setter, [value, new])
            return
        hook = value.cls.get("__setattr__")
        if hook is not None:
            machine.call(hook, [value, name, new])
            return
        slots = value.cls.namespace.get("__slots__")
        if slots is not None and name not in slots:
            raise absent(machine, value, name)
        value.attrs[name] = new
    elif kind is Module:
        value.namespace[name] = new
    elif kind is Class:
        if value.machine is None or value.native is not None or value.module == "builtins":
            raise TypeError(f"cannot set '{name}' attribute of immutable type '{value.name}'")
        value.namespace[name] = new
    elif kind is Function:
        value.attrs[name] = new
    else:
        raise absent(machine, value, name)


def remove(machine: Machine, value: Any, name: str) -> None:
    """Delete an attribute. Raises Raised (AttributeError)."""
    if type(value) is Instance:
        found = value.cls.get(name)
        if type(found) is Property and found.deleter is not None:
            machine.call(found.deleter, [value])
            return
    names = {Instance: "attrs", Function: "attrs", Module: "namespace", Class: "namespace"}.get(type(value))
    if names is None or name not in getattr(value, names):
        raise absent(machine, value, name)
    del getattr(value, names)[name]
