"""The registries of a sandbox's world: logins, refusals, and what the switches of `world` make of them."""

from __future__ import annotations

import pytest

from tests.support.sandbox import NOW, hub, run, session
from tutor.engine import registries
from tutor.engine.errors import EngineError
from tutor.engine.registry_hosts import RegistryHosts
from tutor.engine.switches import SWITCHES, switched
from tutor.engine.tampering import Filler
from tutor.engine.world import World
from tutor.oci.digest import of
from tutor.oci.reference import Reference
from tutor.registry.message import Request
from tutor.registry.transport import TransportError
from tutor.session.session import Session

UNTRUE = (
    'Error response from daemon: failed commit on ref "layer-sha256:{0}": unexpected commit digest sha256:{1}, '
    "expected sha256:{0}: failed precondition\n"
)
ENOUGH = "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"
NOWHERE = "dial tcp: lookup registry-1.docker.io: no such host"
DENIED = (
    "Error response from daemon: push access denied, repository does not exist or may require authorization: "
    "server message: insufficient_scope: authorization failed\n"
)


def ok(learner: Session, line: str) -> str:
    code, out = run(learner, line)
    assert code == 0, out
    return out


def said(learner: Session, line: str, code: int = 1) -> str:
    """The last line of a command that fails."""
    found, out = run(learner, line)
    assert found == code, out
    return out.splitlines(keepends=True)[-1]


def layer(learner: Session) -> str:
    """The digest of alpine's layer, without "sha256:"."""
    out = ok(learner, "docker buildx imagetools inspect --raw alpine:3.20@$(docker buildx imagetools inspect "
        "alpine:3.20 --format '{{range .Manifest.Manifests}}{{.Digest}} {{end}}' | cut -d ' ' -f 1)")  # fmt: skip
    return out.rpartition("sha256:")[2][:64]


# -- switches


def test_the_switches_are_listed_and_set() -> None:
    learner = session()
    assert [line.split()[:2] for line in ok(learner, "world").splitlines()[:-1]] == [[name, "off"] for name in SWITCHES]
    before = learner.state.digest
    ok(learner, "world tampered on")
    assert list(learner.state.switches) == ["tampered"]
    assert learner.state.digest != before
    ok(learner, "world offline on; world tampered off")
    assert list(learner.state.switches) == ["offline"]
    ok(learner, "world offline off")
    assert not learner.state.switches
    for words in ("nonsense on", "tampered", "tampered maybe", "tampered on on"):
        assert said(learner, f"world {words}") == "world: switch what? world [offline|rate-limit|tampered] [on|off]\n"
    with pytest.raises(KeyError):
        switched(learner.state, "nonsense", True)


def test_undo_takes_a_switch_back() -> None:
    learner = session()
    ok(learner, "world tampered on")
    ok(learner, "undo")
    assert learner.state.switches == ()


# -- a registry that lies


def test_a_changed_layer_is_refused_and_nothing_kept() -> None:
    learner = session()
    digest = layer(learner)
    ok(learner, "world tampered on")
    state = learner.state
    code, out = run(learner, "docker pull alpine:3.20")
    assert code == 1
    size = hub().blob(f"sha256:{digest}").size  # type: ignore[union-attr]
    other = of(Filler(size).chunks()).partition(":")[2]
    assert out == (
        f"3.20: Pulling from library/alpine\n{digest[:12]}: Pulling fs layer\n" + UNTRUE.format(digest, other)
    )
    assert learner.state.content == state.content
    assert learner.state.images == state.images
    assert said(learner, "docker pull -q alpine:3.20").startswith("Error response from daemon: failed commit on ref")
    assert run(learner, "docker run --rm alpine:3.20 true")[0] == 125
    ok(learner, "world tampered off; docker pull -q alpine:3.20")


def test_a_build_that_needs_a_changed_layer_fails() -> None:
    learner = session()
    ok(learner, "world tampered on; printf 'FROM alpine:3.20\\nRUN true\\n' > Dockerfile")
    code, out = run(learner, "docker build .")
    assert code == 1
    assert 'failed commit on ref "layer-sha256:' in out


def test_what_is_here_already_is_not_asked_for() -> None:
    learner = session()
    ok(learner, "docker pull -q alpine:3.20; world tampered on")
    assert "Image is up to date" in ok(learner, "docker pull alpine:3.20")


def test_an_older_engine_says_it_in_its_own_words() -> None:
    learner = session()
    ok(learner, "docker-era 28; world tampered on")
    assert said(learner, "docker pull alpine:3.20").startswith(
        "Error response from daemon: filesystem layer verification failed for digest sha256:"
    )
    ok(learner, "world tampered off; world rate-limit on")
    assert said(learner, "docker pull alpine:3.20") == f"Error response from daemon: toomanyrequests: {ENOUGH}\n"
    ok(learner, "world rate-limit off; world offline on")
    assert said(learner, "docker pull alpine:3.20") == (
        f'Error response from daemon: Get "https://registry-1.docker.io/v2/": {NOWHERE}\n'
    )


def test_filler_is_as_long_as_it_says() -> None:
    for size in (0, 1, 65536, 65537):
        filler = Filler(size)
        assert sum(map(len, filler.chunks())) == len(filler.read()) == size
    assert Filler(10).read(4, 3) == bytes(3)
    assert Filler(10).read(8, 30) == bytes(2)


# -- a hub that has had enough


def test_a_rate_limit_ends_with_a_login() -> None:
    learner = session()
    ok(learner, "world rate-limit on")
    assert said(learner, "docker pull alpine:3.20") == f"Error response from daemon: error from registry: {ENOUGH}\n"
    code, out = run(learner, "echo FROM alpine:3.20 | docker build -")
    assert code == 1
    assert "failed to copy: httpReadSeeker: failed open: unexpected status from GET request to https://" in out
    assert f"429 Too Many Requests\ntoomanyrequests: {ENOUGH}\n" in out
    ok(learner, "echo layers | docker login -u learner --password-stdin")
    ok(learner, "docker pull -q alpine:3.20")
    ok(learner, "docker logout")
    assert "Image is up to date" in ok(learner, "docker pull alpine:3.20")  # only manifests that are fetched count


# -- no network


def test_without_a_network_only_this_machine_answers() -> None:
    learner = session()
    ok(learner, "docker pull -q alpine:3.20; docker tag alpine:3.20 localhost:5000/a:1; world offline on")
    assert said(learner, "docker pull busybox:1.36") == (
        'Error response from daemon: failed to resolve reference "docker.io/library/busybox:1.36": failed to do '
        f'request: Head "https://registry-1.docker.io/v2/library/busybox/manifests/1.36": {NOWHERE}\n'
    )
    ok(learner, "docker push localhost:5000/a:1; docker rmi localhost:5000/a:1; docker pull localhost:5000/a:1")
    assert "lookup index.docker.io: no such host" in said(learner, "docker search alpine")
    assert NOWHERE in said(learner, "docker login -u learner -p layers")
    assert "lookup registry.class.test: no such host" in said(learner, "docker pull registry.class.test/library/alpine")
    assert run(learner, "wget -q -O - http://example.com")[0] == 1
    ok(learner, "world offline off")
    ok(learner, "wget -q -O - http://example.com")


# -- logins


def test_a_login_is_tried_and_kept_in_the_client_s_file() -> None:
    learner = session()
    assert said(learner, "docker login -u learner -p wrong") == (
        'Error response from daemon: Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or '
        "password\n"
    )
    assert run(learner, "cat ~/.docker/config.json")[0] == 1
    out = ok(learner, "echo layers | docker login -u learner --password-stdin")
    assert "Your credentials are stored unencrypted in '/home/learner/.docker/config.json'" in out
    assert out.endswith("Login Succeeded\n")
    assert ok(learner, "grep auth.: ~/.docker/config.json | cut -d '\"' -f 4 | base64 -d") == "learner:layers"
    assert ok(learner, "stat -c %a ~/.docker/config.json") == "600\n"
    assert "Authenticating with existing credentials... [Username: learner]" in ok(learner, "docker login")
    ok(learner, "docker logout")
    assert "auth\":" not in ok(learner, "cat ~/.docker/config.json")


def test_a_file_that_is_no_configuration_is_one_line() -> None:
    learner = session()
    ok(learner, "mkdir ~/.docker; echo '[' > ~/.docker/config.json")
    assert said(learner, "docker pull alpine:3.20").startswith("/home/learner/.docker/config.json: ")
    ok(learner, "echo '{\"auths\": {\"https://index.docker.io/v1/\": {\"auth\": \"!\"}}}' > ~/.docker/config.json")
    ok(learner, "docker pull -q alpine:3.20")


def test_one_pushes_to_one_s_own_name_and_to_no_other() -> None:
    learner = session()
    ok(learner, "docker pull -q alpine:3.20; docker tag alpine:3.20 learner/app:1; docker tag alpine:3.20 team/app:1")
    for line in ("docker push learner/app:1", "docker push alpine:3.20"):
        assert said(learner, line) == DENIED
    ok(learner, "docker login -u learner -p layers")
    assert said(learner, "docker push team/app:1") == DENIED
    assert "Mounted from library/alpine" in ok(learner, "docker push learner/app:1")
    assert "Layer already exists" in ok(learner, "docker push learner/app:1")
    ok(learner, "docker rmi -f learner/app:1 alpine:3.20 team/app:1; docker logout")
    assert "Downloaded newer image for learner/app:1" in ok(learner, "docker pull learner/app:1")
    assert said(learner, "docker push learner/app:1") == DENIED


def test_the_class_s_registry_wants_a_login_for_everything() -> None:
    learner = session()
    assert said(learner, "docker pull registry.class.test/library/alpine:3.20") == (
        'Error response from daemon: failed to resolve reference "registry.class.test/library/alpine:3.20": pull '
        "access denied, repository does not exist or may require authorization: authorization failed: no basic auth "
        "credentials\n"
    )
    assert said(learner, "docker login registry.class.test -u learner -p no") == (
        "Error response from daemon: login attempt to https://registry.class.test/v2/ failed with status: 401 "
        "Unauthorized\n"
    )
    ok(learner, "docker login registry.class.test -u learner -p layers")
    ok(learner, "docker pull registry.class.test/library/alpine:3.20")
    ok(learner, "docker tag registry.class.test/library/alpine:3.20 registry.class.test/us/base:1")
    assert "Mounted from library/alpine" in ok(learner, "docker push registry.class.test/us/base:1")
    ok(learner, "docker logout registry.class.test")
    assert "no basic auth credentials" in said(learner, "docker push registry.class.test/us/base:1")


def test_a_registry_of_this_machine_takes_any_login() -> None:
    learner = session()
    assert "Login Succeeded" in ok(learner, "docker login localhost:5000 -u me -p anything")
    assert '"localhost:5000"' in ok(learner, "cat ~/.docker/config.json")


# -- the protocol below


def test_a_pull_makes_no_bytes_of_layers(monkeypatch: pytest.MonkeyPatch) -> None:
    from tutor.engine.layer_content import LayerContent

    def never(*_: object) -> None:
        raise AssertionError("a layer was made")

    monkeypatch.setattr(LayerContent, "chunks", never)
    monkeypatch.setattr(LayerContent, "read", never)
    learner = session()
    ok(learner, "docker pull -q alpine:3.20; docker tag alpine:3.20 localhost:5000/a:1; docker push localhost:5000/a:1")
    ok(learner, "docker rmi -f alpine:3.20 localhost:5000/a:1; docker pull localhost:5000/a:1")


def test_hosts_that_are_not_in_the_table_do_not_exist() -> None:
    learner = session()
    world = World(NOW, hub())
    hosts = RegistryHosts(learner.state, world)
    with pytest.raises(TransportError, match=r"lookup example[.]org: no such host$"):
        hosts.send("https://example.org", Request("GET", "/v2/"))
    assert hosts.kept(learner.state) is learner.state
    remote = registries.remote(learner.state, world, Reference.parse("example.org/a"))
    with pytest.raises(EngineError, match="no such host"):
        remote.tags()
    assert registries.remote(learner.state, world, Reference.parse("alpine")).find(of(b"nothing")) is None


def test_curl_hears_what_docker_hears() -> None:
    learner = session()
    assert ok(learner, "curl -s localhost:5000/v2/_catalog") == '{"repositories":[]}\n'
    ok(learner, "docker pull -q alpine:3.20; docker tag alpine:3.20 localhost:5000/team/app:1; docker push -q "
       "localhost:5000/team/app:1")  # fmt: skip
    assert ok(learner, "curl -s http://localhost:5000/v2/_catalog") == '{"repositories":["team/app"]}\n'
    assert ok(learner, "wget -q -O - localhost:5000/v2/team/app/tags/list") == '{"name":"team/app","tags":["1"]}\n'
    head = ok(learner, "curl -sI localhost:5000/v2/team/app/manifests/1")
    target = learner.state.registries["localhost:5000"].repositories["team/app"].tags["1"]
    assert f"Docker-Content-Digest: {target.digest}" in head
    assert f"Content-Length: {target.size}" in head
    raw = ok(learner, "curl -s localhost:5000/v2/team/app/manifests/1")
    assert of(raw.encode()) == target.digest
    assert '"code":"MANIFEST_UNKNOWN"' in ok(learner, "curl -s localhost:5000/v2/team/app/manifests/2")
    ok(learner, "curl -s -X DELETE localhost:5000/v2/team/app/manifests/1")
    assert "not found" in said(learner, "docker pull localhost:5000/team/app:1")
    assert run(learner, "curl -s localhost:5001/v2/")[0] == 7
    assert run(learner, "curl -s https://localhost:5000/v2/")[0] == 35
