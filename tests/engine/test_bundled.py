"""The hub of the bundled images: what a pull reads and makes, kept trees, tags that move, other registries."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest

from tests.engine.builders import Sandbox
from tests.support.sandbox import ROOT, run, session
from tests.support.sandbox import hub as bundled
from tutor.engine import moves, planted, unpack
from tutor.engine.bundled import BundledHub, Shelf
from tutor.engine.errors import LOCAL, EngineError
from tutor.engine.planted import PlantedTree
from tutor.engine.pull import pull
from tutor.engine.recipes import Recipe
from tutor.engine.world import World
from tutor.errors import LayerwiseError
from tutor.session.keeping import CLASSES
from tutor.store.codec import Codec
from tutor.store.objects import MemoryObjects

FOLDER = ROOT / "sandbox_images"
SHELF = Shelf(str(FOLDER))


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> BundledHub:
    """A hub that nothing was asked of, and an engine that unpacked nothing."""
    monkeypatch.setattr(unpack, "_snapshots", {})
    return BundledHub(str(FOLDER))


def test_a_pull_plants_nothing_and_takes_little_memory(fresh: BundledHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Recipe, "__init__", lambda *rest: pytest.fail("a recipe was read"))
    box = Sandbox()
    tracemalloc.start()
    box.apply(pull(box.state, World(box.now, fresh), "python:3.12"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5 << 20
    assert len(box.state.snapshots) == 7
    objects = MemoryObjects()
    Codec(CLASSES).save(box.state, objects)
    assert sum(map(len, objects.data.values())) < 100_000


def test_files_are_there_when_they_are_looked_at(fresh: BundledHub) -> None:
    box = Sandbox()
    box.apply(pull(box.state, World(box.now, fresh), "python:3.12-slim"))
    tree = box.files("python:3.12-slim")
    assert isinstance(tree, PlantedTree)
    before = tree.digest
    assert [name for name, _ in tree.children("/usr/local/bin")][-4:] == [
        "python3", "python3-config", "python3.12", "python3.12-config",
    ]  # fmt: skip
    assert tree.get("/usr/bin/dpkg") is not None
    recipe = SHELF.recipe("python")
    assert recipe.tree(recipe.image("3.12.14-slim-bookworm"), "amd64", 4).digest == before


def test_a_kept_tree_comes_back_as_long_as_the_recipe_makes_it(
    fresh: BundledHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = fresh.snapshot(SHELF.locked("busybox").layers["1.36.1", "amd64", 0].chain_id)
    assert target is not None
    objects, codec = MemoryObjects(), Codec(CLASSES)
    digest = codec.save(target[0], objects)
    back = codec.load(digest, objects)
    assert isinstance(back, PlantedTree)
    assert back == target[0]
    assert back.get("/bin/sh") is not None
    other = PlantedTree("busybox", "1.36.1", "amd64", 1, "00" * 32)
    with pytest.raises(LayerwiseError, match="no longer as they were when it was pulled"):
        other.get("/bin/sh")
    monkeypatch.setattr(planted, "_grounds", {})
    lost = codec.load(digest, objects)
    assert isinstance(lost, PlantedTree)
    with pytest.raises(LayerwiseError, match=r"busybox:1\.36\.1"):
        lost.get("/bin/sh")


def test_a_tag_moves_and_the_next_pull_brings_the_newer_image() -> None:
    box, hub = Sandbox(), bundled()
    world = World(box.now, hub)
    tags = box.apply(moves.hold_back(box.state, world, "docker.io/library/python"))
    assert {"3.12", "3.12-slim"} <= {*tags}
    (old,) = box.apply(pull(box.state, world, "python:3.12-slim"))
    (again,) = box.apply(pull(box.state, world, "python:3.12-slim"))
    assert (old.newer, again.newer) == (True, False)
    assert box.apply(moves.release(box.state, world, "docker.io/library/python")) == tags
    (new,) = box.apply(pull(box.state, world, "python:3.12-slim"))
    assert new.newer
    assert new.digest != old.digest
    assert len(new.layers) == 3
    assert box.names() == {"python:3.12-slim": new.digest, "<none>": old.digest}
    assert box.apply(moves.release(box.state, world, "docker.io/library/python")) == ()


def test_tags_that_never_moved_cannot_be_held_back() -> None:
    box = Sandbox()
    for name in ("docker.io/library/hello-world", "docker.io/library/nothing"):
        with pytest.raises(EngineError, match="no tag of") as caught:
            moves.hold_back(box.state, World(box.now, bundled()), name)
        assert caught.value.kind == LOCAL


def test_images_of_another_registry_are_pulled_by_their_name() -> None:
    box = Sandbox()
    (pulled,) = box.apply(pull(box.state, World(box.now, bundled()), "gcr.io/distroless/static-debian12"))
    assert pulled.canonical == "gcr.io/distroless/static-debian12:latest"
    assert box.files("gcr.io/distroless/static-debian12").get("/bin/sh") is None


# As a learner sees it


def test_the_word_hub_tags_lets_a_tag_move() -> None:
    learner = session()
    assert run(learner, "hub-tags before nginx")[1].startswith("tags of nginx are back where they were: 1, 1.27, ")
    assert run(learner, "hub-tags") == (0, "docker.io/library/nginx: as before\n")
    run(learner, "docker pull -q nginx:1.27")
    assert "NGINX_VERSION=1.27.4" in run(learner, "docker image inspect nginx:1.27")[1]
    assert "Image is up to date" in run(learner, "docker pull nginx:1.27")[1]
    assert run(learner, "hub-tags now nginx")[1].startswith("tags of nginx are moved to newer images: 1, 1.27, ")
    assert "Downloaded newer image for nginx:1.27" in run(learner, "docker pull nginx:1.27")[1]
    assert "NGINX_VERSION=1.27.5" in run(learner, "docker image inspect nginx:1.27")[1]
    assert run(learner, "hub-tags") == (0, "")
    assert run(learner, "hub-tags before hello-world") == (
        1, "hub-tags: no tag of docker.io/library/hello-world has moved\n",
    )  # fmt: skip
    assert run(learner, "hub-tags soon nginx")[0] == 1


def test_what_the_untrusted_image_does_is_there_to_see() -> None:
    learner = session()
    assert "handytools/disk-report" in run(learner, "docker search disk --filter is-official=false")[1]
    run(learner, "docker pull -q handytools/disk-report")
    assert "crontabs" in run(learner, "docker history --no-trunc handytools/disk-report")[1]
    assert (
        "/usr/local/lib/.start" in run(learner, "docker inspect -f '{{.Config.Entrypoint}}' handytools/disk-report")[1]
    )
    code, text = run(learner, "docker run --name here handytools/disk-report && docker diff here")
    assert (code, "A /tmp/.e" in text) == (0, True)


@pytest.mark.parametrize("name", ["python:3.12", "node:22-alpine", "golang:1.23", "nginx", "postgres:16", "registry:2"])
def test_a_shell_runs_in_what_has_one(name: str) -> None:
    learner = session()
    run(learner, f"docker pull -q {name}")
    code, text = run(learner, f"docker run --rm --entrypoint sh {name} -c 'ls /; cat /etc/os-release'")
    assert code == 0
    assert "usr\nvar\n" in text
    assert "ID=" in text


def test_code_that_is_made_up_is_not_taken_for_code() -> None:
    learner = session()
    run(learner, "docker pull -q python:3.12-slim")
    code, text = run(learner, "docker run --rm python:3.12-slim python -c 'import pip._vendor.six'")
    assert (code, "the installed package pip is outside it" in text) == (126, True)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("skopeo") is None, reason="skopeo is not installed")
def test_a_gigabyte_is_saved_in_little_memory_and_real_tools_take_it(tmp_path: Path) -> None:
    env = {**os.environ, "LAYERWISE_HOME": str(tmp_path / "home")}
    layerwise = [sys.executable, "-m", "tutor"]
    save = "docker pull -q python:3.12; docker image save -o python.tar python:3.12"
    subprocess.run([*layerwise, "exec", "-c", save], check=True, env=env, cwd=ROOT)
    target = tmp_path / "python.tar"
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    subprocess.run([*layerwise, "export", "python.tar", str(target)], check=True, env=env, cwd=ROOT)
    assert max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) < 150_000  # kilobytes
    assert target.stat().st_size > 370_000_000
    asked = ["skopeo", "inspect", f"docker-archive:{target}"]
    told = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    assert (len(told["Layers"]), told["Architecture"]) == (7, "amd64")
    copied = tmp_path / "oci"
    subprocess.run(["skopeo", "copy", "-q", f"oci-archive:{target}", f"oci:{copied}:python"], check=True)
    told = json.loads(subprocess.run(["skopeo", "inspect", f"oci:{copied}"], check=True, capture_output=True).stdout)
    layers = SHELF.locked("python").layers
    assert told["Layers"][4:] == [layers["3.12.14-bookworm", "amd64", number].digest for number in range(4, 7)]
