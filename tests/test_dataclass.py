"""Our dataclasses behave as the standard library's do, wherever the two promise the same."""

from __future__ import annotations

import copy
import dataclasses
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, TypeVar

import pytest

from tutor import dataclass as light

T = TypeVar("T")


def classes(kit: Any) -> dict[str, Any]:
    """The same classes, made by either module."""

    @kit.dataclass(frozen=True, slots=True)
    class Point:
        """Where something is."""

        x: int
        y: int = 0

        @property
        def sum(self) -> int:
            return self.x + self.y

    @kit.dataclass(frozen=True, slots=True)
    class Named(Point):
        name: str = "p"
        x: int = 7

    @kit.dataclass(frozen=True, slots=True)
    class Empty:
        pass

    @kit.dataclass(slots=True)
    class Bag:
        things: list[int] = kit.field(default_factory=list)

    @kit.dataclass(frozen=True, slots=True)
    class Box(Generic[T]):
        held: T

    @kit.dataclass(frozen=True, slots=True)
    class Odd:
        value: int

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Odd) and self.value % 2 == other.value % 2

        def __hash__(self) -> int:
            return self.value % 2

    return {"Point": Point, "Named": Named, "Empty": Empty, "Bag": Bag, "Box": Box, "Odd": Odd}


OURS, THEIRS = classes(light), classes(dataclasses)

USES: list[Callable[[dict[str, Any]], object]] = [
    lambda c: repr([c["Point"](1), c["Named"](1, 2, "n"), c["Named"](), c["Empty"](), c["Bag"]([1]), c["Box"]("x")]),
    lambda c: (c["Point"](1, y=2).sum, c["Named"](name="q").x, c["Point"].__doc__, c["Point"].__name__),
    lambda c: (c["Point"](1, 2) == c["Point"](1, 2), c["Point"](1, 2) == c["Point"](1, 3), c["Point"](1, 2) == (1, 2)),
    lambda c: (c["Named"](1) == c["Point"](1), c["Empty"]() == c["Empty"](), c["Bag"]() == c["Bag"](), c["Bag"]() == 0),
    lambda c: len({c["Point"](1, 2), c["Point"](1, 2), c["Point"](2, 1), c["Empty"](), c["Empty"](), c["Box"](1)}),
    lambda c: (c["Odd"](1) == c["Odd"](3), len({c["Odd"](1), c["Odd"](3), c["Odd"](2)})),
    lambda c: (c["Named"].__match_args__, c["Empty"].__match_args__, hasattr(c["Point"](1), "__dict__")),
    lambda c: (c["Bag"]().things is c["Bag"]().things, c["Bag"].__hash__),
    lambda c: repr(copy.copy(c["Named"](1, 2, "n"))),
]  # fmt: skip


@pytest.mark.parametrize("use", USES)
def test_it_does_what_the_real_ones_do(use: Callable[[dict[str, Any]], object]) -> None:
    assert use(OURS) == use(THEIRS)


@pytest.mark.parametrize("wrong", [{}, {"z": 1}, {"x": 1, "z": 2}])
def test_wrong_fields_are_refused(wrong: dict[str, int]) -> None:
    for made in (OURS, THEIRS):
        with pytest.raises(TypeError):
            made["Point"](**wrong)


def test_replace() -> None:
    named = OURS["Named"](1, 2, "n")
    assert repr(light.replace(named, y=5)) == repr(dataclasses.replace(THEIRS["Named"](1, 2, "n"), y=5))
    assert named.y == 2
    with pytest.raises(TypeError):
        light.replace(named, nope=1)


def test_what_is_inherited_by_a_plain_class_still_works() -> None:
    plain: Any = type("Plain", (OURS["Point"],), {})
    assert (plain(1, 2).sum, plain(3).y, plain(1) == plain(1), plain(1) == OURS["Point"](1)) == (3, 0, True, False)


def test_a_real_value_of_the_program_can_be_pickled_and_matched() -> None:
    from tutor.session.views import TagFlag

    flag = TagFlag("alpine:3.20", "added")
    assert pickle.loads(pickle.dumps(flag)) == flag
    match flag:
        case TagFlag(name, "added"):
            assert name == "alpine:3.20"
        case _:
            pytest.fail("the fields are not matched by position")


def test_running_a_command_loads_no_costly_module(tmp_path: Path) -> None:
    program = (
        "import sys\nfrom tutor.__main__ import main\nmain(['exec', '-c', 'true'])\n"
        "print(sorted(sys.modules.keys() & {'dataclasses', 'inspect', 'typing', 'traceback', 'textual', 'asyncio'}))"
    )
    env = {**os.environ, "LAYERWISE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_program_uses_no_other() -> None:
    root = Path(light.__file__).parent
    using = [path for path in root.rglob("*.py") if "from dataclasses import" in path.read_text(encoding="utf-8")]
    assert using == [Path(light.__file__)]
