"""Mutated programs and configurations are refused or run; no exception of ours escapes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.programs.bench import ELF, Bench
from tests.programs.test_gcc import PROGRAMS, TOOLS
from tests.programs.test_go import ENV, MOD
from tests.programs.test_make import CASES
from tests.programs.test_nginx import DEFAULT, FILES, MAIN
from tutor.shell.limits import Limits

CORPUS = Path(__file__).parents[1] / "corpora" / "programs"
LETTERS = "(){}[];,.=+*!?:'\"`1a$%#&|<>-/\\ \n\t"


def mutated(chance: random.Random, text: str) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(letters))
        letters[at : at + chance.randint(0, 2)] = chance.choice(LETTERS)
    return "".join(letters)


@pytest.mark.parametrize("seed", range(4))
def test_broken_input_shows_no_fault_of_ours(seed: int) -> None:
    chance = random.Random(seed)
    go = [path.read_text() for path in sorted((CORPUS / "go").glob("*.go"))]
    files: dict[str, str | bytes] = {**TOOLS, **FILES, "/usr/local/go/bin/go": ELF, "/src/go.mod": MOD}
    bench = Bench(files, Limits(steps=20_000))
    for _ in range(30):
        bench.fs.write("/src/main.go", mutated(chance, chance.choice(go)).encode())
        assert bench.run("go", "run", ".", env=ENV, cwd="/src").code in (0, 1, 126, 137)
        bench.fs.write("/app/a.c", mutated(chance, chance.choice(list(PROGRAMS.values()))).encode())
        if bench.run("gcc", "a.c", "-o", "a").code == 0:
            bench.run("./a")
        bench.fs.write("/app/Makefile", mutated(chance, chance.choice(list(CASES.values()))).encode())
        assert bench.run("make").code in (0, 2, 126, 137)
        bench.fs.write("/etc/nginx/conf.d/default.conf", mutated(chance, DEFAULT).encode())
        bench.fs.write("/etc/nginx/nginx.conf", mutated(chance, MAIN).encode())
        assert bench.run("nginx", "-t").code in (0, 1)
