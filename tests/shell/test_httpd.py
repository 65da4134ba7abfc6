"""The applet httpd: what it refuses, and that it waits."""

from __future__ import annotations

import pytest

from tests.shell.commands.runner import run


@pytest.mark.parametrize(
    ("line", "out", "err", "code"),
    [
        ("httpd -d a%20b+c", b"a b c", b"", 0),
        ("httpd -e 'a b<'", b"a&#32;b&#60;", b"", 0),
        ("httpd -f -h /none", b"", b"httpd: can't change directory to '/none': No such file or directory\n", 1),
        ("httpd -p nine", b"", b"httpd: bad address 'nine'\n", 1),
    ],
)
def test_httpd_refuses_and_translates(line: str, out: bytes, err: bytes, code: int) -> None:
    ran = run(line)
    assert (ran.stdout, ran.stderr, ran.code) == (out, err, code)
