"""What a registry must do for those who clean up (distribution-spec 1.1, § Content Management)."""

from __future__ import annotations

from tests.registry.talking import NOWHERE, Talk, code, told
from tutor.registry.server import Server


def test_a_tag_is_deleted_and_its_manifest_stays(talk: Talk) -> None:
    digest, _ = talk.push_image("app", "1")
    assert talk.delete("/v2/app/manifests/1").status == 202
    assert talk.get("/v2/app/manifests/1").status == 404
    assert talk.get(f"/v2/app/manifests/{digest}").status == 200
    assert told(talk.get("/v2/app/tags/list"))["tags"] == []


def test_a_manifest_is_deleted_with_all_its_tags(talk: Talk) -> None:
    document = talk.image("app")
    digest, _ = talk.push("app", "1", document)
    talk.push("app", "2", document)
    talk.push_image("app", "other", "something else")
    assert talk.delete(f"/v2/app/manifests/{digest}").status == 202
    for reference in ("1", "2", digest):
        assert talk.get(f"/v2/app/manifests/{reference}").status == 404
    assert talk.get("/v2/app/manifests/other").status == 200


def test_a_blob_is_deleted(talk: Talk) -> None:
    digest = talk.push_blob("app", b"data")
    assert talk.delete(f"/v2/app/blobs/{digest}").status == 202
    response = talk.get(f"/v2/app/blobs/{digest}")
    assert (response.status, code(response)) == (404, "BLOB_UNKNOWN")


def test_what_is_not_there_cannot_be_deleted(talk: Talk) -> None:
    digest = talk.push_blob("app", b"data")
    assert code(talk.delete(f"/v2/app/blobs/{NOWHERE}")) == "BLOB_UNKNOWN"
    assert code(talk.delete(f"/v2/other/blobs/{digest}")) == "BLOB_UNKNOWN"
    assert code(talk.delete("/v2/app/manifests/none")) == "MANIFEST_UNKNOWN"
    assert code(talk.delete(f"/v2/app/manifests/{NOWHERE}")) == "MANIFEST_UNKNOWN"
    response = talk.delete(f"/v2/none/manifests/{NOWHERE}")
    assert (response.status, code(response)) == (404, "NAME_UNKNOWN")


def test_a_manifest_is_not_deleted_as_a_blob(talk: Talk) -> None:
    digest, _ = talk.push_image("app", "1")
    assert talk.delete(f"/v2/app/blobs/{digest}").status == 404
    assert talk.get("/v2/app/manifests/1").status == 200


def test_what_was_deleted_can_be_pushed_again(talk: Talk) -> None:
    digest, raw = talk.push_image("app", "1")
    talk.delete(f"/v2/app/manifests/{digest}")
    assert talk.push_image("app", "1") == (digest, raw)
    assert talk.get("/v2/app/manifests/1").status == 200


def test_where_deleting_is_switched_off_it_says_so() -> None:
    talk = Talk(Server(deletes=False))
    digest, _ = talk.push_image("app", "1")
    blob = talk.push_blob("app", b"data")
    for path in ("manifests/1", f"manifests/{digest}", f"blobs/{blob}"):
        response = talk.delete(f"/v2/app/{path}")
        assert (response.status, code(response)) == (405, "UNSUPPORTED")
    assert talk.delete(talk.start("app")).status == 204  # an upload can be cancelled all the same
