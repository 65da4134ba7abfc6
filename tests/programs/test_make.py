"""make, compared with the real one on the same makefiles."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.programs.bench import ELF, Bench

CASES = {
    "deps": (
        "out: a b\n\tcat a b > out\na:\n\techo A > a\nb: a\n\t@echo B > b\n.PHONY: clean\nclean:\n\trm -f out a b\n"
    ),
    "variables": (
        "X = $(Y) later\n"
        "Y := now\n"
        "Y = changed\n"
        "Z ?= default\n"
        "X += more\n"
        "all:\n"
        "\t@echo '$(X)' $(Z) $(X:r=R) $$HOME_NOT ${Y}\n"
    ),
    "automatic": "all: one.x two.x\n%.x: %.y\n\t@echo $@ $< $* $^\none.y two.y:\n\t@touch $@\n",
    "functions": (
        "S := $(wildcard *.c)\n"
        "all:\n"
        "\t@echo $(S:.c=.o) $(patsubst %.c,%.d,$(S)) $(notdir a/b.c) $(addprefix p-,$(S)) $(shell echo hi)\n"
    ),
    "fails": "all: bad after\nbad:\n\tfalse\nafter:\n\techo never\n",
    "careless": "all:\n\t-false\n\t@exit 0\n\techo on\n",
    "no rule": "all: missing.txt\n\techo no\n",
    "separator": "all\n\techo x\n",
    "spaces": "all:\n        echo x\n",
    "nothing": "all: Makefile\n",
    "continued": "LIST = a \\\n  b \\\n  c\nall:\n\t@echo $(LIST) \\\n\t  end\n",
    "circular": "a: b\n\t@echo a\nb: a\n\t@echo b\n",
    "exported": "export NAME = layer\nall:\n\t@echo $$NAME\n",
}


@pytest.mark.skipif(shutil.which("make") is None, reason="there is no make here")
@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize(
    "words", [(), ("-n",), ("-s",), ("Y=given",), ("nope",)], ids=lambda words: " ".join(words) or "plain"
)
def test_a_makefile_does_what_it_does_in_the_real_make(name: str, words: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "Makefile").write_text(CASES[name])
    (tmp_path / "x.c").write_text("")
    env = {"PATH": os.environ["PATH"], "LANG": "C"}
    bench = Bench({"/usr/bin/make": ELF, "/app/Makefile": CASES[name], "/app/x.c": ""})
    for _ in range(2):
        real = subprocess.run(["make", *words], cwd=tmp_path, capture_output=True, text=True, env=env, check=False)
        found = bench.run("make", *words, env={"LANG": "C"})
        assert found.out == real.stdout
        assert found.err == re.sub(r"^make\[\d+\]", "make", real.stderr)
        assert found.code == real.returncode
        bench.host.sleep(2)


def test_without_a_makefile() -> None:
    bench = Bench({"/usr/bin/make": ELF})
    assert bench.run("make") == (2, "", "make: *** No targets specified and no makefile found.  Stop.\n")
    assert bench.run("make", "x") == (2, "", "make: *** No rule to make target 'x'.  Stop.\n")
    assert bench.run("make", "-C", "/nope").code == 2
