"""The program python: its command line, what it finds installed, its limits; no fault of ours ever shows."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.programs.bench import Bench, python_files
from tutor.shell.limits import Limits

CORPUS = Path(__file__).parents[1] / "corpora" / "programs" / "python"
SITE = "/usr/local/lib/python3.12/site-packages"


@pytest.fixture
def bench() -> Bench:
    return Bench(python_files("3.12"))


def test_a_version_is_the_images(bench: Bench) -> None:
    assert bench.run("python", "--version").out == "Python 3.12.11\n"
    assert bench.run("python3", "-V", env={"PYTHON_VERSION": "3.12.4"}).out == "Python 3.12.4\n"
    ran = bench.run("python", "-c", "import sys; print(sys.version_info[:3], sys.executable, sys.prefix)")
    assert ran.out == "(3, 12, 11) /usr/local/bin/python /usr/local\n"


def test_code_comes_from_an_argument_a_file_a_module_or_standard_input(bench: Bench) -> None:
    bench.fs.write("/app/main.py", b"import sys; print(__name__, __file__, sys.argv, sys.path[0])")
    assert bench.run("python", "-c", "import sys; print(sys.argv)", "a", "-b").out == "['-c', 'a', '-b']\n"
    assert bench.run("python", "main.py", "x").out == "__main__ /app/main.py ['main.py', 'x'] /app\n"
    assert bench.run("python", "-m", "main", "y").out == "__main__ /app/main.py ['/app/main.py', 'y'] /app\n"
    assert bench.run("python", "-", "z", stdin=b"import sys\nprint(sys.argv)").out == "['-', 'z']\n"
    ran = bench.run("python", "nope.py")
    assert (ran.code, ran.err) == (
        2,
        "/usr/local/bin/python: can't open file '/app/nope.py': [Errno 2] No such file or directory\n",
    )
    assert bench.run("python", "-m", "nope").err == "/usr/local/bin/python: No module named nope\n"
    assert bench.run("python", "-Z").code == 2


def test_imports_are_checked_against_the_file_tree(bench: Bench) -> None:
    ran = bench.run("python", "-c", "import flask")
    assert ran.code == 1
    assert ran.err == (
        'Traceback (most recent call last):\n  File "<string>", line 1, in <module>\n'
        "ModuleNotFoundError: No module named 'flask'\n"
    )
    bench.fs.write("/app/helper.py", b"NAME = 'beside'\ndef f(): return NAME\n")
    bench.fs.write(
        "/app/main.py", b"from helper import f\nimport pack.inner as inner\nprint(f(), inner.value, inner.up)"
    )
    bench.fs.mkdir("/app/pack")
    bench.fs.write("/app/pack/__init__.py", b"top = 1\n")
    bench.fs.write("/app/pack/inner.py", b"from . import top as up\nvalue = 2\n")
    assert bench.run("python", "main.py").out == "beside 2 1\n"
    bench.fs.write(f"{SITE}/colours.py", b"RED = 'red'\n")
    assert bench.run("python", "-c", "import colours; print(colours.RED)").out == "red\n"
    bench.fs.write("/app/loop.py", b"import loop\nprint(loop.missing)")
    assert "has no attribute 'missing'" in bench.run("python", "-m", "loop").err


def test_what_lies_outside_is_said_in_one_line(bench: Bench) -> None:
    for source, what in (
        ("async def f(): pass", "async def"),
        ("import sqlite3", "the module sqlite3"),
        ("import os; os.fork()", "os.fork"),
        ("eval('1')", "eval()"),
        ("class A(dict): pass", "a class that derives from dict"),
        ("import subprocess\ntry:\n subprocess.run(['ls'])\nexcept Exception: pass", "subprocess.run"),
    ):
        ran = bench.run("python", "-c", source)
        assert (ran.code, ran.out) == (126, "")
        assert ran.err.startswith(
            f"layerwise: this sandbox's python runs a small part of the language: {what} is outside it"
        )
        assert ran.err.count("\n") == 1


def test_output_is_held_back_unless_asked_otherwise(bench: Bench) -> None:
    source = "import sys, os\nprint('out')\nsys.stderr.write('err\\n')\nos._exit(3)"
    assert bench.run("python", "-c", source) == (3, "", "err\n")
    assert bench.run("python", "-u", "-c", source) == (3, "out\n", "err\n")
    assert bench.run("python", "-c", source, env={"PYTHONUNBUFFERED": "1"}) == (3, "out\n", "err\n")


def test_the_clock_and_chance_are_the_sandboxs(bench: Bench) -> None:
    source = (
        "import time, datetime, random, uuid, socket, platform\n"
        "t = time.time(); time.sleep(90); print(time.time() - t, datetime.datetime.now())\n"
        "print(random.random(), uuid.uuid4(), socket.gethostname(), platform.system(), object())"
    )
    first = bench.run("python", "-c", source)
    bench.host._now -= 90
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("90.0 2026-11-24 ")
    assert bench.run("python", "-c", source).out.splitlines()[0] == first.out.splitlines()[0]


def test_a_terminal_gets_a_prompt(bench: Bench) -> None:
    ran = bench.run("python", stdin=b"1 + 1\nfor i in range(2):\n    print(i)\n\nx = 'a'\nx\nnope\nexit()\n", tty=True)
    assert ran.code == 0
    assert ">>> 2\n>>> ... ... 0\n1\n>>> >>> 'a'\n>>> Traceback" in ran.out
    assert ran.out.endswith("NameError: name 'nope' is not defined\n>>> ")


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "while True:\n try:\n  1/0\n except BaseException: pass",
        "x = []\nwhile True: x.append('a' * 1000)",
        "x = 'a'\nwhile True: x = x + x",
        "'a' * 10**12",
        "[0] * 10**12",
        "10 ** 10 ** 10",
        "1 << 10**12",
        "x = 3\nwhile True: x = x * x",
        "list(range(10**12))",
        "sum(range(10**12))",
        "'{:>1000000000000}'.format(1)",
        "f'{1:>1000000000000}'",
        "'%*d' % (10**9, 1)",
        "'%1000000000d' % 1",
        "'a'.ljust(10**12)",
        "'aaaa'.replace('a', 'b' * 10**7)",
        "bytes(10**12)",
        "import itertools\nlist(itertools.count())",
        "import itertools\nlist(itertools.product(range(1000), repeat=10))",
        "import math\nmath.factorial(10**9)",
        "x = {}\nn = 0\nwhile True: n += 1; x[n] = n",
        "def f():\n while True: yield 1\nfor i in f(): pass",
        "class A:\n def __iter__(self): return self\n def __next__(self): return 1\nlist(A())",
        pytest.param(
            "def f(): return f()\nwhile True:\n try: f()\n except RecursionError: pass", marks=pytest.mark.slow
        ),
        "list(iter(int, 1))",
        "import json\nx = []\nfor i in range(10**7): x = [x, x]\njson.dumps(x)",
        "'\\t' * 1000 and ('\\t' * 10**6).expandtabs(10**6)",
    ],
)
def test_what_would_never_end_or_fill_the_memory_ends_at_the_limits(source: str) -> None:
    ran = Bench(python_files("3.12"), Limits(steps=100_000)).run("python", "-c", source)
    assert ran.code == 137
    assert ran.err.startswith("layerwise: stopped: ")


@pytest.mark.parametrize("seed", range(4))
def test_a_broken_script_shows_no_fault_of_ours(seed: int) -> None:
    """Mutated scripts fail with a status and a text of Python's; nothing else escapes."""
    chance = random.Random(seed)
    scripts = [path.read_text() for path in sorted(CORPUS.rglob("*.py"))]
    bench = Bench(python_files(f"3.{sys.version_info.minor}"), Limits(steps=20_000))
    for _ in range(40):
        lines = chance.choice(scripts).splitlines()
        for _ in range(chance.randint(1, 4)):
            lines = lines or [""]
            lines = lines or [""]
            at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
            kind = chance.randrange(4)
            if kind == 0:
                del lines[at]
            elif kind == 1:
                lines[at], lines[other] = lines[other], lines[at]
            elif kind == 2:
                words = lines[at].split(" ")
                chance.shuffle(words)
                lines[at] = " ".join(words)
            else:
                lines[at] = lines[at].replace(chance.choice('([,.=1"'), chance.choice(")]:+*x0'"))
        source = "\n".join(lines)
        bench.fs.write("/app/app.py", source.encode())
        ran = bench.run("python", "app.py")
        assert ran.code in (0, 1, 3, 4, 7, 120, 126, 130, 137), source


def test_a_seed_gives_the_numbers_of_the_real_one(bench: Bench) -> None:
    for seed in (0, 1, 42, 2**70, "text", -5):
        real = random.Random(seed)
        expected = [real.random(), real.randint(1, 10**20), real.getrandbits(100), real.sample(range(50), 20)]
        source = (
            f"import random; random.seed({seed!r}); print([random.random(), random.randint(1, 10**20), "
            "random.getrandbits(100), random.sample(range(50), 20)])"
        )
        assert bench.run("python", "-c", source).out == f"{expected}\n"
