"""envsubst: what it replaces, and what bounds it."""

from __future__ import annotations

import pytest

from tests.programs.bench import ELF, Bench

ENV = {"NAME": "web", "PORT": "80"}


@pytest.mark.parametrize(
    ("options", "text", "wanted"),
    [
        ("", "$NAME:${PORT} $nope. $ $$NAME ${NAME", "web:80 . $ $web ${NAME\n"),
        ("'$NAME'", "$NAME $PORT ${NAME} ${uri}", "web $PORT web ${uri}\n"),
        ("-v '$A ${B} c'", "", "A\nB\n"),
    ],
)
def test_names_are_replaced(options: str, text: str, wanted: str) -> None:
    bench = Bench({"/usr/bin/envsubst": ELF, "/t": f"{text}\n"})
    assert bench.run("sh", "-c", f"envsubst {options} < /t", env=ENV) == (0, wanted, "")
