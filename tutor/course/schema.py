"""A lesson as JSON, and the JSON Schema (2020-12) of that: both follow from the fields of `course.model`."""

from __future__ import annotations

import re
from typing import Any

from tutor.course import model

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_PLAIN = {"str": "string", "int": "integer", "bool": "boolean"}
_CLASSES = ("Lesson", "Step", "Check", "Hint", "Solution", "Mistake", "Question", "Option", "SandboxFile", "Example")


def as_json(value: object) -> Any:
    """Return a lesson, or a part of one, as JSON has it: an object a value, an array a tuple."""
    if isinstance(value, tuple):
        return [as_json(each) for each in value]
    fields = getattr(type(value), "__annotations__", None)
    if fields is not None and type(value).__name__ in _CLASSES:
        return {name: as_json(getattr(value, name)) for name in fields}
    return value


def schema() -> dict[str, Any]:
    """Return the schema of what `as_json` makes of a lesson."""
    parts = {name: _object(getattr(model, name)) for name in _CLASSES}
    whole = parts.pop("Lesson")
    return {"$schema": _DRAFT, "title": "Layerwise lesson", **whole, "$defs": parts}


def _object(kind: type) -> dict[str, Any]:
    fields = dict(kind.__annotations__)
    about = " ".join((kind.__doc__ or "").split())
    return {
        "type": "object",
        "description": about,
        "properties": {name: _type(str(text)) for name, text in fields.items()},
        "required": list(fields),
        "additionalProperties": False,
    }


def _type(text: str) -> dict[str, Any]:
    if text in _PLAIN:
        return {"type": _PLAIN[text]}
    if match := re.fullmatch(r"tuple\[(\w+), \.\.\.\]", text):
        return {"type": "array", "items": _type(match[1])}
    if text.startswith("tuple["):  # pairs of commands and what they print
        pair = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "string"}], "items": False, "minItems": 2}
        return {"type": "array", "items": pair}
    return {"$ref": f"#/$defs/{text}"}
