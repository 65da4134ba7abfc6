"""Lock files of the bundled images: what recipes make, compared, and the same everywhere."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sandbox import ROOT
from tutor.engine import image_lock
from tutor.engine.recipe_layers import lock, verify
from tutor.errors import LayerwiseError

FOLDER = ROOT / "sandbox_images"


def test_what_a_small_recipe_makes_is_what_the_lock_file_says() -> None:
    assert list(verify(str(FOLDER), names=["hello-world", "distroless-static", "disk-report"])) == []


def test_the_lock_is_the_same_whatever_the_seed_of_hashes(tmp_path: Path) -> None:
    texts = []
    for seed in ("0", "4711"):
        folder = tmp_path / seed
        folder.mkdir()
        for name in ("distroless-static", "hello-world"):
            shutil.copy(FOLDER / f"{name}.toml", folder)
        code = f"from tutor.engine.recipe_layers import lock; lock({str(folder)!r})"
        subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed})
        texts.append({path.name: path.read_bytes() for path in (folder / "lock").iterdir()})
    assert texts[0] == texts[1]
    assert texts[0]["distroless-static.json"] == (FOLDER / "lock" / "distroless-static.json").read_bytes()


def test_a_changed_recipe_differs_from_its_lock_until_it_is_locked_again(tmp_path: Path) -> None:
    for name in ("distroless-static", "distroless-base"):
        shutil.copy(FOLDER / f"{name}.toml", tmp_path)
    lock(str(tmp_path))
    assert list(verify(str(tmp_path))) == []
    recipe = tmp_path / "distroless-static.toml"
    recipe.write_text(recipe.read_text().replace("copyright 1200", "copyright 1201"))
    found = list(verify(str(tmp_path)))
    assert any("distroless-static:latest amd64 layer 1: diff_id" in line for line in found)
    lock(str(tmp_path), names=["distroless-static"])
    assert any("distroless-base" in line for line in verify(str(tmp_path)))
    lock(str(tmp_path))
    (tmp_path / "distroless-base.toml").unlink()
    assert [line for line in verify(str(tmp_path)) if "has no recipe" in line]


def test_recipes_that_stand_on_each_other_are_refused(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        (tmp_path / f"{name}.toml").write_text(
            f'repository = "docker.io/library/{name}"\n[platforms.amd64]\n[[images]]\nname = "1"\nfrom = "{other}:1"\n'
            'tags = []\nlayers = []\ncreated = "2026-01-02T03:04:05Z"\n'
        )
    with pytest.raises(LayerwiseError, match="one on two on one"):
        lock(str(tmp_path))


@pytest.mark.parametrize("text", [b"", b"[]", b'{"version": 1}', b'{"version": 2}', b"\xff"])
def test_a_lock_file_that_is_none_gets_one_line(text: bytes) -> None:
    for parse in (image_lock.parse, image_lock.parse_index):
        with pytest.raises(LayerwiseError, match="lock file") as caught:
            parse(text)
        assert "\n" not in str(caught.value)
