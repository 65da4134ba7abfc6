"""Whatever a client sends, a registry answers it in the protocol's terms, and is the same registry afterwards."""

from __future__ import annotations

import json
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.talking import NOWHERE, Talk, body
from tutor.engine.hub import EmptyHub
from tutor.engine.hub_storage import HubStorage
from tutor.oci.digest import of
from tutor.oci.media_types import OCI_INDEX, OCI_MANIFEST
from tutor.registry.contents import Memory
from tutor.registry.folder import Folder
from tutor.registry.message import Request
from tutor.registry.overlay import Overlay
from tutor.registry.refusal import MESSAGES
from tutor.registry.server import Server

WORD = st.sampled_from([
    "", "v2", "app", "team", "blobs", "uploads", "manifests", "tags", "list", "referrers", "_catalog", "1", "..", "UP",
    NOWHERE, of(b"layer"), "sha256:x", "sha512:" + "0" * 128, "00000000-0000-4000-8000-000000000001", "%2f", "\0", "ä",
])  # fmt: skip
PATH = st.lists(WORD, max_size=7).map(lambda words: "/v2/" + "/".join(words)) | st.text(max_size=30)
VALUE = (
    WORD
    | st.text(max_size=20)
    | st.sampled_from(["0-4", "5-1", "bytes=0-", "bytes=-5", "*/*", OCI_MANIFEST, OCI_INDEX, "-1"])
)
QUERY = st.lists(
    st.tuples(st.sampled_from(["digest", "mount", "from", "n", "last", "tag", "artifactType"]), VALUE), max_size=3
)
HEADERS = st.lists(st.tuples(
    st.sampled_from(["content-type", "content-range", "content-length", "range", "accept", "if-none-match"]), VALUE
), max_size=3)  # fmt: skip
BODY = st.binary(max_size=50) | st.sampled_from([
    b"layer", b"{}", b"[]", b'{"schemaVersion": 2}', b'{"schemaVersion": 2, "config": {"digest": 5}}',
    b'{"schemaVersion": 2, "manifests": [], "subject": {}}', b'{"schemaVersion": 2, "layers": [1], "config": null}',
])  # fmt: skip
REQUEST = st.builds(
    lambda method, path, query, headers, data: Request(method, path, tuple(query), tuple(headers), data),
    st.sampled_from(["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "x"]), PATH, QUERY, HEADERS, BODY,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(REQUEST, max_size=12))
def test_every_request_is_answered(requests: list[Request]) -> None:
    memory = Memory()
    server = Server(memory)
    _, raw = Talk(server).push_image("kept", "1")
    for request in requests:
        response = server.respond(request)
        data = body(response)
        assert 200 <= response.status < 500
        if response.status >= 400:
            (error,) = json.loads(data)["errors"]
            assert error["code"] in MESSAGES
    assert body(Talk(server).get("/v2/kept/manifests/1")) == raw
    for name, repository in memory.registry.repositories.items():
        for digest, blob in repository.blobs.items():
            if digest.startswith("sha256:"):
                assert of(blob.read()) == digest, name
        assert all(target.digest in repository.manifests for _, target in repository.tags.items())


@settings(max_examples=15, deadline=None)
@given(st.lists(REQUEST, max_size=12))
def test_every_storage_answers_alike(requests: list[Request]) -> None:
    with TemporaryDirectory() as place:
        folder = Folder.open(place)
        servers = [Server(), Server(folder), Server(Overlay(Memory(), HubStorage(EmptyHub())))]
        for server in servers:
            Talk(server).push_image("app", "1")
            Talk(server).push_image("app/team", "1", "other")
        for request in requests:
            first, *others = [server.respond(request) for server in servers]
            data = body(first)
            for other in others:
                assert (other.status, other.headers, body(other)) == (first.status, first.headers, data)
        folder.close()
