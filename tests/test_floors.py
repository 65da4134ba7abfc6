"""A floor imports only floors below it, checked at run time: what each low floor really pulls into the process."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import pytest

import tutor

LOW = ("errors", "dataclass", "vfs", "dockerfile", "gotemplate", "oci", "shell", "store", "registry", "engine")
FLOOR = {
    "errors": -1, "dataclass": -1, "vfs": 0, "dockerfile": 0, "gotemplate": 0, "oci": 1, "shell": 1, "store": 2,
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
