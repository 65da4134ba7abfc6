"""What a registry must do for those who pull (distribution-spec 1.1, § Pull), one test for each requirement."""

from __future__ import annotations

import pytest

from tests.registry.talking import NOWHERE, Talk, body, code, index, row
from tutor.oci.digest import of
from tutor.oci.media_types import OCI_INDEX, OCI_MANIFEST

NAMES = ("a", "app", "team/app", "team/sub/app", "a.b", "a_b", "a__b", "a-b", "a---b", "0/1", "x" * 255)


def test_the_base_says_that_the_protocol_is_spoken(talk: Talk) -> None:
    assert talk.get("/v2/").status == 200
    assert talk.get("/v2").status == 200


@pytest.mark.parametrize("name", NAMES)
def test_every_valid_name_can_be_pushed_to_and_pulled_from(talk: Talk, name: str) -> None:
    if len(name) > 200:
        name = "/".join((name[:100], name[100:]))[:255]
    digest = talk.push_blob(name, b"data")
    assert body(talk.get(f"/v2/{name}/blobs/{digest}")) == b"data"


@pytest.mark.parametrize("name", ["UPPER", "a..b", "-a", "a-", "a//b", "a___b", "a/", "ä", "a b", "x" * 256])
def test_an_invalid_name_is_refused(talk: Talk, name: str) -> None:
    response = talk.get(f"/v2/{name}/tags/list")
    assert (response.status, code(response)) == (400, "NAME_INVALID")


def test_a_manifest_by_tag_and_by_digest_has_the_bytes_that_were_pushed(talk: Talk) -> None:
    digest, raw = talk.push_image("app", "1.0")
    for reference in ("1.0", digest):
        response = talk.get(f"/v2/app/manifests/{reference}")
        assert response.status == 200
        assert body(response) == raw


def test_a_manifest_comes_with_the_type_that_it_was_pushed_with_and_without_parameters(talk: Talk) -> None:
    document = talk.image("app")
    talk.push("app", "1", document, f"{OCI_MANIFEST}; charset=utf-8")
    assert talk.get("/v2/app/manifests/1").header("content-type") == OCI_MANIFEST


def test_a_manifest_tells_its_digest_and_size_to_get_and_head(talk: Talk) -> None:
    digest, raw = talk.push_image("app", "1")
    for reference in ("1", digest):
        for method in ("GET", "HEAD"):
            response = talk.send(method, f"/v2/app/manifests/{reference}")
            assert (response.status, response.size) == (200, len(raw))
            assert response.header("docker-content-digest") == digest


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_manifest_that_is_not_there(talk: Talk, method: str) -> None:
    talk.push_image("app", "1")
    for reference in ("2", NOWHERE):
        response = talk.send(method, f"/v2/app/manifests/{reference}")
        assert (response.status, code(response)) == (404, "MANIFEST_UNKNOWN")
    response = talk.send(method, "/v2/none/manifests/1")
    assert (response.status, code(response)) == (404, "NAME_UNKNOWN")


def test_a_manifest_is_no_manifest_of_another_repository(talk: Talk) -> None:
    digest, _ = talk.push_image("app", "1")
    talk.push_image("other", "1", "something else")
    assert talk.get(f"/v2/other/manifests/{digest}").status == 404


@pytest.mark.parametrize("reference", ["sha256:baddigeststring", "sha256:", ":1", "md5:" + "0" * 32])
def test_a_manifest_by_a_malformed_digest(talk: Talk, reference: str) -> None:
    talk.push_image("app", "1")
    response = talk.get(f"/v2/app/manifests/{reference}")
    assert (response.status, code(response)) == (400, "DIGEST_INVALID")


@pytest.mark.parametrize("tag", ["x" * 129, ".dot", "-dash", "a b"])
def test_a_manifest_by_what_is_no_tag(talk: Talk, tag: str) -> None:
    talk.push_image("app", "1")
    assert talk.get(f"/v2/app/manifests/{tag}").status == 404


def test_the_longest_tag(talk: Talk) -> None:
    tag = "_" + "x" * 127
    _, raw = talk.push_image("app", tag)
    assert body(talk.get(f"/v2/app/manifests/{tag}")) == raw


def test_a_blob_has_its_bytes_digest_and_size(talk: Talk) -> None:
    digest = talk.push_blob("app", b"some data")
    response = talk.get(f"/v2/app/blobs/{digest}")
    assert (response.status, body(response)) == (200, b"some data")
    assert response.header("docker-content-digest") == digest
    response = talk.head(f"/v2/app/blobs/{digest}")
    assert (response.status, response.size) == (200, 9)
    assert response.header("docker-content-digest") == digest


def test_an_empty_blob(talk: Talk) -> None:
    digest = talk.push_blob("app", b"")
    assert body(talk.get(f"/v2/app/blobs/{digest}")) == b""
    assert talk.head(f"/v2/app/blobs/{digest}").size == 0


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_blob_that_is_not_there(talk: Talk, method: str) -> None:
    digest = talk.push_blob("app", b"data")
    for path in (f"/v2/app/blobs/{NOWHERE}", f"/v2/other/blobs/{digest}"):
        response = talk.send(method, path)
        assert (response.status, code(response)) == (404, "BLOB_UNKNOWN")


def test_a_blob_by_a_malformed_digest(talk: Talk) -> None:
    response = talk.get("/v2/app/blobs/sha256:short")
    assert (response.status, code(response)) == (400, "DIGEST_INVALID")


DATA = bytes(range(256)) * 8


@pytest.mark.parametrize(("asked", "first", "last"), [
    ("bytes=500-1499", 500, 1499), ("bytes=0-0", 0, 0), ("bytes=500-", 500, 2047), ("bytes=-500", 1548, 2047),
    ("bytes=2000-5000", 2000, 2047), ("bytes=-9999", 0, 2047), ("Bytes = 1 - 2", 1, 2),
])  # fmt: skip
def test_a_part_of_a_blob(talk: Talk, asked: str, first: int, last: int) -> None:
    digest = talk.push_blob("app", DATA)
    response = talk.get(f"/v2/app/blobs/{digest}", Range=asked)
    assert response.status == 206
    assert response.header("content-range") == f"bytes {first}-{last}/2048"
    assert body(response) == DATA[first : last + 1]


@pytest.mark.parametrize("asked", ["bytes=2048-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_beyond_the_end(talk: Talk, asked: str) -> None:
    digest = talk.push_blob("app", DATA)
    response = talk.get(f"/v2/app/blobs/{digest}", Range=asked)
    assert (response.status, response.header("content-range")) == (416, "bytes */2048")


@pytest.mark.parametrize("asked", ["bytes=9-2", "bytes=-", "lines=1-2", "bytes=1-2,4-5", "nonsense"])
def test_a_range_that_is_none_is_passed_over(talk: Talk, asked: str) -> None:
    digest = talk.push_blob("app", DATA)
    response = talk.get(f"/v2/app/blobs/{digest}", Range=asked)
    assert (response.status, body(response)) == (200, DATA)


def test_a_part_of_a_blob_that_changed_is_the_whole(talk: Talk) -> None:
    digest = talk.push_blob("app", DATA)
    path = f"/v2/app/blobs/{digest}"
    assert talk.get(path, Range="bytes=0-9", If_Range=f'"{digest}"').status == 206
    assert talk.get(path, Range="bytes=0-9", If_Range='"another"').status == 200


def test_what_has_not_changed_is_not_sent_again(talk: Talk) -> None:
    digest, _ = talk.push_image("app", "1")
    blob = talk.push_blob("app", b"data")
    for path, tag in (("manifests/1", digest), (f"blobs/{blob}", blob)):
        assert talk.get(f"/v2/app/{path}").header("etag") == f'"{tag}"'
        response = talk.get(f"/v2/app/{path}", If_None_Match=f'"x", W/"{tag}"')
        assert (response.status, body(response)) == (304, b"")
        assert talk.get(f"/v2/app/{path}", If_None_Match='"x"').status == 200


def test_the_types_that_a_client_takes_are_kept_to(talk: Talk) -> None:
    digest, raw = talk.push_image("app", "1")
    platform = {"os": "linux", "architecture": "amd64"}
    whole, _ = talk.push("app", "all", index({**row(OCI_MANIFEST, raw), "platform": platform}), OCI_INDEX)

    def got(reference: str, accept: str) -> str:
        response = talk.get(f"/v2/app/manifests/{reference}", Accept=accept)
        assert response.status in (200, 404)
        return response.header("docker-content-digest") if response.status == 200 else code(response)

    for accept in ("*/*", "application/*", f"{OCI_MANIFEST}, {OCI_INDEX}", f"{OCI_INDEX};q=0.1"):
        assert got("all", accept) == whole
    assert got("all", OCI_MANIFEST) == digest  # one who knows no index gets the image for linux/amd64
    assert got(whole, OCI_MANIFEST) == "MANIFEST_UNKNOWN"
    assert got("1", OCI_INDEX) == "MANIFEST_UNKNOWN"
    assert got("1", f"{OCI_MANIFEST};q=0, */*") == "MANIFEST_UNKNOWN"


def test_a_digest_of_another_algorithm(talk: Talk) -> None:
    import hashlib

    digest = "sha512:" + hashlib.sha512(b"data").hexdigest()
    response = talk.send("PUT", talk.start("app"), b"data", digest=digest)
    assert (response.status, response.header("location")) == (201, f"/v2/app/blobs/{digest}")
    assert body(talk.get(f"/v2/app/blobs/{digest}")) == b"data"
    assert talk.get(f"/v2/app/blobs/{of(b'data')}").status == 404


def test_what_is_no_address_and_methods_that_are_none(talk: Talk) -> None:
    for path in ("/", "/v1/", "/v2/app", "/v2/app/manifests", "/v2/app/manifests/", "/v2/app/nothing/1"):
        assert talk.get(path).status == 404
    for method, path, allowed in (
        ("POST", "/v2/app/manifests/1", "GET, HEAD, PUT, DELETE"), ("PUT", "/v2/app/tags/list", "GET, HEAD"),
        ("PATCH", f"/v2/app/blobs/{NOWHERE}", "GET, HEAD, DELETE"), ("GET", "/v2/app/blobs/uploads/", "POST"),
    ):  # fmt: skip
        response = talk.send(method, path)
        assert (response.status, code(response), response.header("allow")) == (405, "UNSUPPORTED", allowed)
