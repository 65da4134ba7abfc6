"""Tracebacks, with the marks below the line that Python 3.11 and later make."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tutor.programs.python.suggestions import suggestion

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine
    from tutor.programs.python.values import Frame, Instance

    Place = tuple[Frame, ast.AST]

_SAME = 3
_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


def report(machine: Machine, error: Instance, seen: frozenset[int] = frozenset()) -> str:
    """Return what the interpreter prints for an exception that nobody caught."""
    trail = error.native
    before = ""
    if len(seen) < 20:
        seen |= {id(error)}
        if trail.cause is not None and id(trail.cause) not in seen:
            before = report(machine, trail.cause, seen) + _CAUSE
        elif trail.context is not None and not trail.suppress and id(trail.context) not in seen:
            before = report(machine, trail.context, seen) + _CONTEXT
    text = before
    if trail.places:
        text += "Traceback (most recent call last):\n" + _places(machine, list(reversed(trail.places)))
    return text + last_line(machine, error)


def last_line(machine: Machine, error: Instance) -> str:
    """Return the line (or lines) that names an exception."""
    cls = error.cls
    name = cls.qualname if cls.module in ("builtins", "__main__") else f"{cls.module}.{cls.qualname}"
    if "print_file_and_line" in error.attrs:
        return _syntax(error, name, whole=machine.version >= (3, 13))
    try:
        text = machine.str(error)
    except Exception:
        text = "<exception str() failed>"
    text += suggestion(machine, error)
    notes = "".join(f"{note}\n" for note in error.attrs.get("__notes__", []))
    return (f"{name}: {text}\n" if text else f"{name}\n") + notes


def _syntax(error: Instance, name: str, *, whole: bool) -> str:
    file, line, column, end, source = error.attrs["print_file_and_line"]
    text = f'  File "{file}", line {line}\n'
    if source:
        shown = source.rstrip("\n")
        stripped = shown.lstrip(" \t\f")
        text += f"    {stripped.rstrip()}\n"
        start = column - 1 - (len(shown) - len(stripped))
        if start >= 0 and "unexpected indent" not in error.attrs["msg"]:
            width = 1 if name == "IndentationError" and not whole else max(1, end - column)
            text += f"    {' ' * start}{'^' * width}\n"
    return f"{text}{name}: {error.attrs['msg']}\n"


def _places(machine: Machine, places: list[Place]) -> str:
    shown: list[str] = []
    last: tuple[str, int, str] | None = None
    count = 0
    for frame, node in places:
        line = getattr(node, "lineno", 0)
        here = (frame.code.filename, line, frame.code.name)
        count = count + 1 if here == last else 1
        last = here
        if count <= _SAME:
            shown.append(_place(machine, frame, node, line))
        elif count == _SAME + 1:
            shown.append("")
        if count > _SAME:
            more = count - _SAME
            shown[-1] = f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n"
    return "".join(shown)


def _place(machine: Machine, frame: Frame, node: ast.AST, line: int) -> str:
    code = frame.code
    text = f'  File "{code.filename}", line {line}, in {code.name}\n'
    if not 0 < line <= len(code.lines):
        return text
    source = code.lines[line - 1]
    stripped = source.strip()
    return f"{text}    {stripped}\n{_marks(machine, source, stripped, node)}"


def _marks(machine: Machine, source: str, stripped: str, node: ast.AST) -> str:
    """Return the line of marks below a line of source; empty where there is none."""
    column, end = getattr(node, "col_offset", None), getattr(node, "end_col_offset", None)
    if column is None or end is None:
        return ""
    encoded = source.encode()
    indent = len(source) - len(source.lstrip())
    start = len(encoded[:column].decode(errors="replace"))
    anchors = None
    if getattr(node, "end_lineno", 0) == getattr(node, "lineno", 0):
        stop = len(encoded[:end].decode(errors="replace"))
        anchors = _anchors(source[start:stop], calls=machine.version >= (3, 13))
    else:
        stop = indent + len(stripped)
    if machine.version >= (3, 13):
        if _is_plain_call(stripped, start - indent, stop - indent):
            return ""
        if anchors is None and not source[:start].strip() and not source[stop:].strip():
            return ""
    elif stop - start >= len(stripped) and not (anchors and anchors[1] > anchors[0]):
        return ""
    space = " " * (4 + start - indent)
    width = stop - start
    if anchors is None:
        return f"{space}{'^' * width}\n"
    left, right = anchors
    return f"{space}{'~' * left}{'^' * (right - left)}{'~' * (width - right)}\n"


def _is_plain_call(stripped: str, start: int, stop: int) -> bool:
    """Whether a line is `x = f(…)` or `return f(…)`, and the marks would be below that call."""
    try:
        statement = ast.parse(stripped).body[0]
    except (SyntaxError, IndexError, ValueError, RecursionError, MemoryError):
        try:
            statement = ast.parse(f"def f():\n {stripped}").body[0].body[0]  # type: ignore[attr-defined]
        except (SyntaxError, IndexError, ValueError, RecursionError, MemoryError):
            return False
        start, stop = start + 1, stop + 1
    call = statement.value if isinstance(statement, ast.Return | ast.Assign) else None
    if not isinstance(call, ast.Call):
        return False
    if isinstance(statement, ast.Return) and not isinstance(call.func, ast.Name):
        return False
    return (call.col_offset, call.end_col_offset) == (start, stop)


def _anchors(segment: str, *, calls: bool) -> tuple[int, int] | None:
    """Return where in a piece of source its operator or its brackets are; None where it is something else."""
    try:
        tree = ast.parse(segment)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if len(tree.body) != 1 or not isinstance(tree.body[0], ast.Expr):
        return None
    value = tree.body[0].value
    encoded = segment.encode()
    if isinstance(value, ast.BinOp):
        left, right = value.left.end_col_offset or 0, value.right.col_offset
        between = encoded[left:right].decode(errors="replace")
        skipped = len(between) - len(between.lstrip(" )\t\\\n"))
        begin = len(encoded[:left].decode(errors="replace")) + skipped
        symbol = between.strip(" ()\t\\\n")
        return begin, begin + (2 if len(symbol) > 1 else 1)
    if isinstance(value, ast.Subscript):
        begin = len(encoded[: value.value.end_col_offset].decode(errors="replace"))
        begin = segment.find("[", begin)
        return begin, len(segment)
    if calls and isinstance(value, ast.Call):
        begin = len(encoded[: value.func.end_col_offset].decode(errors="replace"))
        begin = segment.find("(", begin)
        return begin, len(segment)
    return None
