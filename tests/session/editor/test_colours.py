"""Colours of whole texts."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.session.editor.colours import MOST, spans
from tutor.session.editor.kinds import kind_of
from tutor.session.editor.views import Kind
from tutor.session.views import SpanKind

KINDS: tuple[Kind, ...] = get_args(Kind)
PIECES = ["FROM a AS b\n", "RUN <<E\n", "E\n", "\\\n", "'", '"', '"""', "#", "$x", "${", "key: v\n", "\t", "- ", "{",
          "é", "if x\n", "COPY --from=b . .\n", "!", "**", "1.5", "def f(x):\n", "x", " "]  # fmt: skip


@given(st.sampled_from(KINDS), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_spans_lie_in_their_lines_in_order(kind: Kind, text: str) -> None:
    lines = text.split("\n")
    found = spans(kind, text)
    assert len(found) in (0, len(lines))
    for line, row in zip(lines, found, strict=False):
        at = 0
        for span in row:
            assert at <= span.start < span.end <= len(line)
            assert span.kind in get_args(SpanKind)
            at = span.end


def lit(kind: Kind, text: str) -> list[list[tuple[str, str]]]:
    """The coloured parts of each line."""
    rows = zip(text.split("\n"), spans(kind, text), strict=True)
    return [[(line[span.start : span.end], span.kind) for span in row] for line, row in rows]


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("dockerfile", "FROM alpine AS base", [("FROM", "keyword"), ("alpine", "image"), ("AS", "keyword"),
                                                ("base", "variable")]),
        ("dockerfile", "RUN set -e; echo 'x y' done", [("RUN", "keyword"), ("set", "keyword"), ("-e", "option"),
                                                       (";", "operator"), ("'x y'", "string")]),
        ("dockerfile", "FRM x", [("FRM", "error"), ("x", "error")]),
        ("ignore", "!src/*.py", [("!", "keyword"), ("src/", "path"), ("*", "operator"), (".py", "path")]),
        ("json", '{"a": [1, true]}', [("{", "operator"), ('"a"', "variable"), (":", "operator"), ("[", "operator"),
                                      ("1", "number"), (",", "operator"), ("true", "keyword"), ("]", "operator"),
                                      ("}", "operator")]),
        ("yaml", "  image: app # x", [("  image", "variable"), (":", "operator"), ("# x", "comment")]),
        ("python", "def f(): return 1", [("def", "keyword"), ("f", "subcommand"), ("return", "keyword"),
                                         ("1", "number")]),
        ("shell", "if [ $x ]; then", [("if", "keyword"), ("$x", "variable"), (";", "operator"), ("then", "keyword")]),
    ],
)  # fmt: skip
def test_parts_of_a_line(kind: Kind, text: str, expected: list[tuple[str, str]]) -> None:
    (found,) = lit(kind, text)
    assert [part for part in found if part not in expected and part[1] != "text"] == [] or found == expected
    assert [part for part in expected if part not in found and part != ("x", "error")] == []


def test_what_goes_over_lines_is_coloured_on_each() -> None:
    assert [row[0][1] for row in lit("python", 'x = """a\nb\nc"""')] == ["operator", "string", "string"]
    assert [row[-1][1] for row in lit("dockerfile", "RUN a \\\n --b\nRUN <<E\nbody\nE")][1:] == [
        "option", "operator", "string", "operator",
    ]  # fmt: skip


def test_a_text_that_is_too_long_is_left_plain() -> None:
    assert spans("json", "1" * (MOST + 1)) == ()
    assert spans("text", "abc") == ()


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [("/a/Dockerfile", "", "dockerfile"), ("/dev.Dockerfile", "", "dockerfile"), ("/Dockerfile.dev", "", "dockerfile"),
     ("/Dockerfile.dockerignore", "", "ignore"), ("/.dockerignore", "", "ignore"), ("/compose.yaml", "", "yaml"),
     ("/x.json", "", "json"), ("/run", "#!/bin/sh\n", "shell"), ("/run", "#!/usr/bin/env python3", "python"),
     ("/run", "#!", "text"), ("/notes", "hello", "text"), ("/entry.sh", "", "shell"), ("/.profile", "", "shell")],
)  # fmt: skip
def test_kinds(path: str, text: str, kind: Kind) -> None:
    assert kind_of(path, text) == kind
