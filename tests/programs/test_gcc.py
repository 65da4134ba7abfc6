"""gcc: programs and errors compared with the real compiler, loaders, objects and make."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.programs.bench import ELF, Bench
from tutor.shell.limits import Limits

HELLO = """#include <stdio.h>

int main(void) {
    printf("Hello, %s! %d %5.2f|%-4d|%04x %c\\n", "World", 42, 3.14159, 7, 255, 'x');
    return 0;
}
"""
PROGRAMS = {
    "hello": HELLO,
    "loops": """#include <stdio.h>
#define COUNT 5
static int square(int n) { return n * n; }
int fact(int n) { return n <= 1 ? 1 : n * fact(n - 1); }
int main(int argc, char *argv[]) {
    int i, total = 0, a[COUNT] = {1, 2};
    double mean;
    for (i = 0; i < COUNT; i++) {
        if (i == 3) continue;
        total += square(i) + a[i];
        printf("%d:%d ", i, total);
    }
    mean = total / 2.0;
    while (total > 20) total -= 7;
    do { total++; } while (total < 25);
    puts("");
    printf("%d %.3f %d %d %d %s\\n", total, mean, 7 / 2, -7 % 3, fact(10), argc > 1 ? argv[1] : "none");
    for (int j = 3; j > 0; --j) putchar('0' + j);
    putchar('\\n');
    fprintf(stderr, "to stderr %u\\n", 7);
    return total == 25 ? 3 : 1;
}
""",
    "overflow": """#include <stdio.h>
int main() { int x = 2147483647; x = x + 1; printf("%d %d\\n", x, 1 << 4 | 3); return 300; }
""",
}
WRONG = {
    "undeclared": "#include <stdio.h>\nint main(void) {\n    count = 1;\n    return 0;\n}\n",
    "semicolon": '#include <stdio.h>\nint main(void) {\n    printf("x")\n    return 0;\n}\n',
    "header": '#include "nothing_here.h"\nint main(void) { return 0; }\n',
}
TOOLS: dict[str, str | bytes] = {
    "/usr/bin/gcc": ELF,
    "/usr/bin/cc": ELF,
    "/usr/bin/make": ELF,
    "/lib64/ld-linux-x86-64.so.2": ELF,
}
real = pytest.mark.skipif(shutil.which("gcc") is None, reason="there is no gcc here")


@real
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_does_what_it_does_outside(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text(PROGRAMS[name])
    subprocess.run(["gcc", "-w", "-fwrapv", "a.c", "-o", "a"], cwd=tmp_path, check=True)
    expected = subprocess.run([tmp_path / "a", "given"], capture_output=True, text=True, check=False)
    bench = Bench({**TOOLS, "/app/a.c": PROGRAMS[name]})
    assert bench.run("gcc", "a.c", "-o", "a") == (0, "", "")
    assert bench.run("./a", "given") == (expected.returncode, expected.stdout, expected.stderr)


@real
@pytest.mark.parametrize("name", WRONG)
def test_errors_are_those_of_the_compiler(name: str, tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text(WRONG[name])
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    expected = subprocess.run(["gcc", "a.c"], cwd=tmp_path, capture_output=True, text=True, env=env, check=False)
    found = Bench({**TOOLS, "/app/a.c": WRONG[name]}).run("gcc", "a.c")
    assert found.code == expected.returncode == 1
    heads = re.findall(r"(?m)^a\.c.*$", expected.stderr)
    assert heads
    assert re.findall(r"(?m)^a\.c.*$", found.err) == heads


def test_static_and_dynamic() -> None:
    bench = Bench({**TOOLS, "/app/a.c": HELLO})
    assert bench.run("gcc", "a.c").code == 0
    assert bench.run("gcc", "-static", "a.c", "-o", "s").code == 0
    assert bench.fs.stat("/app/a.out").size == 15_960
    assert bench.fs.stat("/app/s").size > 700_000
    bench.fs.unlink("/lib64/ld-linux-x86-64.so.2")
    assert bench.run("sh", "-c", "./a.out").err == "sh: ./a.out: not found\n"
    assert bench.run("./s").out.startswith("Hello, World! 42  3.14|7   |00ff x\n")


def test_objects_and_make() -> None:
    files: dict[str, str | bytes] = {
        "/app/main.c": """#include <stdio.h>
int twice(int n);
int main(void) { printf("%d\\n", twice(21)); return 0; }
""",
        "/app/twice.c": "int twice(int n) { return n * 2; }\n",
        "/app/Makefile": "CFLAGS = -O2\napp: main.o twice.o\n\t$(CC) -o $@ $^\n",
    }
    bench = Bench({**TOOLS, **files})
    ran = bench.run("make")
    assert ran.out == "cc -O2  -c -o main.o main.c\ncc -O2  -c -o twice.o twice.c\ncc -o app main.o twice.o\n"
    assert bench.run("./app") == (0, "42\n", "")
    assert bench.run("make").out == "make: 'app' is up to date.\n"


def test_limits_and_what_lies_outside() -> None:
    bench = Bench({**TOOLS, "/app/a.c": "int main(void) { for (;;) {} }\n"}, Limits(steps=20_000))
    bench.run("gcc", "a.c")
    assert bench.run("./a.out").code == 137
    bench.fs.write("/app/a.c", b"struct s { int x; };\nint main(void) { return 0; }\n")
    ran = bench.run("gcc", "a.c")
    assert (ran.code, ran.err) == (
        126,
        "layerwise: this sandbox's gcc runs a small part of the language: struct is outside it\n",
    )
