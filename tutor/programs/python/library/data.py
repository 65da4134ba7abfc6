"""`json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tutor.programs.python.values import Builtin, Class, Raised

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `json`."""
    kind = Class(machine, "JSONDecodeError", (machine.exceptions["ValueError"],), module="json.decoder")
    names["JSONDecodeError"] = kind

    def loads(text: Any, **named: Any) -> Any:
        if not isinstance(text, str | bytes | bytearray):
            what = machine.type_name(text)
            raise TypeError(f"the JSON object must be str, bytes or bytearray, not {what}")
        machine.made(len(text) * 4)
        try:
            return json.loads(text)
        except json.JSONDecodeError as error:
            made = machine.call(kind, [str(error)])
            made.attrs.update(msg=error.msg, doc=error.doc, pos=error.pos, lineno=error.lineno, colno=error.colno)
            raise Raised(made) from None

    def dumps(
        value: Any,
        *,
        indent: Any = None,
        sort_keys: bool = False,
        default: Any = None,
        ensure_ascii: bool = True,
        separators: Any = None,
        **named: Any,
    ) -> str:
        def other(item: Any) -> Any:
            if default is not None:
                return machine.call(default, [item])
            raise TypeError(f"Object of type {machine.type_name(item)} is not JSON serializable")

        _count(machine, value, 0)
        return json.dumps(
            value, indent=indent, sort_keys=bool(sort_keys), default=other, ensure_ascii=bool(ensure_ascii),
            separators=separators,
        )  # fmt: skip

    def load(file: Any, **named: Any) -> Any:
        return loads(machine.call(machine.get(file, "read"), []))

    def dump(value: Any, file: Any, **named: Any) -> None:
        machine.call(machine.get(file, "write"), [dumps(value, **named)])

    table: dict[str, Any] = {"loads": loads, "dumps": dumps, "load": load, "dump": dump}
    for name, call in table.items():
        names[name] = Builtin(name, call)


def _count(machine: Machine, value: Any, depth: int) -> None:
    """Count what a value costs; refuse one that holds itself, as the real one does."""
    machine.tick()
    if depth > 400:
        raise ValueError("Circular reference detected")
    if isinstance(value, str):
        machine.made(len(value))
    elif isinstance(value, dict):
        for item in value.values():
            _count(machine, item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _count(machine, item, depth + 1)
