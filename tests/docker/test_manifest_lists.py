"""Local manifest lists: made, annotated, shown, pushed and forgotten."""

from __future__ import annotations

import json

import pytest

from tests.docker.lab import HOME, Lab
from tests.docker.test_commands import archive, failed

OCI = "application/vnd.oci.image.index.v1+json"


@pytest.fixture
def lab() -> Lab:
    """A sandbox whose registry holds team/one:1 and team/two:1."""
    machine = Lab()
    for name in ("one", "two"):
        machine.run(f"docker import - localhost:5000/team/{name}:1", archive(name=name))
        assert machine.run(f"docker push -q localhost:5000/team/{name}:1").code == 0
    return machine


def test_a_list_is_made_annotated_and_pushed(lab: Lab) -> None:
    target, one, two = (f"localhost:5000/team/{name}:1" for name in ("all", "one", "two"))
    assert lab.run(f"docker manifest create {target} {one}") == failed(f"no such manifest: {one}")
    made = lab.run(f"docker manifest create --insecure {target} {one} {two}")
    assert made == (0, f"Created manifest list {target}\n", "")
    assert lab.fs.listdir(f"{HOME}/.docker/manifests") == ["localhost-5000_team_all-1"]
    assert lab.run(f"docker manifest annotate --arch arm64 --variant v8 {target} {two}") == (0, "", "")
    shown = json.loads(lab.run(f"docker manifest inspect {target}").out)
    assert shown["mediaType"] == OCI
    assert [row["platform"]["architecture"] for row in shown["manifests"]] == ["amd64", "arm64"]
    pushed = lab.run(f"docker manifest push --insecure -p {target}")
    lines = pushed.out.split("\n")
    assert [line.partition("@")[0] for line in lines[:2]] == ["Pushed ref localhost:5000/team/all"] * 2
    assert lines[2].startswith("sha256:")
    assert lab.run(f"docker manifest rm {target}") == failed(f"No such manifest: {target}")
    remote = lab.run(f"docker buildx imagetools inspect {target}").out
    assert f"Digest:    {lines[2]}" in remote
    assert "Platform:  linux/arm64/v8" in remote
    assert json.loads(lab.run(f"docker manifest inspect --insecure {target}").out) == shown


def test_what_lists_refuse(lab: Lab) -> None:
    target, one = "localhost:5000/team/all:1", "localhost:5000/team/one:1"
    lab.run(f"docker manifest create --insecure {target} {one}")
    assert lab.run(f"docker manifest create {target} {one}") == failed(
        "refusing to amend an existing manifest list with no --amend flag"
    )
    assert lab.run(f"docker manifest annotate {target} x").err == f"manifest for image x does not exist in {target}\n"
    assert lab.run(f"docker manifest annotate --os plan9 --arch arm {target} {one}") == failed(
        "manifest entry for image has unsupported os/arch combination: plan9/arm"
    )
    assert lab.run("docker manifest rm a B").err == (
        "No such manifest: docker.io/library/a:latest\n"
        "invalid reference format: repository name (library/B) must be lowercase\n"
    )
    lab.run(f"docker manifest create --insecure other {one}")
    apart = "cannot use source images from a different registry than the target image: localhost:5000 != docker.io"
    assert lab.run("docker manifest push other") == failed(apart)
    assert lab.run("docker manifest inspect other") == failed(f"failed to assemble ManifestDescriptor: {apart}")


def test_an_image_is_made_of_others_in_the_registry(lab: Lab) -> None:
    one, two, both = (f"localhost:5000/team/{name}:1" for name in ("one", "two", "both"))
    shown = lab.run(f"docker buildx imagetools create --dry-run {one} {two}")
    assert (json.loads(shown.out)["mediaType"], lab.run(f"docker buildx imagetools inspect {both}").code) == (OCI, 1)
    made = lab.run(f"docker buildx imagetools create -t {both} --annotation index:a=b {one} {two}")
    assert made.code == 0
    assert made.err.startswith("#1 [internal] pushing localhost:5000/team/both\n#1 0.000 copying sha256:")
    raw = json.loads(lab.run(f"docker buildx imagetools inspect --raw {both}").out)
    assert raw["annotations"] == {"a": "b"}
    assert len(raw["manifests"]) == 2
    copied = lab.run(f"docker buildx imagetools create --prefer-index=false -t localhost:5000/team/copy:1 {one}")
    assert copied.code == 0
    kind = lab.run("docker buildx imagetools inspect localhost:5000/team/copy:1").out.split("\n")[1]
    assert kind == "MediaType: application/vnd.oci.image.manifest.v1+json"


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("-t a", "no sources specified"),
        ("a", "can't push with no tags specified, please set --tag or --dry-run"),
        ("-t localhost:5000/x localhost:5000/none", "localhost:5000/none:latest: not found"),
        (
            "-t localhost:5000/x --annotation k=v localhost:5000/team/one:1",
            '"" annotations are not supported yet',
        ),
        (
            "-t localhost:5000/x --platform linux/s390x localhost:5000/team/one:1",
            "none of the manifests match the provided platforms",
        ),
    ],
)
def test_what_imagetools_create_refuses(lab: Lab, line: str, wrong: str) -> None:
    assert lab.run(f"docker buildx imagetools create {line}") == failed(f"ERROR: {wrong}")


def test_an_archive_of_one_platform_holds_that_image_and_no_index(lab: Lab) -> None:
    both = "localhost:5000/team/both:1"
    lab.run("docker import --platform linux/arm64 - localhost:5000/team/arm:1", archive(arm="x"))
    lab.run("docker push -q localhost:5000/team/arm:1")
    lab.run(f"docker buildx imagetools create -t {both} localhost:5000/team/one:1 localhost:5000/team/arm:1")
    assert lab.run(f"docker pull -q {both}").code == 0
    assert lab.run(f"docker image inspect -f '{{{{.Descriptor.MediaType}}}}' {both}").out == f"{OCI}\n"
    assert lab.run(f"docker save --platform linux/amd64 -o a.tar {both}").code == 0
    lab.run(f"docker rmi {both}")
    assert lab.run("docker load -i a.tar").out == f"Loaded image: {both}\n"
    kind = lab.run(f"docker image inspect -f '{{{{.Descriptor.MediaType}}}}' {both}").out
    assert kind == "application/vnd.oci.image.manifest.v1+json\n"
    wrong = "was loaded, but doesn't provide the requested platform ([linux/s390x])"
    assert lab.run("docker load --platform linux/s390x -i a.tar") == failed(f"image {both} {wrong}")


def test_info_says_that_there_is_no_swarm(lab: Lab) -> None:
    assert lab.run("docker info --format '{{.Swarm.LocalNodeState}}'").out == "inactive\n"
