from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = {"dataclasses", "inspect", "typing", "re", "enum", "collections", "contextlib", "json", "tarfile", "gzip"}


def test_the_file_system_is_imported_without_heavy_modules() -> None:
    code = "import sys, tutor.vfs.filesystem; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "tutor.vfs.tree" in loaded
    assert not HEAVY & loaded
    assert not {"tutor.vfs.special", "tutor.vfs.tar", "tutor.vfs.generated"} & loaded, "what is not needed at once"
