"""What `console.log` shows, as node's util.inspect breaks and groups it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tutor.programs.node.values import UNDEFINED, Accessor, Array, Function, Object, number_text

if TYPE_CHECKING:
    from tutor.programs.node.runtime import Runtime

_WIDTH, _DEEP, _MOST = 80, 2, 100


class _State:
    def __init__(self) -> None:
        self.depth = 0
        self.indent = 0
        self.seen: list[Object] = []


def inspect(runtime: Runtime, value: Any) -> str:
    """Return a value as it is shown."""
    return _shown(runtime, value, _State(), 0, False)


def quoted(text: str) -> str:
    """Return a text in quotes."""
    mark = "'" if "'" not in text else '"' if '"' not in text else "`" if "`" not in text else "'"
    inner = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return mark + (inner.replace(mark, "\\" + mark) if mark in inner else inner) + mark


def _shown(runtime: Runtime, value: Any, state: _State, depth: int, inside: bool) -> str:
    runtime.tick()
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "-0" if value == 0 and math.copysign(1, value) < 0 else number_text(value)
    if value is None or value is UNDEFINED:
        return "null" if value is None else "undefined"
    if not isinstance(value, Object):
        return str(value)
    if value in state.seen:
        return "[Circular *1]"
    if value.kind == "Error":
        return _error(runtime, value, state, depth, inside)
    empty = not value.listed() and not getattr(value, "items", None) and not value.native
    if depth > _DEEP and not isinstance(value, Function) and not empty:
        return "[Array]" if isinstance(value, Array) else f"[{_class(runtime, value) or 'Object'}]"
    state.depth = depth
    state.seen.append(value)
    try:
        return _object(runtime, value, state, depth)
    finally:
        state.seen.pop()


def _class(runtime: Runtime, value: Object) -> str:
    made = value.proto.find("constructor") if value.proto is not None else UNDEFINED
    return made.name if isinstance(made, Function) else "" if value.proto is not None else "[Object: null prototype]"


def _error(runtime: Runtime, value: Object, state: _State, depth: int, inside: bool) -> str:
    stack = value.props.get("stack")
    text = (
        stack
        if isinstance(stack, str)
        else f"{runtime.text(value.find('name'))}: {runtime.text(value.find('message'))}"
    )
    extra = [key for key in value.listed() if key not in ("stack", "message", "name", "cause")]
    if extra:
        state.indent += 2
        rows = [f"{key}: {_shown(runtime, value.props[key], state, depth + 1, True)}" for key in extra]
        state.indent -= 2
        pad = " " * (state.indent + 2)
        text += " {\n" + ",\n".join(pad + row for row in rows) + "\n" + " " * state.indent + "}"
    return f"[{text}]" if inside and "\n" not in text else text


def _object(runtime: Runtime, value: Object, state: _State, depth: int) -> str:
    if isinstance(value, Function):
        base = _function(value)
        if not value.listed():
            return base
    else:
        base = ""
    name = _class(runtime, value)
    prefix = "" if name in ("Object", "Array", "Function") or not name else f"{name} "
    if isinstance(value, Array):
        prefix = f"{name}({len(value.items)}) " if prefix else ""
        shown = value.items[:_MOST]
        state.indent += 2
        output = [
            _shown(runtime, item, state, depth + 1, True) if item is not _HOLE else "<1 empty item>" for item in shown
        ]
        output += _properties(runtime, value, state, depth)
        state.indent -= 2
        if len(value.items) > _MOST:
            more = len(value.items) - _MOST
            output.append(f"... {more} more item{'s' if more > 1 else ''}")
        if not output:
            return f"{prefix}[]"
        if len(output) > 6:
            grouped = _grouped(output, state, value.items, len(value.items) > _MOST)
            return _joined(grouped, "", f"{prefix}[", "]", state, depth, len(grouped) == len(output))
        return _joined(output, "", f"{prefix}[", "]", state, depth, True)
    state.indent += 2
    output = []
    if value.kind in ("Map", "Set"):
        prefix = f"{value.kind}({len(value.native)}) "
        for key, item in list(value.native.values()):
            text = _shown(runtime, item, state, depth + 1, True)
            output.append(f"{_shown(runtime, key, state, depth + 1, True)} => {text}" if value.kind == "Map" else text)
    elif value.kind == "Promise":
        status, result = value.native.state, value.native.value
        output.append(
            "<pending>"
            if status == "pending"
            else _shown(runtime, result, state, depth + 1, True)
            if status == "fulfilled"
            else f"<rejected> {_shown(runtime, result, state, depth + 1, True)}"
        )
    elif value.kind == "Date":
        state.indent -= 2
        return str(runtime.method(value, "toISOString", []))
    output += _properties(runtime, value, state, depth)
    state.indent -= 2
    if not output:
        return base or f"{prefix}{{}}"
    return _joined(output, base, f"{prefix}{{", "}", state, depth, True)


_HOLE = object()


def _function(value: Function) -> str:
    if value.sort == "class":
        above = f" extends {value.above.name}" if value.above is not None else ""
        return f"[class {value.name or '(anonymous)'}{above}]"
    kind = "AsyncFunction" if value.sort == "async" else "Function"
    return f"[{kind}: {value.name}]" if value.name else f"[{kind} (anonymous)]"


def _properties(runtime: Runtime, value: Object, state: _State, depth: int) -> list[str]:
    found = []
    for key in value.listed():
        if key.startswith("#"):
            continue
        item = value.props[key]
        name = key if key.replace("$", "_").isidentifier() else quoted(key)
        if isinstance(item, Accessor):
            text = "[Getter/Setter]" if item.getter and item.setter else "[Getter]" if item.getter else "[Setter]"
        else:
            text = _shown(runtime, item, state, depth + 1, True)
        found.append(f"{name}: {text}")
    return found


def _joined(output: list[str], base: str, opening: str, closing: str, state: _State, depth: int, whole: bool) -> str:
    """Put entries on one line where that is short, else one below the other."""
    first = f"{base} " if base else ""
    if state.depth - depth < 3 and whole:
        start = len(output) + state.indent + len(opening) + len(base) + 10
        total = sum(map(len, output)) + len(output) + start
        if total <= _WIDTH and not any("\n" in entry for entry in output):
            return f"{first}{opening} {', '.join(output)} {closing}"
    pad = "\n" + " " * state.indent
    return f"{first}{opening}{pad}  {f',{pad}  '.join(output)}{pad}{closing}"


def _grouped(output: list[str], state: _State, items: list[Any], more: bool) -> list[str]:
    """Group many short entries into columns."""
    count = len(output) - 1 if more else len(output)
    lengths = [len(entry) for entry in output[:count]]
    widest = max(lengths)
    total = sum(lengths) + 2 * count
    actual = widest + 2
    if not (actual * 3 + state.indent < _WIDTH and (total / actual > 5 or widest <= 6)):
        return output
    bias = math.sqrt(actual - total / len(output))
    biased = max(actual - 3 - bias, 1)
    columns = min(round(math.sqrt(2.5 * biased * count) / biased), (_WIDTH - state.indent) // actual, 12, 15)
    if columns <= 1:
        return output
    widths = [max(lengths[at::columns]) + 2 for at in range(columns)]
    right = all(isinstance(item, float) and not isinstance(item, bool) for item in items)
    rows = []
    for at in range(0, count, columns):
        part = output[at : min(at + columns, count)]
        cells = [f"{entry}, " for entry in part[:-1]]
        line = "".join(
            cell.rjust(widths[place]) if right else cell.ljust(widths[place]) for place, cell in enumerate(cells)
        )
        last = part[-1]
        rows.append(line + (last.rjust(widths[len(part) - 1] - 2) if right else last))
    return [*rows, *output[count:]]
