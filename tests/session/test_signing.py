"""Signing images: keys, signatures as referrers, checks, and rules that a pull keeps to."""

from __future__ import annotations

import json

import pytest

from tests.support.sandbox import run, session
from tutor.oci.media_types import OCI_EMPTY
from tutor.registry.contents import Memory
from tutor.registry.signatures import ARTIFACT, PAYLOAD, SIGNATURE
from tutor.session.session import Session

APP = "localhost:5000/team/app:1"


def ok(learner: Session, line: str) -> str:
    code, out = run(learner, line)
    assert code == 0, out
    return out


def fails(learner: Session, line: str) -> str:
    code, out = run(learner, line)
    assert code != 0, out
    return out


@pytest.fixture
def learner() -> Session:
    """A sandbox with an image in a registry, two keys, and the image signed with the first."""
    made = session()
    ok(made, f"docker pull -q alpine:3.20; docker tag alpine:3.20 {APP}; docker push -q {APP}; docker rmi -f {APP}")
    ok(made, f"sign key team; sign key other; sign image {APP} team.key")
    return made


def test_keys_are_files_and_no_two_alike(learner: Session) -> None:
    assert ok(learner, "stat -c %a team.key team.pub") == "600\n644\n"
    assert ok(learner, "head -n 1 team.pub") == "-----BEGIN PUBLIC KEY-----\n"
    assert run(learner, "cmp -s team.pub other.pub")[0] == 1
    assert fails(learner, "sign key team") == "sign: team.key is there already\n"


def test_a_signature_refers_to_what_it_signs(learner: Session) -> None:
    repository = learner.state.registries["localhost:5000"].repositories["team/app"]
    digest = repository.tags["1"].digest
    (row,) = Memory(learner.state.registries["localhost:5000"]).referrers("team/app", digest)
    assert row.artifact_type == ARTIFACT
    manifest = json.loads(repository.blobs[row.digest].read())
    assert (manifest["subject"]["digest"], manifest["config"]["mediaType"]) == (digest, OCI_EMPTY)
    (layer,) = manifest["layers"]
    assert layer["mediaType"] == PAYLOAD
    assert SIGNATURE in layer["annotations"]
    assert json.loads(repository.blobs[layer["digest"]].read()) == {
        "critical": {
            "identity": {"docker-reference": "localhost:5000/team/app"},
            "image": {"docker-manifest-digest": digest},
            "type": "cosign container image signature",
        },
        "optional": None,
    }


def test_who_signed_an_image(learner: Session) -> None:
    assert "is signed with this key, as localhost:5000/team/app" in ok(learner, f"sign check {APP} team.pub")
    assert "is not signed with this key" in fails(learner, f"sign check {APP} other.pub")
    ok(learner, f"sign image {APP} other.key")
    ok(learner, f"sign check {APP} other.pub && sign check {APP} team.pub")


def test_a_rule_lets_only_signed_images_in(learner: Session) -> None:
    ok(learner, "sign require localhost:5000/team other.pub")
    before = learner.state
    assert fails(learner, f"docker pull {APP}") == (
        f"layerwise: {APP} is not signed with the key that your rule for localhost:5000/team asks for; nothing was "
        "pulled (the rules: sign require)\n"
    )
    assert learner.state.images == before.images
    assert learner.state.content == before.content
    assert "is not signed" in fails(learner, f"docker run --rm {APP} true")
    for line in (f"FROM {APP}", f"FROM busybox:1.36\\nCOPY --from={APP} /etc /etc",
                 f"FROM busybox:1.36\\nRUN --mount=from={APP},target=/m true"):  # fmt: skip
        said = fails(learner, f"printf '{line}' | docker build -")
        assert "is not signed with the key that your rule for localhost:5000/team asks for" in said
    ok(learner, "docker pull -q busybox:1.36")  # for which there is no rule
    ok(learner, f"sign require localhost:5000/team/app team.pub; docker pull -q {APP}")  # the longer prefix counts
    ok(learner, "sign require localhost:5000/team/app off; sign require localhost:5000/team off")
    assert ok(learner, "sign require") == "no rules: every image may be pulled, signed or not\n"


def test_another_image_under_the_same_tag_is_not_signed(learner: Session) -> None:
    ok(learner, "sign require localhost:5000 team.pub")
    ok(learner, f"docker pull -q busybox:1.36; docker tag busybox:1.36 {APP}; docker push -q {APP}; docker rmi {APP}")
    assert "is not signed" in fails(learner, f"docker pull {APP}")
    ok(learner, f"sign image {APP} team.key; docker pull -q {APP}")


def test_a_signature_for_another_name_does_not_count(learner: Session) -> None:
    """Whoever copies a signed image, signature and all, to a name of their own cannot pass it off as that."""
    from tutor.dataclass import replace

    state = learner.state
    registry = state.registries["localhost:5000"]
    copied = replace(registry, repositories=registry.repositories.set("evil/app", registry.repositories["team/app"]))
    changed = replace(state, registries=state.registries.set("localhost:5000", copied))
    learner.become("# copy", replace(learner.moment, state=changed))
    ok(learner, "sign require localhost:5000 team.pub")
    assert "is not signed" in fails(learner, "docker pull localhost:5000/evil/app:1")
    ok(learner, f"docker pull -q {APP}")


@pytest.mark.parametrize(("line", "said"), [
    ("sign", "sign: sign key NAME | sign image"), ("sign key", "sign: sign key NAME"),
    ("sign image localhost:5000/none team.key", "sign: localhost:5000/none:latest: not found"),
    (f"sign image {APP} team.pub", "sign: this is no private key for Ed25519 in PEM"),
    (f"sign check {APP} team.key", "sign: this is no public key for Ed25519 in PEM"),
    (f"sign check {APP} none", "sign: /home/learner/lab/none: No such file or directory"),
    ("sign image alpine:3.20 team.key", "sign: push access denied"), ("sign require UP team.pub", "sign: "),
    ("sign require a team.key", "sign: this is no public key"),
    ("sign image registry.class.test/library/alpine:3.20 team.key", "sign: failed to resolve reference"),
])  # fmt: skip
def test_what_cannot_be_done_is_one_line(learner: Session, line: str, said: str) -> None:
    out = fails(learner, line)
    assert out.startswith(said)
    assert out.count("\n") == 1


def test_a_file_of_rules_that_is_none_is_one_line(learner: Session) -> None:
    ok(learner, "mkdir -p ~/.docker; echo '[1]' > ~/.docker/trust.json")
    for line in ("docker pull alpine:3.20", "sign require"):
        assert "trust.json: not a list of keys by name" in fails(learner, line)
