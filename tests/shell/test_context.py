from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.shell.test_parser import TEXTS
from tutor.shell.context import Context, context_at, plain_words
from tutor.shell.parser import parse_partial


@pytest.mark.parametrize(
    ("line", "context"),
    [
        ("", Context("command", (), "", 0)),
        ("doc", Context("command", (), "doc", 0)),
        ("docker image l", Context("argument", ("docker", "image"), "l", 13)),
        ('docker image tag "alp', Context("argument", ("docker", "image", "tag"), "alp", 17, '"')),
        ("docker run -it alpine ", Context("argument", ("docker", "run", "-it", "alpine"), "", 22)),
        ("echo $HO", Context("variable", (), "HO", 6)),
        ("echo ${HO", Context("variable", (), "HO", 7)),
        ('echo "$HO', Context("variable", (), "HO", 7, '"')),
        ("echo '$HO", Context("argument", ("echo",), "$HO", 5, "'")),
        ("cat < fo", Context("redirect", (), "fo", 6)),
        ("ls > ", Context("redirect", (), "", 5)),
        ("x=ab", Context("assignment", ("x",), "ab", 2)),
        ("X=1 docker pu", Context("argument", ("docker",), "pu", 11)),
        ("echo a; l", Context("command", (), "l", 8)),
        ("a | ", Context("command", (), "", 4)),
        ("echo $(ls -", Context("argument", ("ls",), "-", 10)),
        ("echo $(ls) fo", Context("argument", ("echo", "$(ls)"), "fo", 11)),
        ("echo `ls fo", Context("argument", ("ls",), "fo", 9)),
        ("if tru", Context("command", (), "tru", 3)),
        ("f() { ec", Context("command", (), "ec", 6)),
        ("echo a\\ b", Context("argument", ("echo",), "a b", 5)),
        ("echo # foo", Context("none", (), "", 10)),
        ("cat <<E\nfoo", Context("none", (), "", 11)),
    ],
)
def test_context(line: str, context: Context) -> None:
    assert context_at(line, len(line)) == context


def test_what_follows_the_cursor_does_not_matter() -> None:
    assert context_at("docker ima ls", 10) == Context("argument", ("docker",), "ima", 7)


@given(TEXTS)
@settings(max_examples=200)
def test_every_place_has_a_context(text: str) -> None:
    for cursor in range(0, len(text) + 1, 4):
        context = context_at(text, cursor)
        assert 0 <= context.start <= cursor


def test_words_as_they_are_written() -> None:
    line = "docker run 'a b' $(x) \"c\""
    assert plain_words(parse_partial(line).commands[0], line) == ("docker", "run", "a b", "$(x)", "c")
