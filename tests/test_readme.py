"""What the README shows and says is so."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.support.readme_picture import GOLDEN, PICTURES
from tests.support.sandbox import ROOT

README = (ROOT / "README.md").read_text()


def test_links_lead_to_files() -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PICTURES))
def test_the_pictures_are_of_the_app_as_it_is_now(name: str) -> None:
    made = PICTURES[name]()
    assert made == (GOLDEN / f"{name}.svg").read_text(), "draw it anew with: python -m tests.support.readme_picture"


def test_every_command_of_the_table_is_one() -> None:
    rows = re.findall(r"^\| `layerwise([^`]*)` \|", README, flags=re.MULTILINE)
    assert len(rows) > 5
    for row in rows:
        word = next(iter(row.split()), "")
        done = subprocess.run([sys.executable, "-m", "tutor", *([word] if word else []), "--help"], cwd=ROOT,
                              capture_output=True, text=True, check=False)  # fmt: skip
        assert done.returncode == 0, done.stderr
