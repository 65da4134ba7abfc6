"""Operators: Python's own on its own values, special methods on a script's objects, bounds on what grows.

The rule: an operation whose result may be much larger than its operands is counted before it is done.
"""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any

from tutor.programs.python import text
from tutor.programs.python.values import Class, Function, Instance

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.python.machine import Machine

    Binary = Callable[[Machine, Any, Any], Any]

_SMALL = 1 << 62
_MEMBERS = (str, bytes, bytearray, dict, set, frozenset, range)
_SEQUENCES = (str, bytes, bytearray, list, tuple)

SYMBOLS: dict[type[ast.operator], tuple[str, str, Any, Any]] = {
    ast.Add: ("+", "add", operator.add, operator.iadd),
    ast.Sub: ("-", "sub", operator.sub, operator.isub),
    ast.Mult: ("*", "mul", operator.mul, operator.imul),
    ast.Div: ("/", "truediv", operator.truediv, operator.itruediv),
    ast.FloorDiv: ("//", "floordiv", operator.floordiv, operator.ifloordiv),
    ast.Mod: ("%", "mod", operator.mod, operator.imod),
    ast.Pow: ("** or pow()", "pow", operator.pow, operator.ipow),
    ast.LShift: ("<<", "lshift", operator.lshift, operator.ilshift),
    ast.RShift: (">>", "rshift", operator.rshift, operator.irshift),
    ast.BitOr: ("|", "or", operator.or_, operator.ior),
    ast.BitXor: ("^", "xor", operator.xor, operator.ixor),
    ast.BitAnd: ("&", "and", operator.and_, operator.iand),
    ast.MatMult: ("@", "matmul", operator.matmul, operator.imatmul),
}


def _check(machine: Machine, kind: type[ast.operator], a: Any, b: Any) -> None:
    """Count what an operation is going to make."""
    if isinstance(a, int) and isinstance(b, int):
        if kind is ast.Pow:
            machine.bits(a.bit_length() * b if b > 0 else 0)
        elif kind is ast.LShift:
            machine.bits(a.bit_length() + b if b > 0 else 0)
        else:
            machine.bits(a.bit_length() + b.bit_length())
    elif kind is ast.Mult:
        if isinstance(a, _SEQUENCES) and isinstance(b, int):
            machine.made(len(a) * b * (8 if isinstance(a, list | tuple) else 1))
        elif isinstance(b, _SEQUENCES) and isinstance(a, int):
            machine.made(len(b) * a * (8 if isinstance(b, list | tuple) else 1))
    elif isinstance(a, (*_SEQUENCES, set, frozenset, dict)) and isinstance(b, (*_SEQUENCES, set, frozenset, dict)):
        machine.made((len(a) + len(b)) * (1 if isinstance(a, str | bytes) else 8))


def binary(kind: type[ast.operator]) -> Binary:
    """Return an operator as a function. It raises what Python's own raises."""
    symbol, name, own, _ = SYMBOLS[kind]
    forward, backward = f"__{name}__", f"__r{name}__"
    cheap = kind in (ast.Add, ast.Sub, ast.BitAnd, ast.BitOr, ast.BitXor, ast.RShift)

    def apply(machine: Machine, a: Any, b: Any) -> Any:
        left, right = type(a), type(b)
        if left is int and right is int and cheap:
            result = own(a, b)
            if not -_SMALL < result < _SMALL:
                machine.bits(result.bit_length())
            return result
        if left is float or right is float:
            if left in (int, float) and right in (int, float):
                return own(a, b)
        elif left is Instance or right is Instance:
            found = _special(machine, a, b, forward, backward)
            if found is not NotImplemented:
                return found
            raise _unsupported(machine, symbol, a, b)
        if left is str and kind is ast.Mod:
            return text.percent(machine, a, b)
        if kind is ast.BitOr and (left is Class or right is Class):
            return a
        if Function in (left, right) or Class in (left, right):
            raise _unsupported(machine, symbol, a, b)
        _check(machine, kind, a, b)
        return own(a, b)

    return apply


def _special(machine: Machine, a: Any, b: Any, forward: str, backward: str) -> Any:
    if type(a) is Instance:
        function = a.cls.get(forward)
        if function is not None:
            found = machine.call(function, [a, b])
            if found is not NotImplemented:
                return found
    if type(b) is Instance:
        function = b.cls.get(backward)
        if function is not None:
            return machine.call(function, [b, a])
    return NotImplemented


def _unsupported(machine: Machine, symbol: str, a: Any, b: Any) -> TypeError:
    left, right = machine.type_name(a), machine.type_name(b)
    return TypeError(f"unsupported operand type(s) for {symbol}: '{left}' and '{right}'")


def in_place(kind: type[ast.operator]) -> Binary:
    """Return an augmented assignment's operator as a function."""
    symbol, name, _, own = SYMBOLS[kind]
    plain = binary(kind)
    special = f"__i{name}__"

    def apply(machine: Machine, a: Any, b: Any) -> Any:
        left = type(a)
        if left is Instance:
            function = a.cls.get(special)
            if function is not None:
                found = machine.call(function, [a, b])
                if found is not NotImplemented:
                    return found
        elif left is list and kind is ast.Add:
            a.extend(machine.listed(b))
            return a
        elif left in (list, set, dict, bytearray) and type(b) is not Instance:
            _check(machine, kind, a, b)
            return own(a, b)
        try:
            return plain(machine, a, b)
        except TypeError as error:
            message = str(error)
            if message.startswith(f"unsupported operand type(s) for {symbol}:"):
                symbol_here = "**=" if kind is ast.Pow else f"{symbol}="
                raise TypeError(message.replace(f"for {symbol}:", f"for {symbol_here}:", 1)) from None
            raise

    return apply


_UNARY: dict[type[ast.unaryop], tuple[str, str, Any]] = {
    ast.USub: ("-", "__neg__", operator.neg),
    ast.UAdd: ("+", "__pos__", operator.pos),
    ast.Invert: ("~", "__invert__", operator.invert),
}


def unary(kind: type[ast.unaryop]) -> Callable[[Machine, Any], Any]:
    """Return `-`, `+` or `~` as a function."""
    symbol, name, own = _UNARY[kind]

    def apply(machine: Machine, value: Any) -> Any:
        if type(value) is Instance:
            function = value.cls.get(name)
            if function is None:
                raise TypeError(f"bad operand type for unary {symbol}: '{value.cls.name}'")
            return machine.call(function, [value])
        return own(value)

    return apply


def contains(machine: Machine, item: Any, container: Any) -> Any:
    """Return `item in container`. Raises TypeError."""
    kind = type(container)
    if kind is Instance:
        function = container.cls.get("__contains__")
        if function is not None:
            return bool(machine.call(function, [container, item]))
        return any(found is item or found == item for found in machine.counted(container))
    if isinstance(container, list | tuple):
        machine.tick(1 + len(container) // 32)
        return item in container
    if isinstance(container, _MEMBERS) or kind.__name__.startswith("dict_"):
        if kind is str:
            machine.tick(1 + len(container) // 1024)
            if type(item) is not str:
                raise TypeError(f"'in <string>' requires string as left operand, not {machine.type_name(item)}")
        return item in container
    try:
        items = machine.counted(container)
        return any(found is item or found == item for found in items)
    except TypeError:
        raise TypeError(f"argument of type '{machine.type_name(container)}' is not iterable") from None


def _ordering(symbol: str, own: Any) -> Binary:
    def apply(machine: Machine, a: Any, b: Any) -> Any:
        try:
            return own(a, b)
        except TypeError as error:
            if not str(error).startswith(f"'{symbol}' not supported"):
                raise
            if isinstance(a, list | tuple) and isinstance(b, type(a)):
                raise
            left, right = machine.type_name(a), machine.type_name(b)
            raise TypeError(f"'{symbol}' not supported between instances of '{left}' and '{right}'") from None

    return apply


COMPARISONS: dict[type[ast.cmpop], Binary] = {
    ast.Eq: lambda machine, a, b: a == b,
    ast.NotEq: lambda machine, a, b: _differs(a, b),
    ast.Lt: _ordering("<", operator.lt),
    ast.LtE: _ordering("<=", operator.le),
    ast.Gt: _ordering(">", operator.gt),
    ast.GtE: _ordering(">=", operator.ge),
    ast.Is: lambda machine, a, b: a is b,
    ast.IsNot: lambda machine, a, b: a is not b,
    ast.In: contains,
    ast.NotIn: lambda machine, a, b: not contains(machine, a, b),
}


def _differs(a: Any, b: Any) -> Any:
    if type(a) is Instance and a.cls.machine is not None:
        function = a.cls.get("__ne__")
        if function is not None:
            return a.cls.machine.call(function, [a, b])
    return a != b


def item(machine: Machine, value: Any, key: Any) -> Any:
    """Return `value[key]`. Raises TypeError, IndexError, KeyError."""
    kind = type(value)
    if kind is Instance:
        function = value.cls.get("__getitem__")
        if function is None:
            raise TypeError(f"'{value.cls.name}' object is not subscriptable")
        return machine.call(function, [value, key])
    if kind is Class:
        function = value.get("__class_getitem__")
        return value if function is None else machine.call(function.function, [value, key])
    if isinstance(value, str | bytes | bytearray | list | tuple | dict | range):
        if type(key) is slice:
            machine.made(len(value))
        elif isinstance(value, dict) and type(value) is not dict:
            return _with_default(machine, value, key)
        elif type(key) is Instance and not isinstance(value, dict):
            key = key.__index__()
        return value[key]
    raise TypeError(f"'{machine.type_name(value)}' object is not subscriptable")


def _with_default(machine: Machine, value: Any, key: Any) -> Any:
    """Return what a defaultdict or a Counter has for a key."""
    machine.tick()
    return value[key]


def set_item(machine: Machine, value: Any, key: Any, new: Any) -> None:
    """Do `value[key] = new`. Raises TypeError, IndexError."""
    if type(value) is Instance:
        function = value.cls.get("__setitem__")
        if function is not None:
            machine.call(function, [value, key, new])
            return
    elif isinstance(value, list | dict | bytearray):
        if type(key) is slice:
            new = machine.listed(new)
        value[key] = new
        return
    raise TypeError(f"'{machine.type_name(value)}' object does not support item assignment")


def delete_item(machine: Machine, value: Any, key: Any) -> None:
    """Do `del value[key]`. Raises TypeError, IndexError, KeyError."""
    if type(value) is Instance:
        function = value.cls.get("__delitem__")
        if function is not None:
            machine.call(function, [value, key])
            return
    elif isinstance(value, list | dict | bytearray):
        del value[key]
        return
    kind = machine.type_name(value)
    verb = "doesn't" if kind in ("str", "tuple", "bytes", "int") else "does not"
    raise TypeError(f"'{kind}' object {verb} support item deletion")
