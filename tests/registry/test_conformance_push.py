"""What a registry must do for those who push (distribution-spec 1.1, § Push), one test for each requirement."""

from __future__ import annotations

import json

import pytest

from tests.registry.talking import NOWHERE, Talk, body, code, index, row
from tutor.oci.digest import of
from tutor.oci.media_types import DOCKER_LIST, OCI_CONFIG, OCI_EMPTY, OCI_INDEX, OCI_LAYER, OCI_MANIFEST
from tutor.registry.message import Request, Response
from tutor.registry.push import MANIFEST_LIMIT

DATA = b"hello, world of blobs"
DIGEST = of(DATA)


def held(talk: Talk, digest: str = DIGEST, name: str = "app") -> bool:
    return talk.head(f"/v2/{name}/blobs/{digest}").status == 200


# -- a blob at once


def test_post_then_put(talk: Talk) -> None:
    where = talk.start("app")
    response = talk.send("PUT", where, DATA, digest=DIGEST)
    assert (response.status, response.header("location")) == (201, f"/v2/app/blobs/{DIGEST}")
    assert response.header("docker-content-digest") == DIGEST
    assert body(talk.get(response.header("location"))) == DATA


def test_every_upload_has_a_place_of_its_own(talk: Talk) -> None:
    one, two = talk.start("app"), talk.start("app")
    assert one != two
    assert talk.send("PUT", two, DATA, digest=DIGEST).status == 201
    assert talk.send("PUT", one, b"other", digest=of(b"other")).status == 201


def test_a_single_post(talk: Talk) -> None:
    response = talk.send("POST", "/v2/app/blobs/uploads/", DATA, digest=DIGEST)
    assert (response.status, response.header("location")) == (201, f"/v2/app/blobs/{DIGEST}")
    assert held(talk)


@pytest.mark.parametrize("digest", ["", "sha256:x", "md5:900150983cd24fb0d6963f7d28e17f72", "nonsense"])
def test_an_invalid_digest_is_refused(talk: Talk, digest: str) -> None:
    response = talk.send("PUT", talk.start("app"), DATA, digest=digest)
    assert (response.status, code(response)) == (400, "DIGEST_INVALID")
    if digest:
        assert talk.send("POST", "/v2/app/blobs/uploads/", DATA, digest=digest).status == 400


def test_another_digest_than_that_of_the_bytes_is_refused_and_nothing_is_kept(talk: Talk) -> None:
    for response in (
        talk.send("PUT", talk.start("app"), b"changed", digest=DIGEST),
        talk.send("POST", "/v2/app/blobs/uploads/", b"changed", digest=DIGEST),
    ):
        assert (response.status, code(response)) == (400, "DIGEST_INVALID")
    assert not held(talk)
    assert not held(talk, of(b"changed"))


def test_the_algorithm_may_be_said_first(talk: Talk) -> None:
    import hashlib

    response = talk.send("POST", "/v2/app/blobs/uploads/", digest_algorithm="sha512")
    assert response.status == 202
    digest = "sha512:" + hashlib.sha512(DATA).hexdigest()
    assert talk.send("PUT", response.header("location"), DATA, digest=digest).status == 201
    assert talk.send("POST", "/v2/app/blobs/uploads/", digest_algorithm="md5").status == 400


# -- a blob in chunks


def test_chunks_in_order(talk: Talk) -> None:
    where = talk.start("app")
    response = talk.send("PATCH", where, DATA[:10], {"Content-Range": "0-9"})
    assert (response.status, response.header("range")) == (202, "0-9")
    response = talk.send("PATCH", response.header("location"), DATA[10:15], {"Content-Range": "10-14"})
    assert (response.status, response.header("range")) == (202, "0-14")
    assert talk.send("PUT", response.header("location"), digest=DIGEST).status == 400  # it is not complete yet
    assert not held(talk)


def test_the_last_chunk_may_come_with_the_end(talk: Talk) -> None:
    where = talk.start("app")
    talk.send("PATCH", where, DATA[:10], {"Content-Range": "0-9"})
    response = talk.send("PUT", where, DATA[10:], {"Content-Range": f"10-{len(DATA) - 1}"}, digest=DIGEST)
    assert (response.status, response.header("location")) == (201, f"/v2/app/blobs/{DIGEST}")
    assert body(talk.get(f"/v2/app/blobs/{DIGEST}")) == DATA


def test_the_end_may_come_without_bytes(talk: Talk) -> None:
    where = talk.start("app")
    talk.send("PATCH", where, DATA, {"Content-Range": f"0-{len(DATA) - 1}"})
    assert talk.send("PUT", where, digest=DIGEST).status == 201
    assert held(talk)


def test_a_stream_needs_no_range(talk: Talk) -> None:
    where = talk.start("app")
    assert talk.send("PATCH", where, DATA[:3]).header("range") == "0-2"
    assert talk.send("PATCH", where, DATA[3:]).header("range") == f"0-{len(DATA) - 1}"
    assert talk.send("PUT", where, digest=DIGEST).status == 201


@pytest.mark.parametrize("method", ["PATCH", "PUT"])
def test_a_chunk_out_of_order_is_refused_and_the_upload_goes_on(talk: Talk, method: str) -> None:
    where = talk.start("app")
    talk.send("PATCH", where, DATA[:10], {"Content-Range": "0-9"})
    for begin in (0, 5, 11):
        rest = DATA[begin:]
        response = talk.send(method, where, rest, {"Content-Range": f"{begin}-{len(DATA) - 1}"}, digest=DIGEST)
        assert (response.status, response.header("range"), response.header("location")) == (416, "0-9", where)
    assert talk.get(where).header("range") == "0-9"
    assert talk.send("PUT", where, DATA[10:], digest=DIGEST).status == 201


def test_a_first_chunk_that_does_not_begin_at_0_is_refused(talk: Talk) -> None:
    assert talk.send("PATCH", talk.start("app"), DATA, {"Content-Range": f"1-{len(DATA)}"}).status == 416


@pytest.mark.parametrize("header", ["x", "1", "-5", "5-", "9-0"])
def test_a_malformed_range_is_refused(talk: Talk, header: str) -> None:
    response = talk.send("PATCH", talk.start("app"), DATA, {"Content-Range": header})
    assert (response.status, code(response)) == (400, "BLOB_UPLOAD_INVALID")


def test_a_range_of_another_length_than_the_chunk_is_refused(talk: Talk) -> None:
    response = talk.send("PATCH", talk.start("app"), DATA, {"Content-Range": "0-99"})
    assert (response.status, code(response)) == (400, "SIZE_INVALID")


def test_where_an_upload_stands(talk: Talk) -> None:
    where = talk.start("app")
    assert (talk.get(where).status, talk.get(where).header("location")) == (204, where)
    talk.send("PATCH", where, DATA[:7])
    assert talk.get(where).header("range") == "0-6"


def test_a_broken_upload_goes_on_where_it_ended(talk: Talk) -> None:
    where = talk.start("app")
    begun = talk.server.begin(Request("PATCH", where))
    assert not isinstance(begun, Response)
    begun.take(DATA[:4])
    assert talk.send("PATCH", where, DATA).status == 409  # somebody else is at it
    begun.drop()
    assert talk.get(where).header("range") == "0-3"
    assert talk.send("PUT", where, DATA[4:], digest=DIGEST).status == 201


def test_an_upload_can_be_cancelled(talk: Talk) -> None:
    where = talk.start("app")
    talk.send("PATCH", where, DATA)
    assert talk.delete(where).status == 204
    for method in ("GET", "PATCH", "PUT", "DELETE"):
        response = talk.send(method, where, digest=DIGEST)
        assert (response.status, code(response)) == (404, "BLOB_UPLOAD_UNKNOWN")
    assert not held(talk)


def test_an_upload_that_ended_is_unknown(talk: Talk) -> None:
    where = talk.start("app")
    talk.send("PUT", where, DATA, digest=DIGEST)
    assert talk.get(where).status == 404


def test_an_upload_belongs_to_its_repository(talk: Talk) -> None:
    where = talk.start("app")
    assert talk.get(where.replace("/app/", "/other/")).status == 404


# -- mounts


def test_a_blob_is_mounted_from_another_repository(talk: Talk) -> None:
    talk.push_blob("one", DATA)
    response = talk.send("POST", f"/v2/two/blobs/uploads/?mount={DIGEST}&from=one")
    assert (response.status, response.header("location")) == (201, f"/v2/two/blobs/{DIGEST}")
    assert body(talk.get(f"/v2/two/blobs/{DIGEST}")) == DATA


def test_a_blob_is_mounted_from_wherever_it_is(talk: Talk) -> None:
    talk.push_blob("one", DATA)
    assert talk.send("POST", f"/v2/two/blobs/uploads/?mount={DIGEST}").status == 201
    assert held(talk, name="two")


@pytest.mark.parametrize("origin", ["", "&from=one", "&from=none"])
def test_what_cannot_be_mounted_is_uploaded(talk: Talk, origin: str) -> None:
    talk.push_blob("one", b"something else")
    response = talk.send("POST", f"/v2/two/blobs/uploads/?mount={DIGEST}{origin}")
    assert response.status == 202
    assert talk.send("PUT", response.header("location"), DATA, digest=DIGEST).status == 201


def test_a_mounted_blob_stays_when_the_other_repository_drops_it(talk: Talk) -> None:
    talk.push_blob("one", DATA)
    talk.send("POST", f"/v2/two/blobs/uploads/?mount={DIGEST}&from=one")
    assert talk.delete(f"/v2/one/blobs/{DIGEST}").status == 202
    assert not held(talk, name="one")
    assert body(talk.get(f"/v2/two/blobs/{DIGEST}")) == DATA


# -- manifests


def test_a_manifest_is_kept_byte_for_byte(talk: Talk) -> None:
    raw = b" " + json.dumps(talk.image("app", **{"x-own": "ä"}), indent=3).encode() + b"\n\n"
    response = talk.send("PUT", "/v2/app/manifests/1", raw, {"Content-Type": OCI_MANIFEST})
    assert (response.status, response.header("docker-content-digest")) == (201, of(raw))
    assert response.header("location") == f"/v2/app/manifests/{of(raw)}"
    assert body(talk.get(response.header("location"))) == raw


def test_a_manifest_by_digest_gets_no_tag(talk: Talk) -> None:
    digest, raw = talk.push("app", "", talk.image("app"))
    assert body(talk.get(f"/v2/app/manifests/{digest}")) == raw
    assert json.loads(body(talk.get("/v2/app/tags/list")))["tags"] == []


def test_a_manifest_under_another_digest_is_refused(talk: Talk) -> None:
    raw = json.dumps(talk.image("app")).encode()
    for reference in (NOWHERE, "sha256:baddigeststring"):
        response = talk.send("PUT", f"/v2/app/manifests/{reference}", raw, {"Content-Type": OCI_MANIFEST})
        assert (response.status, code(response)) == (400, "DIGEST_INVALID")
    assert talk.get(f"/v2/app/manifests/{of(raw)}").status == 404


def test_a_manifest_by_digest_may_bring_tags(talk: Talk) -> None:
    raw = json.dumps(talk.image("app")).encode()
    tags = [f"v{number}" for number in range(10)]
    path = f"/v2/app/manifests/{of(raw)}?" + "&".join(f"tag={tag}" for tag in tags)
    response = talk.send("PUT", path, raw, {"Content-Type": OCI_MANIFEST})
    assert (response.status, response.header("oci-tag")) == (201, ", ".join(tags))
    assert json.loads(body(talk.get("/v2/app/tags/list")))["tags"] == tags
    assert talk.head("/v2/app/manifests/v9").header("docker-content-digest") == of(raw)


def test_too_many_tags_are_refused(talk: Talk) -> None:
    raw = json.dumps(talk.image("app")).encode()
    path = f"/v2/app/manifests/{of(raw)}?" + "&".join(f"tag=v{number}" for number in range(101))
    assert talk.send("PUT", path, raw, {"Content-Type": OCI_MANIFEST}).status == 414


def test_a_tag_moves(talk: Talk) -> None:
    first, _ = talk.push_image("app", "1", "one")
    second, _ = talk.push_image("app", "1", "two")
    assert talk.head("/v2/app/manifests/1").header("docker-content-digest") == second
    assert talk.head(f"/v2/app/manifests/{first}").status == 200


def test_a_manifest_that_lists_what_is_not_here_is_refused(talk: Talk) -> None:
    document = talk.image("app")
    for key, value in (("config", row(OCI_CONFIG, b"none")), ("layers", [row(OCI_LAYER, b"none")])):
        raw = json.dumps({**document, key: value}).encode()
        response = talk.send("PUT", "/v2/app/manifests/1", raw, {"Content-Type": OCI_MANIFEST})
        assert (response.status, code(response)) == (400, "MANIFEST_BLOB_UNKNOWN")
    raw = json.dumps(index(row(OCI_MANIFEST, b"none"))).encode()
    response = talk.send("PUT", "/v2/app/manifests/1", raw, {"Content-Type": OCI_INDEX})
    assert (response.status, code(response)) == (400, "MANIFEST_BLOB_UNKNOWN")
    assert talk.get("/v2/app/manifests/1").status == 404


def test_layers_from_elsewhere_need_not_be_pushed(talk: Talk) -> None:
    foreign = row("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", b"far away")
    linked = {**row(OCI_LAYER, b"linked"), "urls": ["https://example.org/layer"]}
    talk.push("app", "1", {**talk.image("app"), "layers": [foreign, linked]})


def test_an_index_and_an_index_of_indexes(talk: Talk) -> None:
    _, raw = talk.push("app", "", talk.image("app"))
    _, inner = talk.push("app", "", index(row(OCI_MANIFEST, raw)), OCI_INDEX)
    digest, outer = talk.push("app", "all", index(row(OCI_INDEX, inner)), OCI_INDEX)
    assert body(talk.get("/v2/app/manifests/all")) == outer
    assert talk.head(f"/v2/app/manifests/{digest}").header("content-type") == OCI_INDEX


def test_docker_s_own_types(talk: Talk) -> None:
    kind = "application/vnd.docker.distribution.manifest.v2+json"
    _, raw = talk.push("app", "1", {**talk.image("app"), "mediaType": kind}, kind)
    talk.push("app", "all", {**index(row(kind, raw)), "mediaType": DOCKER_LIST}, DOCKER_LIST)
    assert talk.head("/v2/app/manifests/1").header("content-type") == kind
    assert talk.head("/v2/app/manifests/all").header("content-type") == DOCKER_LIST


def test_an_artifact_without_layers_and_with_fields_of_its_own(talk: Talk) -> None:
    empty = {**row(OCI_EMPTY, b"{}", talk.push_blob("app", b"{}")), "data": "e30="}
    document = {
        "schemaVersion": 2, "mediaType": OCI_MANIFEST, "artifactType": "application/vnd.example",
        "config": empty, "layers": [], "org.example.own": {"a": [1]},
    }  # fmt: skip
    _, raw = talk.push("app", "art", document)
    assert body(talk.get("/v2/app/manifests/art")) == raw


@pytest.mark.parametrize("raw", [
    b"", b"nonsense", b"[]", b"{}", b'{"schemaVersion": 2}', b'{"schemaVersion": 1, "config": {}}',
    b'{"schemaVersion": 2, "config": {"digest": "x", "size": 1}}', b'{"schemaVersion": 2, "manifests": []}',
    b'{"schemaVersion": 2, "mediaType": "text/plain", "config": {}}', b"[" * 100_000, b'{"a": NaN}',
])  # fmt: skip
def test_what_is_no_manifest_is_refused(talk: Talk, raw: bytes) -> None:
    response = talk.send("PUT", "/v2/app/manifests/1", raw, {"Content-Type": OCI_MANIFEST})
    assert (response.status, code(response)) == (400, "MANIFEST_INVALID")


def test_a_type_that_the_document_contradicts_is_refused(talk: Talk) -> None:
    raw = json.dumps(talk.image("app")).encode()
    for kind in (OCI_INDEX, "text/plain"):
        response = talk.send("PUT", "/v2/app/manifests/1", raw, {"Content-Type": kind})
        assert (response.status, code(response)) == (400, "MANIFEST_INVALID")


@pytest.mark.parametrize("tag", ["x" * 129, ".dot", "a b"])
def test_what_is_no_tag_is_refused(talk: Talk, tag: str) -> None:
    raw = json.dumps(talk.image("app")).encode()
    response = talk.send("PUT", f"/v2/app/manifests/{tag}", raw, {"Content-Type": OCI_MANIFEST})
    assert (response.status, code(response)) == (400, "MANIFEST_INVALID")


def test_a_manifest_of_4_mib_is_kept_and_a_longer_one_refused(talk: Talk) -> None:
    document = talk.image("app", annotations={"a": ""})
    room = MANIFEST_LIMIT - len(json.dumps(document))
    document["annotations"]["a"] = "x" * room
    _, raw = talk.push("app", "big", document)
    assert len(raw) == MANIFEST_LIMIT
    document["annotations"]["a"] += "x"
    longer = json.dumps(document).encode()
    response = talk.send("PUT", "/v2/app/manifests/big", longer, {"Content-Type": OCI_MANIFEST})
    assert response.status == 413
    begun = talk.server.begin(Request("PUT", "/v2/app/manifests/big", headers=(("content-type", OCI_MANIFEST),)))
    assert not isinstance(begun, Response)
    begun.take(longer)  # one who does not say how long it is
    assert begun.refused
    assert begun.end().status == 413
    assert body(talk.get("/v2/app/manifests/big")) == raw


def test_a_subject_is_acknowledged_even_if_it_is_not_here(talk: Talk) -> None:
    document = talk.image("app", subject=row(OCI_MANIFEST, b"not here"))
    raw = json.dumps(document).encode()
    response = talk.send("PUT", "/v2/app/manifests/signature", raw, {"Content-Type": OCI_MANIFEST})
    assert (response.status, response.header("oci-subject")) == (201, of(b"not here"))
    plain = talk.send("PUT", "/v2/app/manifests/1", json.dumps(talk.image("app")).encode(), {})
    assert (plain.status, plain.header("oci-subject")) == (201, "")


def test_a_subject_that_is_no_descriptor_is_refused(talk: Talk) -> None:
    raw = json.dumps(talk.image("app", subject={"digest": "x"})).encode()
    response = talk.send("PUT", "/v2/app/manifests/1", raw, {"Content-Type": OCI_MANIFEST})
    assert (response.status, code(response)) == (400, "MANIFEST_INVALID")
