"""`docker buildx imagetools inspect` tells how an image was made, and what is in it."""

from __future__ import annotations

import json

from tests.support.sandbox import run, session
from tutor.engine.attested import Statement
from tutor.session.keeping import CLASSES
from tutor.session.session import Session
from tutor.store.codec import Codec
from tutor.store.objects import MemoryObjects

APP = "localhost:5000/team/app:1"


def inspected(learner: Session, form: str, image: str = APP) -> str:
    code, out = run(learner, f"docker buildx imagetools inspect {image} --format '{form}'")
    assert code == 0, out
    return out


def built(flags: str) -> Session:
    learner = session()
    code, out = run(
        learner, "printf 'FROM alpine:3.20\\nRUN echo hi > /hi\\n' > Dockerfile; "
        f"docker build -q {flags} -t {APP} . && docker push -q {APP}",
    )  # fmt: skip
    assert code == 0, out
    return learner


def test_attestations_of_one_platform() -> None:
    learner = built("--provenance=true --sbom=true")
    assert json.loads(inspected(learner, "{{json .Provenance}}"))["SLSA"]["buildType"] == (
        "https://mobyproject.org/buildkit@v1"
    )
    bill = json.loads(inspected(learner, "{{json .SBOM}}"))
    assert set(bill) == {"SPDX"}
    assert "musl" in {package["name"] for package in bill["SPDX"]["packages"]}
    assert "busybox " in inspected(learner, "{{range .SBOM.SPDX.packages}}{{.name}} {{end}}")
    assert set(json.loads(inspected(learner, "{{json .}}"))) == {"name", "manifest", "image"}


def test_attestations_by_platform() -> None:
    learner = built("--provenance=true --platform linux/amd64,linux/arm64")
    made = json.loads(inspected(learner, "{{json .Provenance}}"))
    assert set(made) == {"linux/amd64", "linux/arm64"}
    assert inspected(learner, '{{(index .Provenance "linux/arm64").SLSA.buildType}}').strip().startswith("https://")


def test_an_image_without_attestations_has_none() -> None:
    learner = built("--provenance=false")
    assert inspected(learner, "{{json .Provenance}}").strip() == "{}"
    assert inspected(learner, "{{json .SBOM}}").strip() == "{}"
    assert inspected(learner, "{{json .SBOM}}", "handytools/disk-report").strip() == "{}"


def test_the_bundled_official_images_are_attested_as_the_published_ones_are() -> None:
    learner = session()
    made = json.loads(inspected(learner, "{{json .Provenance}}", "python:3.12-slim"))
    assert set(made) == {"linux/amd64", "linux/arm64/v8"}
    (material,) = made["linux/amd64"]["SLSA"]["materials"]
    assert material["uri"] == "pkg:docker/debian@12-slim?platform=linux%2Famd64"
    base = inspected(learner, "{{.Manifest.Digest}}", "debian:12-slim").strip()
    assert material["digest"] == {"sha256": base.removeprefix("sha256:")}, "it says what it stands on"
    bill = inspected(learner, '{{range (index .SBOM "linux/amd64").SPDX.packages}}{{.name}} {{end}}', "debian:12-slim")
    code, out = run(learner, "docker pull -q debian:12-slim; docker run --rm debian:12-slim dpkg --get-selections")
    assert code == 0
    assert bill.split() == sorted(line.split()[0].partition(":")[0] for line in out.splitlines()[1:])
    assert inspected(learner, "{{json .Provenance}}", "debian:12-slim").strip() == "{}", "no Dockerfile made it"


def test_a_pull_brings_what_is_attested_and_a_kept_sandbox_keeps_it() -> None:
    learner = session()
    assert run(learner, "docker pull -q alpine:3.20")[0] == 0
    statements = [blob for blob in learner.state.content.values() if isinstance(blob.content, Statement)]
    assert len(statements) == 2
    objects = MemoryObjects()
    codec = Codec(CLASSES)
    for blob in statements:
        blob.verify()
        again = codec.load(codec.save(blob.content, objects), objects)
        assert isinstance(again, Statement)
        assert again.read() == blob.read()
