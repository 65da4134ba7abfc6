"""`docker buildx imagetools inspect` tells how an image was made, and what is in it."""

from __future__ import annotations

import json

from tests.support.sandbox import run, session
from tutor.session.session import Session

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
    assert inspected(learner, "{{json .SBOM}}", "alpine:3.20").strip() == "{}"
