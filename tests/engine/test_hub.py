"""Where images come from: a layout folder, the bundled recipes, several hubs seen as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.builders import HUB, MemoryHub, Sandbox
from tests.support.sandbox import hub as bundled
from tests.vfs.trees import plain
from tutor.dataclass import replace
from tutor.engine import unpack
from tutor.engine.hub import EmptyHub, Hub, UnionHub
from tutor.engine.images import choose, top_chain
from tutor.engine.layout_hub import LayoutHub
from tutor.engine.lookup import resolve
from tutor.engine.pull import pull
from tutor.engine.world import World
from tutor.shell.limits import Stop
from tutor.store.archive import Export
from tutor.store.layout import write_layout


@pytest.fixture
def layout(tmp_path: Path) -> LayoutHub:
    """The hub in memory, written to a folder."""
    names = ("docker.io/library/alpine:3.20", "docker.io/library/alpine:3.19", "docker.io/library/multi:1.0")
    write_layout(str(tmp_path / "hub"), [Export(HUB.names[name], name) for name in names], HUB.blob)
    return LayoutHub(str(tmp_path / "hub"))


def pulled(hub: Hub, name: str) -> Sandbox:
    """A sandbox with an image from that hub."""
    box = Sandbox()
    box.apply(pull(box.state, World(box.now, hub), name))
    return box


def test_a_layout_answers_as_the_registry_that_it_was_written_from(layout: LayoutHub) -> None:
    assert layout.repositories() == ("docker.io/library/alpine", "docker.io/library/multi")
    assert layout.tags("docker.io/library/alpine") == ("3.19", "3.20")
    assert layout.tags("docker.io/library/nope") == ()
    target = layout.resolve("docker.io/library/alpine:3.20")
    assert target is not None
    assert target.digest == HUB.names["docker.io/library/alpine:3.20"].digest
    assert layout.resolve(f"docker.io/library/alpine@{target.digest}") == target
    assert layout.resolve("docker.io/library/alpine:nope") is None
    assert layout.resolve(f"docker.io/library/multi@{target.digest}") is None
    for name in ("alpine:3.20", "multi:1.0"):
        one, other = pulled(layout, name), pulled(HUB, name)
        assert one.state.content == other.state.content
        assert one.names() == other.names()


def test_the_first_hub_that_knows_a_name_answers(layout: LayoutHub) -> None:
    mine = MemoryHub()
    target = mine.image("alpine:3.20", [{"/mine": "1"}])
    both = UnionHub((EmptyHub(), mine, layout))
    assert both.resolve("docker.io/library/alpine:3.20") == target
    assert both.tags("docker.io/library/alpine") == layout.tags("docker.io/library/alpine")
    assert both.repositories() == ("docker.io/library/alpine", "docker.io/library/multi")
    assert pulled(both, "alpine:3.20").files("alpine:3.20").get("/mine") is not None
    assert pulled(both, "alpine:3.19").files("alpine:3.19").get("/mine") is None


def test_a_hub_of_nothing_has_nothing() -> None:
    assert (EmptyHub().resolve("x"), EmptyHub().tags("x"), EmptyHub().repositories()) == (None, (), ())
    assert EmptyHub().blob("sha256:") is None


@pytest.mark.parametrize("name", ["alpine:3.20", "hello-world"])
def test_files_that_the_bundled_hub_knows_are_those_of_its_layers(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    box = pulled(bundled(), name)
    part = choose(box.state, resolve(box.state, name).target)
    assert part is not None
    assert part.manifest is not None
    assert part.config is not None
    known = bundled().snapshot(top_chain(part.config))
    assert known is not None
    monkeypatch.setattr(unpack, "_snapshots", {})  # what was unpacked before is not looked at
    bare = replace(box.state, snapshots=Sandbox().state.snapshots)
    read = unpack.unpack(bare, part.manifest, part.config, Stop())
    assert known == (known[0], read.snapshots[top_chain(part.config)].usage)
    assert plain(known[0]) == plain(read.snapshots[top_chain(part.config)].tree)


def test_every_bundled_name_resolves_and_every_blob_has_its_digest() -> None:
    hub = bundled()
    assert "docker.io/library/alpine" in hub.repositories()
    for repository in hub.repositories():
        assert "latest" in hub.tags(repository)
        for tag in hub.tags(repository):
            target = hub.resolve(f"{repository}:{tag}")
            assert target is not None
            blob = hub.blob(target.digest)
            assert blob is not None
            blob.verify()
