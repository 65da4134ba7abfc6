"""Scripts of the corpus, compared with the Python that runs this test: output, errors and status."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs.bench import Bench, python_files

CORPUS = Path(__file__).parents[1] / "corpora" / "programs" / "python"
SCRIPTS = sorted(CORPUS.rglob("*.py"))
VERSION = f"3.{sys.version_info.minor}"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.relative_to(CORPUS).as_posix())
def test_a_script_does_what_it_does_in_the_real_python(script: Path, tmp_path: Path) -> None:
    source = script.read_text()
    there = tmp_path / "app.py"
    there.write_text(source)
    env = {"PATH": os.environ["PATH"], "PYTHONHASHSEED": "0", "TMPDIR": str(tmp_path)}
    real = subprocess.run([sys.executable, "-I", str(there)], capture_output=True, text=True, env=env, check=False)
    bench = Bench({**python_files(VERSION), "/app/app.py": source})
    ran = bench.run("python", "app.py", env={"PYTHON_VERSION": ".".join(map(str, sys.version_info[:3]))})
    assert ran.err == real.stderr.replace(str(there), "/app/app.py").replace(sys.base_prefix, "/usr/local")
    assert ran.out == real.stdout
    assert ran.code == (real.returncode if real.returncode >= 0 else 128 - real.returncode)
