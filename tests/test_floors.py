"""A floor imports only floors below it, checked at run time: what each low floor really pulls into the process."""

from __future__ import annotations

import ast
import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import tutor

LOW = (
    "errors", "dataclass", "vfs", "dockerfile", "gotemplate", "oci", "shell", "packages", "programs", "store",
    "registry", "engine",
)  # fmt: skip
FLOOR = {
    "errors": -1, "dataclass": -1, "vfs": 0, "dockerfile": 0, "gotemplate": 0, "oci": 1, "shell": 1, "store": 2,
    "packages": 2, "programs": 2,
    "registry": 3, "engine": 4, "docker": 5, "course": 5, "net": 5, "session": 6, "tui": 7, "lineshell": 7,
    "workshop": 7, "outer": 8,
}  # fmt: skip
FORBIDDEN = ("textual", "rich", "prompt_toolkit", "pygments", "socket", "_socket", "subprocess", "random", "asyncio")


def loaded_by(*modules: str) -> list[str]:
    """The names in sys.modules of a bare interpreter that imported the modules."""
    program = (
        "import importlib, json, sys\n"
        "for name in sys.argv[1:]: importlib.import_module(name)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{program}", *modules],
        capture_output=True,
        text=True,
        check=True,
    )
    names: list[str] = json.loads(done.stdout)
    return names


def modules_of(package: str) -> list[str]:
    name = f"tutor.{package}"
    root = __import__(name, fromlist=["x"])
    if not hasattr(root, "__path__"):
        return [name]
    return [name, *(info.name for info in pkgutil.walk_packages(root.__path__, name + "."))]


@pytest.mark.parametrize("package", LOW)
def test_a_low_floor_loads_no_screen_socket_or_process(package: str) -> None:
    loaded = loaded_by(*modules_of(package))
    assert [name for name in loaded if name.split(".")[0] in FORBIDDEN] == []


@pytest.mark.parametrize("package", [name for name in FLOOR if FLOOR[name] < 7])
def test_a_floor_loads_only_floors_below(package: str) -> None:
    loaded = loaded_by(*modules_of(package))
    floors = {name.split(".")[1] for name in loaded if name.startswith("tutor.")}
    assert [name for name in floors - {package} if FLOOR[name] >= FLOOR[package]] == []


def test_every_package_has_its_floor() -> None:
    packages = {
        info.name for info in pkgutil.iter_modules(tutor.__path__) if info.ispkg and not info.name.startswith("_")
    }
    assert packages | {"errors", "dataclass"} == set(FLOOR)


WORLDLY = {
    ("os", "environ"), ("os", "environb"), ("os", "getenv"), ("os", "urandom"), ("time", "time"), ("time", "time_ns"),
    ("time", "monotonic"), ("time", "perf_counter"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"),
    ("uuid", "uuid4"), ("secrets", "token_bytes"), ("secrets", "token_hex"),
}  # fmt: skip
"""What would tell a low floor the time, its surroundings or chance: module or class, and name."""


def worldly(source: str) -> list[str]:
    """Where a module's text asks the real world, however it imports the name."""
    found = []
    for node in ast.walk(ast.parse(source)):
        asked: list[tuple[str, str]] = []
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
            asked = [(node.value.id if isinstance(node.value, ast.Name) else node.value.attr, node.attr)]
        elif isinstance(node, ast.ImportFrom):
            asked = [(node.module or "", name.name) for name in node.names]
        found += [f"{getattr(node, 'lineno', 0)}: {'.'.join(name)}" for name in asked if name in WORLDLY]
    return found


@pytest.mark.parametrize("package", LOW)
def test_a_low_floor_reads_no_clock_environment_or_chance(package: str) -> None:
    root = Path(tutor.__path__[0]) / package
    files = sorted(root.rglob("*.py")) if root.is_dir() else [root.with_suffix(".py")]
    files = [file for file in files if file.parent.name != "source"]  # scripts that the sandbox's python runs
    assert files
    assert [f"{file}:{line}" for file in files for line in worldly(file.read_text())] == []


def test_what_asks_the_world_is_found() -> None:
    assert worldly("import time\ntime.time()") == ["2: time.time"]
    assert worldly("from os import environ, path") == ["1: os.environ"]
    assert worldly("import datetime\ndatetime.datetime.now()") == ["2: datetime.now"]
    assert worldly("import time, os\ntime.gmtime(0)\nos.path.join('a')") == []
