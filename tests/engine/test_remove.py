"""Taking names and images away, and what stands in the way."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox
from tutor.engine.containers.lifecycle import start
from tutor.engine.errors import CONFLICT, NOT_FOUND
from tutor.engine.events import ImageDangling, ImageDeleted, ImageUntagged
from tutor.engine.images import chain_ids
from tutor.engine.pull import pull
from tutor.engine.remove import Removed, remove
from tutor.engine.tag import tag


def test_one_of_several_names_goes_and_the_image_stays() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.do(tag, "alpine:3.20", "a:1")
    id = box.id("a:1")
    before = box.state.content
    assert box.do(remove, "a:1") == (Removed("Untagged", "a:1"),)
    assert box.events[-1] == ImageUntagged("a:1", id)
    assert box.names() == {"alpine:3.20": id}
    assert box.state.content is before


def test_with_its_last_name_an_image_goes_altogether() -> None:
    box = Sandbox(images=["alpine:3.20"])
    id = box.id("alpine:3.20")
    assert box.do(remove, "alpine:3.20") == (Removed("Untagged", "alpine:3.20"), Removed("Deleted", id))
    assert [type(event) for event in box.events[-2:]] == [ImageUntagged, ImageDeleted]
    assert (len(box.state.images), len(box.state.content), len(box.state.snapshots)) == (0, 0, 0)
    assert len(box.state.origins) == 0


def test_what_another_image_stands_on_stays() -> None:
    box = Sandbox(images=["alpine:3.20", "alpine:3.19"])
    shared, own = chain_ids(box.config("alpine:3.20"))
    kept = chain_ids(box.config("alpine:3.19"))
    box.do(remove, "alpine:3.20")
    deleted = box.events[-1]
    assert isinstance(deleted, ImageDeleted)
    assert own in deleted.freed
    assert shared not in deleted.freed
    assert set(box.state.snapshots) == set(kept)
    box.do(pull, "alpine:3.20")
    assert set(box.state.snapshots) == {shared, own, *kept}


def test_a_base_of_a_build_stays_with_what_was_built_on_it() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.build("FROM alpine:3.20\nRUN echo hi > /f\n", tags=("app",))
    box.do(remove, "alpine:3.20")
    assert list(box.names()) == ["app:latest"]
    assert box.run("app", "cat /f /etc/os-release") == (0, 'hi\nNAME="Alpine 3.20"\n')


def test_by_id_several_names_of_several_repositories_need_force() -> None:
    box = Sandbox(images=["alpine:3.20"])
    id = box.id("alpine:3.20")
    box.do(tag, "alpine:3.20", "a:1")
    refused = box.refuses(remove, id[7:19])
    assert refused.kind == CONFLICT
    assert refused.message == (
        f"conflict: unable to delete {id[7:19]} (must be forced) - image is referenced in multiple repositories"
    )
    assert box.do(remove, id[7:19], force=True) == (
        Removed("Untagged", "a:1"), Removed("Untagged", "alpine:3.20"), Removed("Deleted", id),
    )  # fmt: skip
    assert box.names() == {}


def test_a_nameless_image_goes_by_its_id() -> None:
    box = Sandbox(images=["alpine:3.20", "alpine:3.19"])
    old = box.id("alpine:3.20")
    box.do(tag, "alpine:3.19", "alpine:3.20")
    assert box.do(remove, old) == (Removed("Deleted", old),)
    assert "<none>" not in box.names()


def test_an_image_in_use_by_a_stopped_container_needs_force_and_stays_nameless() -> None:
    box = Sandbox(images=["alpine:3.20"])
    id = box.id("alpine:3.20")
    box.run("alpine:3.20", "true")
    assert box.refuses(remove, "alpine:3.20").kind == CONFLICT
    assert box.refuses(remove, id).kind == CONFLICT
    assert box.do(remove, "alpine:3.20", force=True) == (Removed("Untagged", "alpine:3.20"),)
    assert box.events[-1] == ImageDangling(id)
    assert box.names() == {"<none>": id}
    assert box.do(remove, id, force=True)[-1] == Removed("Deleted", id)
    assert box.files_of_container("box").get("/etc/os-release") is not None


def test_an_image_of_a_running_container_cannot_be_deleted_by_id_at_all() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.do(start, box.made("alpine:3.20", "sleep 100"))
    refused = box.refuses(remove, box.id("alpine:3.20"), force=True)
    assert "(cannot be forced) - image is being used by running container" in refused.message
    box.do(tag, "alpine:3.20", "a:1")
    assert box.do(remove, "alpine:3.20") == (Removed("Untagged", "alpine:3.20"),)


def test_one_platform_s_content_goes_and_comes_back() -> None:
    box = Sandbox(images=["multi:1.0"])
    box.do(pull, "multi:1.0", platform="linux/arm64")
    before = box.state
    box.do(remove, "multi:1.0", platforms=("linux/arm64",))
    assert len(box.state.content) < len(before.content)
    assert box.names() == {"multi:1.0": box.id("multi:1.0")}
    box.do(pull, "multi:1.0", platform="linux/arm64")
    assert box.state.content == before.content
    box.refuses(remove, "multi:1.0", platforms=("linux/riscv64",))


@pytest.mark.parametrize("reference", ["nope", "alpine", "alpine:3.2", f"alpine@sha256:{'0' * 64}", "0000"])
def test_what_is_not_there(reference: str) -> None:
    assert Sandbox(images=["alpine:3.20"]).refuses(remove, reference).kind == NOT_FOUND
