"""JSON, to and from values of a script."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from tutor.programs.node.naming import at, methods
from tutor.programs.node.operators import keys
from tutor.programs.node.values import (
    UNDEFINED,
    Array,
    Function,
    Object,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Native = Callable[[Any, list[Any]], Any]


def plain(runtime: Runtime, value: Any, depth: int = 0) -> Any:
    """Return a value as Python's json takes it; UNDEFINED for what JSON leaves out. Raises Thrown."""
    runtime.tick()
    if depth > 200:
        raise runtime.error("TypeError", "Converting circular structure to JSON")
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value == int(value) and abs(value) < 1e21 else value
    if isinstance(value, Function) or value is UNDEFINED:
        return UNDEFINED
    if isinstance(value, Array):
        found = [plain(runtime, item, depth + 1) for item in value.items]
        return [None if item is UNDEFINED else item for item in found]
    if isinstance(value, Object):
        own = value.find("toJSON")
        if isinstance(own, Function):
            return plain(runtime, runtime.call(own, value, []), depth + 1)
        pairs = [(key, plain(runtime, runtime.get(value, key), depth + 1)) for key in keys(value)]
        return {key: item for key, item in pairs if item is not UNDEFINED}
    return value


def stringified(runtime: Runtime, value: Any, indent: Any = UNDEFINED) -> Any:
    """Return what JSON.stringify gives."""
    made = plain(runtime, value)
    if made is UNDEFINED:
        return UNDEFINED
    space = (
        min(int(indent), 10)
        if isinstance(indent, float) and indent
        else indent
        if isinstance(indent, str) and indent
        else None
    )
    text = json.dumps(made, ensure_ascii=False, indent=space, separators=(",", ": ") if space else (",", ":"))
    runtime.made(len(text))
    return text


def parsed(runtime: Runtime, value: Any) -> Any:
    """Return a value of Python's json as one of JavaScript."""
    runtime.tick()
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return runtime.array([parsed(runtime, item) for item in value])
    return runtime.object({key: parsed(runtime, item) for key, item in value.items()})


def fill_json(runtime: Runtime) -> None:
    """Make JSON."""

    def parse(this: Any, given: list[Any]) -> Any:
        text = runtime.text(at(given, 0))
        runtime.made(len(text) * 4)
        try:
            return parsed(runtime, json.loads(text))
        except json.JSONDecodeError as error:
            if error.pos >= len(text.rstrip()):
                raise runtime.error("SyntaxError", "Unexpected end of JSON input") from None
            wrong = text[error.pos]
            if runtime.version >= (20,):
                shown = text if len(text) < 40 else f"{text[max(0, error.pos - 10) : error.pos + 10]}"
                if wrong in "{[" or error.msg.startswith("Expecting property"):
                    raise runtime.error(
                        "SyntaxError", f"Expected property name or '}}' in JSON at position {error.pos}"
                    ) from None
                raise runtime.error(
                    "SyntaxError", f"Unexpected token '{wrong}', \"{shown}\" is not valid JSON"
                ) from None
            raise runtime.error("SyntaxError", f"Unexpected token {wrong} in JSON at position {error.pos}") from None
        except (RecursionError, ValueError):
            raise runtime.error("SyntaxError", "Unexpected token in JSON") from None

    library = runtime.object()
    methods(
        runtime,
        library,
        {"stringify": lambda this, given: stringified(runtime, at(given, 0), at(given, 2)), "parse": parse},
    )
    runtime.names["JSON"] = library
