"""Names: they move, they leave nameless images behind, some are refused."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox
from tutor.engine.errors import INVALID, LOCAL, NOT_FOUND
from tutor.engine.events import ImageDangling, ImageTagged
from tutor.engine.tag import tag


def test_a_tag_is_one_more_name_and_copies_nothing() -> None:
    box = Sandbox(images=["alpine:3.20"])
    before = box.state
    events = box.told(tag, "alpine:3.20", "team/base:1")
    assert events == [ImageTagged("team/base:1", box.id("alpine:3.20"))]
    assert box.names() == {"alpine:3.20": box.id("alpine:3.20"), "team/base:1": box.id("alpine:3.20")}
    assert box.state.content is before.content
    assert box.state.snapshots is before.snapshots


def test_without_a_tag_it_is_latest_and_any_way_to_name_the_source_will_do() -> None:
    box = Sandbox(images=["alpine:3.20"])
    id = box.id("alpine:3.20")
    for number, source in enumerate((id, id[7:19], id[7:11], f"alpine@{id}", "docker.io/library/alpine:3.20")):
        box.do(tag, source, f"copy{number}")
    assert set(box.names()) == {"alpine:3.20", *(f"copy{number}:latest" for number in range(5))}
    assert set(box.names().values()) == {id}


def test_a_name_moves_and_the_image_that_lost_its_last_one_stays_nameless() -> None:
    box = Sandbox(images=["alpine:3.20", "alpine:3.19"])
    old, new = box.id("alpine:3.20"), box.id("alpine:3.19")
    events = box.told(tag, "alpine:3.19", "alpine:3.20")
    assert events == [ImageTagged("alpine:3.20", new, old), ImageDangling(old)]
    assert box.names() == {"alpine:3.19": new, "alpine:3.20": new, "<none>": old}
    assert box.told(tag, old, "found:again") == [ImageTagged("found:again", old)]
    assert box.names() == {"alpine:3.19": new, "alpine:3.20": new, "found:again": old}


def test_a_name_that_moves_off_an_image_with_others_leaves_nothing_behind() -> None:
    box = Sandbox(images=["alpine:3.20", "alpine:3.19"])
    box.do(tag, "alpine:3.20", "a:1")
    old, new = box.id("a:1"), box.id("alpine:3.19")
    assert box.told(tag, "alpine:3.19", "a:1") == [ImageTagged("a:1", new, old)]
    assert "<none>" not in box.names()


def test_tagging_again_changes_only_when() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.do(tag, "alpine:3.20", "a:1")
    names = box.names()
    box.now += 60
    assert box.told(tag, "alpine:3.20", "a:1") == []
    assert box.names() == names
    assert box.state.images["docker.io/library/a:1"].tagged == box.now


@pytest.mark.parametrize(
    ("source", "target", "kind", "message"),
    [
        ("nope", "a", NOT_FOUND, "No such image: nope:latest"), ("alpine:3.20", "A", LOCAL, "must be lowercase"),
        ("alpine:3.20", "a:b:c", LOCAL, '"a:b:c" is not a valid repository/tag'),
        ("A", "a", LOCAL, '"A" is not a valid repository/tag'),
        ("alpine:3.20", f"a@sha256:{'0' * 64}", LOCAL, "refusing to create a tag with a digest reference"),
        ("alpine:3.20", "sha256", INVALID, "refusing to create an ambiguous tag"),
        ("abc", "a", NOT_FOUND, "No such image: abc:latest"),
    ],
)  # fmt: skip
def test_what_is_refused(source: str, target: str, kind: str, message: str) -> None:
    refused = Sandbox(images=["alpine:3.20"]).refuses(tag, source, target)
    assert refused.kind == kind
    assert message in refused.message
