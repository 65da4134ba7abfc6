"""Which images there are: order, names, sizes, filters."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox
from tutor.engine.errors import INVALID
from tutor.engine.listing import ImageSummary, list_images
from tutor.engine.tag import tag


def rows(box: Sandbox, **options: object) -> list[ImageSummary]:
    """The images as they are listed."""
    return list(list_images(box.state, box.world(), **options))  # type: ignore[arg-type]


def names(box: Sandbox, **options: object) -> list[str]:
    """The names as they are listed."""
    return [name for row in rows(box, **options) for name in row.names]


@pytest.fixture
def box() -> Sandbox:
    return Sandbox(images=["alpine:3.19", "alpine:3.20", "busybox:1.36"])


def test_newest_first_all_names_of_an_image_in_one_row(box: Sandbox) -> None:
    box.do(tag, "alpine:3.19", "a:1")
    assert [row.names for row in rows(box)] == [("busybox:1.36",), ("alpine:3.20",), ("a:1", "alpine:3.19")]
    assert rows(box)[2].digests == (f"alpine@{box.id('a:1')}",), "of the last name's repository alone"


def test_sizes_are_those_of_content_and_of_what_is_unpacked(box: Sandbox) -> None:
    (row,) = rows(box, reference="alpine:3.20")
    (manifest,) = row.manifests
    assert row.content == manifest.content
    assert row.size == manifest.content + manifest.unpacked
    blobs = [blob.size for _, blob in Sandbox(images=["alpine:3.20"]).state.content.entries()]
    assert row.content == sum(blobs)
    assert manifest.unpacked == sum(snapshot.usage for _, snapshot in Sandbox(
        images=["alpine:3.20"]).state.snapshots.entries())  # fmt: skip


def test_nameless_images_are_listed_only_when_asked_for(box: Sandbox) -> None:
    box.do(tag, "busybox:1.36", "alpine:3.20")
    assert len(rows(box)) == 2
    assert [row.dangling for row in rows(box, all=True)] == [False, True, False]
    assert [row.names for row in rows(box, filters=("dangling=true",))] == [()]
    assert names(box, filters=("dangling=false",)) == ["alpine:3.20", "busybox:1.36", "alpine:3.19"]


def test_an_image_in_use_counts_its_containers(box: Sandbox) -> None:
    box.run("alpine:3.20", "true", "one")
    box.run("alpine:3.20", "true", "two")
    assert [(row.names[0], row.containers) for row in rows(box)] == [
        ("busybox:1.36", 0), ("alpine:3.20", 2), ("alpine:3.19", 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (("reference=alpine",), ["alpine:3.20", "alpine:3.19"]), (("reference=*:3.19",), ["alpine:3.19"]),
        (("reference=alp*",), ["alpine:3.20", "alpine:3.19"]), (("reference=nope*",), []),
        (("before=alpine:3.20",), ["alpine:3.19"]), (("since=alpine:3.20",), ["busybox:1.36"]),
        (("since=alpine:3.19", "before=busybox:1.36"), ["alpine:3.20"]),
        (("label=no",), []), (("label!=no",), ["busybox:1.36", "alpine:3.20", "alpine:3.19"]),
        (("until=2026-11-21T12:00:00",), []),
        (("until=2036-11-21T12:00:00",), ["busybox:1.36", "alpine:3.20", "alpine:3.19"]),
    ],
)  # fmt: skip
def test_filters(box: Sandbox, filters: tuple[str, ...], expected: list[str]) -> None:
    assert names(box, filters=filters) == expected


@pytest.mark.parametrize("text", ["before=nope", "since=nope"])
def test_filters_by_an_image_that_is_not_here(box: Sandbox, text: str) -> None:
    assert box.refuses(lambda state, world: list_images(state, world, filters=(text,))).kind == "not_found"


@pytest.mark.parametrize("text", ["foo=1", "dangling=maybe", "until=soon", "nonsense"])
def test_filters_that_make_no_sense(box: Sandbox, text: str) -> None:
    before = box.state
    assert box.refuses(lambda state, world: list_images(state, world, filters=(text,))).kind == INVALID
    assert box.state is before


def test_platforms_of_an_index() -> None:
    box = Sandbox(images=["multi:1.0"])
    (row,) = rows(box)
    assert [(part.platform, part.available, part.kind) for part in row.manifests] == [
        ("linux/amd64", True, "image"), ("linux/arm64", False, "image"),
    ]  # fmt: skip
    assert row.labels == (("kind", "multi"),)
