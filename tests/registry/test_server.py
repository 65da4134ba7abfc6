from __future__ import annotations

import json

from tutor.oci.digest import of
from tutor.registry.message import Request, Response
from tutor.registry.server import Server

MANIFEST = "application/vnd.oci.image.manifest.v1+json"


def body(response: Response) -> bytes:
    return b"".join(response.body)


def header(response: Response, name: str) -> str:
    return dict(response.headers)[name]


def code(response: Response) -> str:
    found: str = json.loads(body(response))["errors"][0]["code"]
    return found


def push_blob(server: Server, name: str, data: bytes) -> str:
    digest = of(data)
    response = server.respond(Request("POST", f"/v2/{name}/blobs/uploads/", (("digest", digest),), body=data))
    assert response.status == 201
    return digest


def push_image(server: Server, name: str, tag: str) -> str:
    config, layer = b"{}", b"layer"
    rows = [{"mediaType": "x", "digest": push_blob(server, name, data), "size": len(data)} for data in (config, layer)]
    raw = json.dumps({"schemaVersion": 2, "mediaType": MANIFEST, "config": rows[0], "layers": rows[1:]}).encode()
    response = server.respond(
        Request("PUT", f"/v2/{name}/manifests/{tag}", headers=(("content-type", MANIFEST),), body=raw)
    )
    assert response.status == 201
    assert header(response, "Docker-Content-Digest") == of(raw)
    return of(raw)


def test_the_version_check_answers() -> None:
    assert Server().respond(Request("GET", "/v2/")).status == 200


def test_what_was_pushed_is_pulled_with_its_exact_bytes() -> None:
    server = Server()
    digest = push_image(server, "team/app", "1")
    for reference in ("1", digest):
        response = server.respond(Request("GET", f"/v2/team/app/manifests/{reference}"))
        assert (response.status, header(response, "Content-Type")) == (200, MANIFEST)
        raw = body(response)
        assert (of(raw), response.size) == (digest, len(raw))
    layer = json.loads(raw)["layers"][0]["digest"]
    assert body(server.respond(Request("GET", f"/v2/team/app/blobs/{layer}"))) == b"layer"


def test_an_upload_in_chunks() -> None:
    server = Server()
    start = server.respond(Request("POST", "/v2/app/blobs/uploads/"))
    where = header(start, "Location")
    first = server.respond(Request("PATCH", where, headers=(("content-range", "0-4"),), body=b"hello"))
    assert (first.status, header(first, "Range")) == (202, "0-4")
    again = server.respond(Request("PATCH", where, headers=(("content-range", "0-4"),), body=b"hello"))
    assert again.status == 416
    done = server.respond(Request("PUT", where, (("digest", of(b"hello world")),), body=b" world"))
    assert done.status == 201
    assert server.respond(Request("PUT", where, (("digest", of(b"x")),))).status == 404
    assert body(server.respond(Request("GET", f"/v2/app/blobs/{of(b'hello world')}"))) == b"hello world"


def test_a_wrong_digest_is_refused_and_nothing_kept() -> None:
    server = Server()
    response = server.respond(Request("POST", "/v2/app/blobs/uploads/", (("digest", of(b"a")),), body=b"b"))
    assert (response.status, code(response)) == (400, "DIGEST_INVALID")
    assert server.respond(Request("GET", f"/v2/app/blobs/{of(b'b')}")).status == 404


def test_a_manifest_that_lists_what_is_missing_is_refused() -> None:
    raw = json.dumps({"config": {"digest": of(b"nowhere"), "size": 1}}).encode()
    request = Request("PUT", "/v2/app/manifests/1", headers=(("content-type", MANIFEST),), body=raw)
    response = Server().respond(request)
    assert (response.status, code(response)) == (404, "MANIFEST_BLOB_UNKNOWN")


def test_a_blob_is_mounted_from_another_repository() -> None:
    server = Server()
    digest = push_blob(server, "one", b"data")
    response = server.respond(Request("POST", "/v2/two/blobs/uploads/", (("mount", digest), ("from", "one"))))
    assert response.status == 201
    assert body(server.respond(Request("GET", f"/v2/two/blobs/{digest}"))) == b"data"


def test_tags_are_listed_in_pages() -> None:
    server = Server()
    for tag in ("1", "2", "3"):
        push_image(server, "app", tag)
    first = server.respond(Request("GET", "/v2/app/tags/list", (("n", "2"),)))
    assert json.loads(body(first)) == {"name": "app", "tags": ["1", "2"]}
    assert header(first, "Link") == '</v2/app/tags/list?n=2&last=2>; rel="next"'
    rest = server.respond(Request("GET", "/v2/app/tags/list", (("n", "2"), ("last", "2"))))
    assert json.loads(body(rest))["tags"] == ["3"]


def test_deleting() -> None:
    server = Server()
    digest = push_image(server, "app", "1")
    assert server.respond(Request("DELETE", "/v2/app/manifests/1")).status == 202
    assert server.respond(Request("GET", "/v2/app/manifests/1")).status == 404
    assert server.respond(Request("GET", f"/v2/app/manifests/{digest}")).status == 200
    assert server.respond(Request("DELETE", f"/v2/app/manifests/{digest}")).status == 202
    assert server.respond(Request("GET", f"/v2/app/manifests/{digest}")).status == 404


def test_what_is_unknown_says_so() -> None:
    server = Server()
    assert code(server.respond(Request("GET", "/v2/app/tags/list"))) == "NAME_UNKNOWN"
    assert code(server.respond(Request("GET", "/v2/app/manifests/1"))) == "MANIFEST_UNKNOWN"
    assert code(server.respond(Request("GET", f"/v2/app/blobs/{of(b'x')}"))) == "BLOB_UNKNOWN"
    assert code(server.respond(Request("GET", "/v2/app/blobs/nonsense"))) == "DIGEST_INVALID"
    assert server.respond(Request("GET", "/v2/UPPER/manifests/1")).status == 404
    assert server.respond(Request("PUT", "/v2/app/tags/list")).status == 405
