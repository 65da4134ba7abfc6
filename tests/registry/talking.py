"""Talking to a `Server` without a socket, as the tests do."""

from __future__ import annotations

import json
from typing import Any

from tutor.oci.digest import of
from tutor.oci.media_types import OCI_CONFIG, OCI_INDEX, OCI_LAYER, OCI_MANIFEST
from tutor.registry.message import Request, Response
from tutor.registry.server import Server

NOWHERE = of(b"nothing has this digest")


class Talk:
    """A client as small as can be: it sends what it is told to, and checks nothing."""

    def __init__(self, server: Server) -> None:
        self.server = server

    def send(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None, **query: str
    ) -> Response:
        """Send a request; a query in the path is taken as such, "_" in the name of an argument stands for "-"."""
        path, _, more = path.partition("?")
        pairs = [tuple(part.partition("=")[::2]) for part in more.split("&") if part]
        pairs += [(name.replace("_", "-"), value) for name, value in query.items()]
        rows = tuple((name.lower(), value) for name, value in (headers or {}).items())
        if body and not any(name == "content-length" for name, _ in rows):
            rows = (*rows, ("content-length", str(len(body))))
        return self.server.respond(Request(method, path, tuple(pairs), rows, body))  # type: ignore[arg-type]

    def get(self, path: str, **headers: str) -> Response:
        return self.send("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def head(self, path: str) -> Response:
        return self.send("HEAD", path)

    def delete(self, path: str) -> Response:
        return self.send("DELETE", path)

    def start(self, name: str) -> str:
        """Begin an upload; where it is."""
        response = self.send("POST", f"/v2/{name}/blobs/uploads/", headers={"Content-Length": "0"})
        assert response.status == 202
        return response.header("location")

    def push_blob(self, name: str, data: bytes) -> str:
        digest = of(data)
        response = self.send("PUT", self.start(name), data, digest=digest)
        assert response.status == 201
        return digest

    def push(self, name: str, reference: str, document: dict[str, Any], kind: str = OCI_MANIFEST) -> tuple[str, bytes]:
        raw = json.dumps(document).encode()
        response = self.send("PUT", f"/v2/{name}/manifests/{reference or of(raw)}", raw, {"Content-Type": kind})
        assert response.status == 201, body(response)
        return of(raw), raw

    def push_image(self, name: str, tag: str, text: str = "layer") -> tuple[str, bytes]:
        return self.push(name, tag, self.image(name, text))

    def image(self, name: str, text: str = "layer", **more: object) -> dict[str, Any]:
        """A manifest whose blobs have been pushed."""
        config = json.dumps({"architecture": "amd64", "os": "linux", "note": text}).encode()
        return {
            "schemaVersion": 2,
            "mediaType": OCI_MANIFEST,
            "config": row(OCI_CONFIG, config, self.push_blob(name, config)),
            "layers": [row(OCI_LAYER, text.encode(), self.push_blob(name, text.encode()))],
            **more,
        }


def row(kind: str, data: bytes, digest: str = "") -> dict[str, Any]:
    return {"mediaType": kind, "digest": digest or of(data), "size": len(data)}


def index(*rows: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": list(rows), **more}


def body(response: Response) -> bytes:
    data = b"".join(response.body)
    assert response.size == len(data)
    return data


def told(response: Response) -> Any:
    assert response.header("content-type") in ("application/json", OCI_INDEX)
    return json.loads(body(response))


def code(response: Response) -> str:
    """The one error code of a response."""
    (error,) = told(response)["errors"]
    assert set(error) <= {"code", "message", "detail"}
    found: str = error["code"]
    return found
