"""What a registry must tell (distribution-spec 1.1, § Content Discovery), one test for each requirement."""

from __future__ import annotations

import json

import pytest

from tests.registry.talking import NOWHERE, Talk, body, code, index, row, told
from tutor.oci.media_types import OCI_CONFIG, OCI_EMPTY, OCI_INDEX, OCI_MANIFEST

SBOM, SIGNATURE = "application/vnd.example.sbom", "application/vnd.example.signature"


def tagged(talk: Talk, *tags: str) -> None:
    document = talk.image("app")
    for tag in tags:
        talk.push("app", tag, document)


def test_all_tags_in_order(talk: Talk) -> None:
    tagged(talk, "b", "a", "B", "_x", "1.10", "1.9")
    response = talk.get("/v2/app/tags/list")
    assert told(response) == {"name": "app", "tags": ["1.10", "1.9", "B", "_x", "a", "b"]}
    assert response.header("link") == ""


def test_a_repository_without_tags_has_an_empty_list(talk: Talk) -> None:
    talk.push_blob("app", b"data")
    assert told(talk.get("/v2/app/tags/list")) == {"name": "app", "tags": []}


def test_a_repository_that_is_not_there(talk: Talk) -> None:
    response = talk.get("/v2/none/tags/list")
    assert (response.status, code(response)) == (404, "NAME_UNKNOWN")


def test_some_tags_and_where_the_next_are(talk: Talk) -> None:
    tagged(talk, *"abcde")
    found: list[str] = []
    path = "/v2/app/tags/list?n=2"
    for _ in range(3):
        response = talk.get(path)
        rows = told(response)["tags"]
        found += rows
        link = response.header("link")
        if not link:
            break
        assert len(rows) == 2
        address, _, relation = link.partition(">; ")
        assert relation == 'rel="next"'
        path = address.removeprefix("<")
    assert found == list("abcde")


@pytest.mark.parametrize(("query", "tags"), [
    ("?n=0", ""), ("?n=5", "abcde"), ("?n=99", "abcde"), ("?last=b", "cde"), ("?n=1&last=b", "c"), ("?last=e", ""),
    ("?last=bb", "cde"), ("?last=z&n=2", ""),
])  # fmt: skip
def test_where_a_list_begins_and_ends(talk: Talk, query: str, tags: str) -> None:
    tagged(talk, *"abcde")
    response = talk.get("/v2/app/tags/list" + query)
    assert told(response)["tags"] == list(tags)
    assert bool(response.header("link")) == (query == "?n=1&last=b")


@pytest.mark.parametrize("count", ["-1", "x", "1.5"])
def test_a_count_that_is_none(talk: Talk, count: str) -> None:
    tagged(talk, "a")
    assert talk.get(f"/v2/app/tags/list?n={count}").status == 400


def test_all_repositories_in_pages(talk: Talk) -> None:
    for name in ("team/b", "a", "team/a"):
        talk.push_blob(name, b"data")
    assert told(talk.get("/v2/_catalog")) == {"repositories": ["a", "team/a", "team/b"]}
    response = talk.get("/v2/_catalog?n=2")
    assert told(response) == {"repositories": ["a", "team/a"]}
    assert response.header("link") == '</v2/_catalog?n=2&last=team%2Fa>; rel="next"'
    assert told(talk.get("/v2/_catalog?n=2&last=team/a")) == {"repositories": ["team/b"]}


def test_no_referrers(talk: Talk) -> None:
    response = talk.get(f"/v2/app/referrers/{NOWHERE}")
    assert (response.status, response.header("content-type")) == (200, OCI_INDEX)
    assert told(response) == {"schemaVersion": 2, "mediaType": OCI_INDEX, "manifests": []}


def test_a_malformed_digest_has_no_referrers(talk: Talk) -> None:
    response = talk.get("/v2/app/referrers/sha256:x")
    assert (response.status, code(response)) == (400, "DIGEST_INVALID")


def artifacts(talk: Talk) -> tuple[str, dict[str, str]]:
    """Push an image, and what refers to it: two artifacts, an image without a type of its own, an index."""
    subject, raw = talk.push_image("app", "1")
    to = row(OCI_MANIFEST, raw)
    empty = row(OCI_EMPTY, b"{}", talk.push_blob("app", b"{}"))
    made = {}
    for name, kind in (("sbom", SBOM), ("signature", SIGNATURE)):
        document = {
            "schemaVersion": 2, "mediaType": OCI_MANIFEST, "artifactType": kind, "config": empty, "layers": [],
            "subject": to, "annotations": {"org.example.name": name},
        }  # fmt: skip
        made[name] = talk.push("app", "", document)[0]
    made["image"] = talk.push("app", "", talk.image("app", "refers", subject=to))[0]
    made["index"] = talk.push("app", "", index(subject=to, annotations={"a": "b"}), OCI_INDEX)[0]
    talk.push_image("app", "2", "refers to nothing")
    return subject, made


def test_referrers_are_described_by_type_and_annotations(talk: Talk) -> None:
    subject, made = artifacts(talk)
    rows = {row["digest"]: row for row in told(talk.get(f"/v2/app/referrers/{subject}"))["manifests"]}
    assert set(rows) == set(made.values())
    sbom, image, whole = (rows[made[name]] for name in ("sbom", "image", "index"))
    assert (sbom["artifactType"], sbom["annotations"]) == (SBOM, {"org.example.name": "sbom"})
    assert sbom["size"] == talk.head(f"/v2/app/manifests/{made['sbom']}").size
    assert (image["mediaType"], image["artifactType"]) == (OCI_MANIFEST, OCI_CONFIG)
    assert (whole["mediaType"], "artifactType" in whole, whole["annotations"]) == (OCI_INDEX, False, {"a": "b"})


def test_referrers_of_a_type(talk: Talk) -> None:
    subject, made = artifacts(talk)
    response = talk.get(f"/v2/app/referrers/{subject}?artifactType={SBOM}")
    assert response.header("oci-filters-applied") == "artifactType"
    assert [row["digest"] for row in told(response)["manifests"]] == [made["sbom"]]
    response = talk.get(f"/v2/app/referrers/{subject}?artifactType=application/none")
    assert (told(response)["manifests"], response.header("oci-filters-applied")) == ([], "artifactType")
    assert talk.get(f"/v2/app/referrers/{subject}").header("oci-filters-applied") == ""


def test_referrers_of_a_subject_that_comes_later_or_never(talk: Talk) -> None:
    empty = row(OCI_EMPTY, b"{}", talk.push_blob("app", b"{}"))
    document = {"schemaVersion": 2, "mediaType": OCI_MANIFEST, "artifactType": SBOM, "config": empty, "layers": []}
    subject = talk.image("app")
    raw = json.dumps(subject).encode()
    digest, _ = talk.push("app", "", {**document, "subject": row(OCI_MANIFEST, raw)})
    for _ in range(2):
        found = told(talk.get(f"/v2/app/referrers/{row(OCI_MANIFEST, raw)['digest']}"))["manifests"]
        assert [item["digest"] for item in found] == [digest]
        talk.push("app", "1", subject)


def test_referrers_stay_within_their_repository(talk: Talk) -> None:
    subject, _ = artifacts(talk)
    talk.push_image("other", "1")
    assert told(talk.get(f"/v2/other/referrers/{subject}"))["manifests"] == []


def test_a_referrer_that_is_deleted_is_listed_no_more(talk: Talk) -> None:
    subject, made = artifacts(talk)
    for digest in made.values():
        assert talk.delete(f"/v2/app/manifests/{digest}").status == 202
    assert told(talk.get(f"/v2/app/referrers/{subject}"))["manifests"] == []


def test_many_referrers_come_in_pages(talk: Talk) -> None:
    _, raw = talk.push_image("app", "1")
    empty = row(OCI_EMPTY, b"{}", talk.push_blob("app", b"{}"))
    pushed = set()
    for number in range(6):
        document = {
            "schemaVersion": 2, "mediaType": OCI_MANIFEST, "artifactType": SBOM, "config": empty, "layers": [],
            "subject": row(OCI_MANIFEST, raw), "annotations": {"long": str(number) * 1_000_000},
        }  # fmt: skip
        pushed.add(talk.push("app", "", document)[0])
    path = f"/v2/app/referrers/{row(OCI_MANIFEST, raw)['digest']}?artifactType={SBOM}"
    found: list[str] = []
    pages = 0
    while path:
        response = talk.get(path)
        assert len(body(response)) <= 4 << 20
        found += [item["digest"] for item in told(response)["manifests"]] if pages < 20 else []
        pages += 1
        path = response.header("link").partition(">")[0].removeprefix("<").replace("%3A", ":").replace("%2F", "/")
    assert (len(found), set(found)) == (6, pushed)
    assert pages > 1
