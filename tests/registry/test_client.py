"""The client against our own server and against servers that lie, break off, or want a login; no sockets."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest

from tests.registry.talking import Talk, index, row, told
from tutor.oci.descriptor import Descriptor
from tutor.oci.digest import of
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_EMPTY, OCI_INDEX, OCI_LAYER, OCI_MANIFEST
from tutor.registry.access import Basic, Bearer, Granted, Tokens, make_token, read_token
from tutor.registry.accounts import FixedAccounts, plain
from tutor.registry.challenge import challenges
from tutor.registry.client import Client
from tutor.registry.copying import pull_all, push_all
from tutor.registry.faults import BadAnswer, ChangedContent, NotAuthorized, UnexpectedStatus
from tutor.registry.message import Request, Response
from tutor.registry.refusal import Refusal
from tutor.registry.server import Server
from tutor.registry.subjects import fallback_tag
from tutor.registry.transport import TransportError
from tutor.store.blobs import Blob
from tutor.store.gc import MissingBlob
from tutor.vfs.content import Bytes

ORIGIN = "https://registry.test"
Handler = Callable[[Request], Response]


class Table:
    """A transport to servers in a table; `unknown` hides that a body is known by its digest."""

    def __init__(self, unknown: bool = False, **hosts: Handler) -> None:
        self.hosts = {f"https://{name}.test": handler for name, handler in hosts.items()}
        self.unknown = unknown
        self.seen: list[Request] = []

    def send(self, origin: str, request: Request) -> Response:
        self.seen.append(request)
        if origin not in self.hosts:
            raise TransportError(request.method, origin + request.path, "no such host")
        response = self.hosts[origin](request)
        if self.unknown:
            return Response(response.status, response.headers, response.body, response.size)
        return response


def served(server: Server, unknown: bool = False) -> tuple[Client, Table]:
    table = Table(unknown, registry=server.respond)
    return Client(table, ORIGIN), table


@pytest.fixture(params=[False, True])
def talk_and_client(request: pytest.FixtureRequest, talk: Talk) -> tuple[Talk, Client]:
    client, _ = served(talk.server, request.param)
    return talk, client


def test_an_image_is_pulled_as_it_was_pushed(talk_and_client: tuple[Talk, Client]) -> None:
    talk, client = talk_and_client
    digest, raw = talk.push_image("team/app", "1")
    talk.push("team/app", "all", index(row(OCI_MANIFEST, raw)), OCI_INDEX)
    target = client.resolve("team/app", "all")
    assert target is not None
    found = pull_all(client, "team/app", target)
    assert found[digest].read() == raw
    assert b"layer" in [blob.read() for blob in found.values()]
    assert client.resolve("team/app", "none") is None
    assert client.resolve("none", "1") is None
    assert client.resolve("team/app", digest) == Descriptor(OCI_MANIFEST, digest, len(raw))


def test_an_image_is_copied_to_another_repository_byte_for_byte(talk_and_client: tuple[Talk, Client]) -> None:
    talk, client = talk_and_client
    _, raw = talk.push_image("one", "1")
    whole, _ = talk.push("one", "all", index(row(OCI_MANIFEST, raw)), OCI_INDEX)
    target = client.resolve("one", "all")
    assert target is not None
    found = pull_all(client, "one", target)
    heard: list[str] = []
    for _ in range(2):
        push_all(client, "two", "copy", target, found.get, lambda _, how: heard.append(how))
    assert heard == ["pushed", "pushed", "exists", "exists"]
    assert talk.head("/v2/two/manifests/copy").header("docker-content-digest") == whole
    with pytest.raises(MissingBlob):
        push_all(client, "three", "1", target, {target.digest: found[target.digest]}.get)


def test_what_both_know_by_digest_is_never_read(talk: Talk) -> None:
    class Unread(Bytes):
        def chunks(self) -> Iterator[bytes]:
            raise AssertionError

    server = Server()
    client, _ = served(server)
    digest = of(b"not read")
    client.push_blob("app", Blob(digest, 8, Blob(digest, 8, Unread(b"not read"))))
    got = client.fetch("app", Descriptor(OCI_LAYER, digest, 8))
    assert (got.digest, got.size) == (digest, 8)
    assert client.mount("other", digest, "app")
    assert client.has_blob("other", digest)


@pytest.mark.parametrize("sent", [b"changed", b"layet", b"", b"layer and more"])
def test_a_changed_blob_is_refused(sent: bytes) -> None:
    def lies(request: Request) -> Response:
        return Response(200, (), (sent[:2], sent[2:]), len(sent))

    client = Client(Table(registry=lies), ORIGIN)
    blob = client.fetch("app", Descriptor(OCI_LAYER, of(b"layer"), 5))
    seen: list[bytes] = []
    with pytest.raises(ChangedContent) as caught:
        seen.extend(blob.chunks())
    assert len(b"".join(seen)) < 5  # the last piece is not given out
    assert caught.value.expected == of(b"layer")


def test_a_changed_document_and_a_known_blob_that_is_another_are_refused() -> None:
    raw = b'{"changed": true}'
    client = Client(Table(registry=lambda _: Response(200, (), (raw,), len(raw))), ORIGIN)
    with pytest.raises(ChangedContent) as caught:
        client.fetch("app", Descriptor(OCI_MANIFEST, of(b"x" * len(raw)), len(raw)))
    assert caught.value.found == of(raw)
    other = Blob.of(b"other")
    client = Client(Table(registry=lambda _: Response(200, (), other.chunks(), 5, other)), ORIGIN)
    with pytest.raises(ChangedContent, match="unexpected digest"):
        client.fetch("app", Descriptor(OCI_LAYER, of(b"layer"), 5))


class Breaking:
    """A server whose transfers break off some times, after so many bytes."""

    def __init__(self, server: Server, times: int, after: int, ranges: bool = True) -> None:
        self.server = server
        self.times = times
        self.after = after
        self.ranges = ranges

    def __call__(self, request: Request) -> Response:
        if not self.ranges:
            headers = tuple(pair for pair in request.headers if pair[0] != "range")
            request = Request(request.method, request.path, request.query, headers, request.body, request.content)
        if request.method == "PUT" and "/uploads/" in request.path and self.times:
            self.times -= 1
            begun = self.server.begin(request)
            assert not isinstance(begun, Response)
            assert request.content is not None
            begun.take(b"".join(request.content.chunks())[: self.after])
            begun.drop()
            raise TransportError("PUT", request.path, "broken pipe")
        response = self.server.respond(request)
        if request.method == "GET" and "/blobs/" in request.path and self.times:
            self.times -= 1
            return Response(response.status, response.headers, self.broken(response), response.size)
        return Response(response.status, response.headers, response.body, response.size)

    def broken(self, response: Response) -> Iterator[bytes]:
        yield b"".join(response.body)[: self.after]
        raise TransportError("GET", "here", "connection reset")


DATA = bytes(range(256)) * 64


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize(("times", "after"), [(1, 100), (3, 5000), (1, 0), (1, 1), (1, 99_999)])
def test_a_transfer_that_breaks_off_goes_on(times: int, after: int, ranges: bool) -> None:
    server = Server()
    client = Client(Table(registry=Breaking(server, times, after, ranges)), ORIGIN)
    client.push_blob("app", Blob.of(DATA))
    assert Talk(server).get(f"/v2/app/blobs/{of(DATA)}").status == 200
    client = Client(Table(registry=Breaking(server, times, after, ranges)), ORIGIN)
    assert client.fetch("app", Descriptor(OCI_LAYER, of(DATA), len(DATA))).read() == DATA


def test_a_transfer_that_breaks_off_for_ever_ends() -> None:
    server = Server()
    Talk(server).push_blob("app", DATA)
    client = Client(Table(registry=Breaking(server, 99, 10)), ORIGIN)
    with pytest.raises(TransportError):
        client.fetch("app", Descriptor(OCI_LAYER, of(DATA), len(DATA))).read()
    with pytest.raises(TransportError):
        client.push_blob("app", Blob.of(DATA * 2))


def test_long_lists_are_read_to_their_end(talk: Talk) -> None:
    document = talk.image("app")
    for number in range(25):
        talk.push("app", f"{number:02}", document)

    def few(request: Request) -> Response:
        query = request.query if request.argument("n") else (("n", "10"), *request.query)
        return talk.server.respond(Request(request.method, request.path, query))

    table = Table(registry=few)
    client = Client(table, ORIGIN)
    assert client.tags("app") == tuple(f"{number:02}" for number in range(25))
    assert len(table.seen) == 3
    assert client.tags("none") == ()
    assert client.repositories() == ("app",)


@pytest.mark.parametrize("api", [True, False])
def test_referrers_by_the_api_and_without_it(talk: Talk, api: bool) -> None:
    digest, raw = talk.push_image("app", "1")

    def old(request: Request) -> Response:
        if "/referrers/" in request.path:
            return Response(404)
        response = talk.server.respond(request)
        headers = tuple(pair for pair in response.headers if pair[0] != "OCI-Subject")
        return Response(response.status, headers, response.body, response.size)

    client = Client(Table(registry=talk.server.respond if api else old), ORIGIN)
    empty = Descriptor(OCI_EMPTY, talk.push_blob("app", b"{}"), 2)
    subject = Descriptor(OCI_MANIFEST, digest, len(raw))
    made = []
    for kind in ("application/a", "application/b"):
        manifest = Manifest.build(empty, (), artifact_type=kind, subject=subject)
        client.push_manifest("app", manifest.id, manifest.descriptor(), manifest.raw)
        client.push_manifest("app", manifest.id, manifest.descriptor(), manifest.raw)
        made.append(manifest.id)
    assert sorted(row.digest for row in client.referrers("app", digest)) == sorted(made)
    assert [row.digest for row in client.referrers("app", digest, "application/b")] == made[1:]
    assert client.referrers("app", of(b"nothing")) == ()
    tagged = talk.head(f"/v2/app/manifests/{fallback_tag(digest)}")
    assert (tagged.status == 404) is api


@pytest.mark.parametrize(("digest", "tag"), [
    ("sha256:" + "a" * 64, "sha256-" + "a" * 64), ("sha512:" + "b" * 128, "sha512-" + "b" * 64),
    ("test+algorithm+using+algorithm+separators+and+lots:alsoSome=InTheEncodedSection",
     "test-algorithm-using-algorithm-s-alsoSome-InTheEncodedSection"),
])  # fmt: skip
def test_the_tag_of_a_subject(digest: str, tag: str) -> None:
    assert fallback_tag(digest) == tag


# -- logins

ACCOUNTS = FixedAccounts({"me": plain("secret")}, anonymous=True)
KEY = b"key"


def with_tokens(login: tuple[str, str] | None) -> tuple[Client, Table]:
    now = [1000.0]
    server = Server(guard=Bearer("https://auth.test/token", "registry.test", KEY, lambda: now[0]))
    tokens = Tokens("registry.test", KEY, ACCOUNTS, lambda: now[0])
    table = Table(registry=server.respond, auth=tokens.respond)
    return Client(table, ORIGIN, login), table


def test_a_token_is_fetched_once_for_what_is_done() -> None:
    client, table = with_tokens(("me", "secret"))
    for data in (b"one", b"two"):
        client.push_blob("app", Blob.of(data))
    asked = [request for request in table.seen if request.path == "/token"]
    assert [request.query for request in asked] == [
        (("service", "registry.test"), ("scope", "repository:app:pull,push"))
    ]
    assert client.ping().status == 200


def test_without_a_login_only_pulls_are_granted() -> None:
    client, _ = with_tokens(None)
    assert client.resolve("app", "1") is None
    with pytest.raises(NotAuthorized, match="server message: insufficient_scope: authorization failed"):
        client.push_blob("app", Blob.of(b"data"))


def test_a_wrong_password_gets_no_token() -> None:
    client, _ = with_tokens(("me", "wrong"))
    with pytest.raises(UnexpectedStatus) as caught:
        client.ping()
    assert caught.value.errors == (("", "incorrect username or password"),)


def test_a_token_is_for_one_service_one_scope_and_some_time() -> None:
    granted = Granted("me", frozenset({("repository", "app", "pull")}))
    token = make_token(KEY, "registry.test", granted, 2000)
    assert read_token(KEY, token, "registry.test", 1999) == granted
    assert read_token(KEY, token, "registry.test", 2001) is None
    assert read_token(KEY, token, "other.test", 1999) is None
    assert read_token(b"other", token, "registry.test", 1999) is None
    for text in ("", "a.b", token[:-3], "é.é", token + ".x"):
        assert read_token(KEY, text, "registry.test", 1999) is None


def test_a_basic_login_is_sent_when_it_is_asked_for() -> None:
    server = Server(guard=Basic("here", FixedAccounts({"me": plain("secret")})))
    table = Table(registry=server.respond)
    client = Client(table, ORIGIN, ("me", "secret"))
    client.push_blob("app", Blob.of(b"data"))
    assert [request.header("authorization") != "" for request in table.seen] == [False, True, True]
    with pytest.raises(NotAuthorized, match="no basic auth credentials"):
        Client(table, ORIGIN).resolve("app", "1")
    with pytest.raises(UnexpectedStatus) as caught:
        Client(table, ORIGIN, ("me", "wrong")).resolve("app", "1")
    assert caught.value.status == 401


def test_a_login_does_not_follow_to_another_host() -> None:
    store = Table(registry=lambda request: Response(200, (), (request.header("authorization").encode(),), 0))

    def away(request: Request) -> Response:
        if not request.header("authorization"):
            return Response(401, (("WWW-Authenticate", 'Basic realm="x"'),))
        return Response(307, (("Location", "https://cdn.test/blob?sig=a%20b"),))

    seen: list[Request] = []

    def cdn(request: Request) -> Response:
        seen.append(request)
        return Response(200, (), (b"data",), 4)

    table = Table(registry=away, cdn=cdn)
    client = Client(table, ORIGIN, ("me", "secret"))
    assert client.fetch("app", Descriptor(OCI_LAYER, of(b"data"), 4)).read() == b"data"
    assert (seen[0].header("authorization"), seen[0].query) == ("", (("sig", "a b"),))
    assert store.seen == []


def test_redirects_in_a_circle_end() -> None:
    around = Table(registry=lambda _: Response(302, (("Location", "/v2/x"),)))
    with pytest.raises(UnexpectedStatus):
        Client(around, ORIGIN).fetch("app", Descriptor(OCI_LAYER, of(b"data"), 4))


@pytest.mark.parametrize("where", ["ftp://x/y", "http://a:b/", "https://[x", "file:///etc/passwd"])
def test_an_address_that_is_none_is_not_followed(where: str) -> None:
    table = Table(registry=lambda _: Response(302, (("Location", where),)))
    with pytest.raises(TransportError):
        Client(table, ORIGIN).fetch("app", Descriptor(OCI_LAYER, of(b"data"), 4))


def test_what_a_registry_says_is_told_in_one_line() -> None:
    def limits(request: Request) -> Response:
        raised = Refusal(429, "TOOMANYREQUESTS", message="slow\ndown")
        return raised.response()

    with pytest.raises(UnexpectedStatus) as caught:
        Client(Table(registry=limits), ORIGIN).tags("app")
    assert caught.value.told == (
        "unexpected status from GET request to https://registry.test/v2/app/tags/list: 429 Too Many Requests: "
        "toomanyrequests: slow down"
    )


@pytest.mark.parametrize("raw", [b"", b"[]", b"nonsense", b"[" * 100_000, b'{"tags": 5}'])
def test_an_answer_that_is_none_is_refused(raw: bytes) -> None:
    client = Client(Table(registry=lambda _: Response(200, (), (raw,), len(raw))), ORIGIN)
    with pytest.raises(BadAnswer):
        client.tags("app")


@pytest.mark.parametrize(("header", "found"), [
    ('Basic realm="a, b"', [("basic", {"realm": "a, b"})]),
    ('Bearer realm="https://x/y",service="s",scope="a:b:pull,push"',
     [("bearer", {"realm": "https://x/y", "service": "s", "scope": "a:b:pull,push"})]),
    ('Negotiate, Basic realm="q\\"uoted", charset=UTF-8',
     [("negotiate", {}), ("basic", {"realm": 'q"uoted', "charset": "UTF-8"})]),
    ("", []), (",,=", []), ('Bearer realm="open', [("bearer", {"realm": '"open'})]),
])  # fmt: skip
def test_challenges(header: str, found: list[tuple[str, dict[str, str]]]) -> None:
    assert [(one.scheme, dict(one.parameters)) for one in challenges(header)] == found


def test_deleting(talk: Talk) -> None:
    client, _ = served(talk.server)
    digest, _ = talk.push_image("app", "1")
    client.delete_manifest("app", "1")
    assert client.resolve("app", "1") is None
    client.delete_manifest("app", digest)
    assert told(talk.get("/v2/app/tags/list"))["tags"] == []
    with pytest.raises(UnexpectedStatus):
        client.delete_manifest("app", digest)


def test_a_registry_without_the_digest_header_is_read_instead(talk: Talk) -> None:
    digest, raw = talk.push_image("app", "1")

    def mute(request: Request) -> Response:
        response = talk.server.respond(request)
        headers = tuple(pair for pair in response.headers if pair[0] != "Docker-Content-Digest")
        return Response(response.status, headers, response.body, response.size)

    assert Client(Table(registry=mute), ORIGIN).resolve("app", "1") == Descriptor(OCI_MANIFEST, digest, len(raw))
    assert json.loads(raw)["schemaVersion"] == 2
