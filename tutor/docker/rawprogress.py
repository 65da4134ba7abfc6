"""`--progress rawjson`: what a build tells, as BuildKit's own messages, one JSON object a line."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from tutor.engine.build.progress import Vertex
    from tutor.engine.build.request import BuildWarning

_STATUS = " done"


def raw(vertices: Sequence[Vertex], warnings: Sequence[BuildWarning], ended: float) -> str:
    """Return the messages of a build that ended at that time (seconds since 1970), each on a line of its own."""
    from tutor.oci.gojson import encode

    return "".join(encode(message).decode() + "\n" for message in _messages(vertices, warnings, ended))


def _messages(
    vertices: Sequence[Vertex], warnings: Sequence[BuildWarning], ended: float
) -> Iterator[dict[str, list[dict[str, Any]]]]:
    from tutor.engine.inspect_image import clock

    began = ended - sum(vertex.seconds for vertex in vertices)
    first = ""
    for number, vertex in enumerate(vertices):
        digest = f"sha256:{sha256(f'{number} {vertex.name}'.encode()).hexdigest()}"
        first = first or digest
        about: dict[str, Any] = {"digest": digest, "name": vertex.name}
        yield {"vertexes": [about]}
        if vertex.canceled:
            continue
        about = about | {"started": clock(began)}
        yield {"vertexes": [about]}
        for seconds, text in vertex.lines:
            time = clock(began + (seconds or 0.0))
            if seconds is None:
                name = text.removesuffix(_STATUS)
                status = {"id": name, "vertex": digest, "current": 0, "timestamp": time, "started": time}
                yield {"statuses": [status | ({"completed": time} if text.endswith(_STATUS) else {})]}
            else:
                data = b64encode(text.encode() + b"\n").decode()
                yield {"logs": [{"vertex": digest, "stream": 1, "data": data, "timestamp": time}]}
        began += vertex.seconds
        end = {"completed": clock(began)}
        end |= {"cached": True} if vertex.cached else {}  # type: ignore[dict-item]
        yield {"vertexes": [about | end | ({"error": vertex.error} if vertex.error else {})]}
    for warning in warnings:
        yield {"warnings": [_warning(warning, first)]}


def _warning(warning: BuildWarning, vertex: str) -> dict[str, Any]:
    short = f"{warning.rule}: {warning.message} (line {warning.line})"
    return {
        "vertex": vertex,
        "level": 1,
        "short": b64encode(short.encode()).decode(),
        "detail": [b64encode(warning.description.encode()).decode()],
        **({"url": warning.url} if warning.url else {}),
        "range": [{"start": {"line": warning.line}, "end": {"line": warning.end_line}}],
    }
