"""Fetching images: what comes, what is there already, what is refused."""

from __future__ import annotations

import pytest

from tests.engine.builders import HUB, MemoryHub, Sandbox
from tutor.engine.errors import LOCAL, NOT_FOUND
from tutor.engine.events import ImageDangling, ImagePulled, ImageTagged, LayerPresent, LayerPulled
from tutor.engine.images import parts
from tutor.engine.lookup import resolve
from tutor.engine.pull import Pulled, pull
from tutor.engine.world import World


def test_a_pull_brings_documents_layers_and_a_name() -> None:
    box = Sandbox()
    events = box.told(pull, "alpine:3.20")
    target = HUB.names["docker.io/library/alpine:3.20"]
    assert box.names() == {"alpine:3.20": target.digest}
    assert [type(event) for event in events] == [LayerPulled, LayerPulled, ImageTagged, ImagePulled]
    assert events[-1] == ImagePulled("alpine:3.20", target.digest, True)
    assert box.files("alpine:3.20").get("/etc/os-release") is not None
    assert all(part.complete for part in parts(box.state, target))


def test_layers_that_are_here_are_not_fetched_again() -> None:
    box = Sandbox(images=["alpine:3.20"])
    events = box.told(pull, "alpine:3.19")
    assert [type(event) for event in events[:2]] == [LayerPresent, LayerPulled]
    (again,) = box.do(pull, "alpine:3.20")
    assert (again.newer, again.layers) == (False, ())


def test_another_tag_of_a_present_image_is_a_newer_image_without_layers() -> None:
    box = Sandbox(images=["alpine:3.20"])
    (pulled,) = box.do(pull, "alpine")
    assert isinstance(pulled, Pulled)
    assert (pulled.reference, pulled.newer, pulled.layers) == ("alpine:latest", True, ())
    assert box.names()["alpine:latest"] == box.names()["alpine:3.20"]


def test_a_name_that_moved_in_the_registry_moves_here_and_its_image_stays_nameless() -> None:
    hub = MemoryHub()
    old = hub.image("app:1", [{"/a": "old"}])
    box = Sandbox()
    box.apply(pull(box.state, World(box.now, hub), "app:1"))
    new = hub.image("app:1", [{"/a": "new"}])
    outcome = pull(box.state, World(box.now, hub), "app:1")
    assert ImageTagged("app:1", new.digest, old.digest) in outcome.events
    assert ImageDangling(old.digest) in outcome.events
    box.apply(outcome)
    assert box.names() == {"app:1": new.digest, "<none>": old.digest}


def test_of_an_index_only_one_platform_comes() -> None:
    box = Sandbox(images=["multi:1.0"])
    target = resolve(box.state, "multi:1.0").target
    assert [(str(part.platform), part.complete) for part in parts(box.state, target)] == [
        ("linux/amd64", True), ("linux/arm64", False),
    ]  # fmt: skip
    box.do(pull, "multi:1.0", platform="linux/arm64")
    assert all(part.complete for part in parts(box.state, target))
    refused = box.refuses(pull, "multi:1.0", platform="linux/riscv64")
    assert refused.kind == NOT_FOUND
    assert "no matching manifest for linux/riscv64" in refused.message


def test_by_digest_and_all_tags() -> None:
    box = Sandbox()
    digest = HUB.names["docker.io/library/alpine:3.19"].digest
    (pulled,) = box.do(pull, f"alpine@{digest}")
    assert pulled.reference == f"alpine@{digest}"
    assert list(box.names()) == [f"alpine@{digest}"]
    assert [pulled.reference for pulled in box.do(pull, "alpine", all_tags=True)] == [
        "alpine:3.19", "alpine:3.20", "alpine:latest",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "options", "kind", "message"),
    [
        ("nope", {}, NOT_FOUND, "nope"), ("alpine:9", {}, NOT_FOUND, "docker.io/library/alpine:9: not found"),
        ("Alpine", {}, LOCAL, "repository name (library/Alpine) must be lowercase"),
        ("alpine:3.20", {"all_tags": True}, LOCAL, "tag can't be used with --all-tags/-a"),
        (f"alpine@sha256:{'0' * 64}", {}, NOT_FOUND, "not found"),
        ("alpine", {"platform": "a/b/c/d"}, "", "a/b/c/d"),
    ],
)  # fmt: skip
def test_what_is_refused_leaves_no_trace(reference: str, options: dict[str, object], kind: str, message: str) -> None:
    refused = Sandbox(images=["busybox:1.36"]).refuses(pull, reference, **options)
    assert message in refused.message
    assert refused.kind == kind or not kind


def test_a_registry_that_lacks_a_layer_leaves_no_trace() -> None:
    hub = MemoryHub()
    hub.image("app:1", [{"/a": "1"}])
    layer = max(hub.blobs.values(), key=lambda blob: blob.read(0, 2) == b"\x1f\x8b")
    del hub.blobs[layer.digest]
    box = Sandbox()
    refused = box.refuses(lambda state, world: pull(state, World(world.now, hub), "app:1"))
    assert layer.digest in refused.message
