"""Removing what nothing uses."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox
from tutor.engine.containers.remove import remove_container
from tutor.engine.errors import INVALID
from tutor.engine.events import ImageDangling, ImageDeleted, ImageUntagged
from tutor.engine.prune import Pruned, prune_images, prune_system
from tutor.engine.tag import tag
from tutor.engine.usage import disk_usage


def nameless() -> Sandbox:
    """A sandbox with one nameless image and one with a name."""
    box = Sandbox(images=["alpine:3.20", "busybox:1.36"])
    box.do(tag, "busybox:1.36", "alpine:3.20")
    return box


def test_only_nameless_images_go() -> None:
    box = nameless()
    old = box.names()["<none>"]
    pruned = box.do(prune_images)
    assert isinstance(pruned, Pruned)
    assert pruned.items == (("untagged", old), ("deleted", old))
    assert pruned.reclaimed > 0
    assert box.events[-1:] == [ImageDeleted(old, box.events[-1].freed)]
    assert set(box.names()) == {"alpine:3.20", "busybox:1.36"}
    assert box.do(prune_images) == Pruned((), 0)


def test_with_all_everything_goes_that_no_container_uses() -> None:
    box = Sandbox(images=["alpine:3.20", "alpine:3.19", "busybox:1.36"])
    box.run("alpine:3.20", "true")
    box.do(tag, "alpine:3.20", "other:1")
    kept = box.id("alpine:3.20")
    box.do(prune_images, all=True)
    assert box.names() == {"alpine:3.20": kept}
    box.do(remove_container, "box")
    before = box.state
    pruned = box.do(prune_images, all=True)
    assert ("untagged", "alpine:3.20") in pruned.items
    assert (len(box.state.images), len(box.state.content), len(box.state.snapshots)) == (0, 0, 0)
    assert pruned.reclaimed == sum(blob.size for _, blob in before.content.entries()) + sum(
        snapshot.usage for _, snapshot in before.snapshots.entries()
    )


def test_several_names_of_one_image_are_told_one_by_one() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.do(tag, "alpine:3.20", "b:1")
    id = box.id("b:1")
    pruned = box.do(prune_images, all=True)
    assert pruned.items == (("untagged", "alpine:3.20"), ("untagged", "b:1"), ("deleted", id))
    assert [type(event) for event in box.events[-3:]] == [ImageUntagged, ImageUntagged, ImageDeleted]


def test_a_nameless_image_that_a_container_uses_stays() -> None:
    box = Sandbox(images=["alpine:3.20", "busybox:1.36"])
    box.run("alpine:3.20", "true")
    box.do(tag, "busybox:1.36", "alpine:3.20")
    assert box.events[-1] == ImageDangling(box.names()["<none>"])
    assert box.do(prune_images) == Pruned((), 0)
    assert "<none>" in box.names()


def test_filters_choose() -> None:
    box = Sandbox(images=["busybox:1.36"])
    box.build("FROM busybox:1.36\nLABEL keep=yes\nRUN true\n", tags=("kept:1",))
    box.build("FROM busybox:1.36\nLABEL keep=no\n", tags=("gone:1",))
    box.do(prune_images, all=True, filters=("label=keep=no",))
    assert set(box.names()) == {"busybox:1.36", "kept:1"}
    box.do(prune_images, all=True, filters=("label!=keep",))
    assert set(box.names()) == {"kept:1"}
    box.do(prune_images, all=True, filters=("until=24h",))
    assert set(box.names()) == {"kept:1"}


@pytest.mark.parametrize("text", ["nonsense=1", "until=yesterday", "nonsense"])
def test_bad_filters_are_refused(text: str) -> None:
    assert Sandbox(images=["busybox:1.36"]).refuses(prune_images, filters=(text,)).kind == INVALID


def test_the_whole_system() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.run("alpine:3.20", "echo hi > /f", volumes=("named:/data",))
    box.build("FROM alpine:3.20\nRUN echo > /g\n", tags=("app",))
    box.build("FROM alpine:3.20\nRUN echo again > /g\n")
    pruned = box.do(prune_system)
    assert (len(pruned.containers.items), pruned.networks.items, pruned.volumes.items) == (1, (), ())
    assert set(box.names()) == {"alpine:3.20", "app:latest"}
    assert len(box.state.containers) == 0
    assert "named" in box.state.volumes
    box.do(prune_system, all=True, volumes=True)
    assert [len(part) for part in (box.state.images, box.state.cache)] == [0, 0]
    assert [len(part) for part in (box.state.content, box.state.snapshots)] == [0, 0]
    assert list(box.state.volumes) == ["named"]
    assert box.do(prune_system, all=True).reclaimed == 0


def test_disk_usage_counts_a_shared_layer_once() -> None:
    box = Sandbox(images=["alpine:3.20"])
    alone = disk_usage(box.state, box.world())
    box.do(tag, "alpine:3.20", "more:1")
    assert disk_usage(box.state, box.world()).images_total == alone.images_total
    box2 = Sandbox(images=["alpine:3.19"])
    other = disk_usage(box2.state, box2.world())
    both = Sandbox(images=["alpine:3.20", "alpine:3.19"])
    total = disk_usage(both.state, both.world()).images_total
    assert max(alone.images_total, other.images_total) < total < alone.images_total + other.images_total
