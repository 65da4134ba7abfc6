"""What manifests, indexes and configurations have in common: JSON objects whose bytes are kept."""

from __future__ import annotations

from tutor.oci.descriptor import Descriptor, InvalidDocument

LONGEST = 8 << 20  # bytes; a document of an image that is longer is a mistake or an attack


def parse_object(raw: bytes, what: str) -> dict[str, object]:
    """Parse a JSON object. Raises InvalidDocument naming `what` for anything else."""
    import json

    if len(raw) > LONGEST:
        raise InvalidDocument(what, f"longer than {LONGEST >> 20} MiB")
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        line = str(error).splitlines()[0]
        raise InvalidDocument(what, f"not JSON ({line})") from None
    if not isinstance(value, dict):
        raise InvalidDocument(what, "not a JSON object")
    return value


def descriptors_of(value: object, what: str, key: str) -> tuple[Descriptor, ...]:
    """Read a list of descriptors (a missing one and null are empty, as in Go). Raises InvalidDocument."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidDocument(what, f'"{key}" is not a list')
    return tuple(Descriptor.from_json(item, what) for item in value)


def text_of(fields: dict[str, object], key: str, what: str) -> str:
    """Read a text ("" if it is missing). Raises InvalidDocument if it is something else."""
    value = fields.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise InvalidDocument(what, f'"{key}" is not a text')
    return value


def texts_of(value: object, what: str, key: str) -> tuple[str, ...]:
    """Read a list of texts (a missing one and null are empty). Raises InvalidDocument."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidDocument(what, f'"{key}" is not a list of texts')
    return tuple(value)
