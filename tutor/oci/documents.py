"""What manifests, indexes and configurations have in common: JSON objects whose bytes are kept."""

from __future__ import annotations

from tutor.oci.descriptor import Descriptor, InvalidDocument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 8 << 20  # bytes; a document of an image that is longer is a mistake or an attack

_decode: Callable[[str], object] | None = None


def parse_object(raw: bytes, what: str) -> dict[str, object]:
    """Parse a JSON object as Go does. Raises InvalidDocument naming `what` for anything else."""
    global _decode
    from json import JSONDecoder, detect_encoding

    if len(raw) > LONGEST:
        raise InvalidDocument(what, f"longer than {LONGEST >> 20} MiB")
    if _decode is None:  # json.loads makes a decoder for each document, which takes longer than to read a short one
        _decode = JSONDecoder(parse_constant=_refuse).decode
    try:
        value = _decode(raw.decode(detect_encoding(raw), "surrogatepass"))
    except (ValueError, RecursionError) as error:
        line = str(error).splitlines()[0]
        raise InvalidDocument(what, f"not JSON ({line})") from None
    if not isinstance(value, dict):
        raise InvalidDocument(what, "not a JSON object")
    return {_whole(key): _mended(item) for key, item in value.items()} if b"\\u" in raw else value


def _refuse(name: str) -> object:
    raise ValueError(f"invalid character '{name[0]}' looking for beginning of value")


def _mended(value: object) -> object:
    """Return a value with U+FFFD for halves of surrogate pairs, which Python's texts can hold and nobody can write."""
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, list):
        return [_mended(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _mended(item) for key, item in value.items()}
    return value


def _whole(text: str) -> str:
    return text if text.isascii() else "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)


def descriptors_of(value: object, what: str, key: str) -> tuple[Descriptor, ...]:
    """Read a list of descriptors (a missing one and null are empty, as in Go). Raises InvalidDocument."""
    if value is None:
        return ()
    if not isinstance(value, list):
        raise InvalidDocument(what, f'"{key}" is not a list')
    return tuple([Descriptor.from_json(item, what) for item in value])


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
