"""Spans for highlighting: what they say of a Dockerfile, and that no text breaks them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.dockerfile import tokens

PIECES = [
    "FROM ",
    "RUN ",
    "ENV ",
    "A=",
    '"',
    "'",
    "$X",
    "${",
    "\\\n",
    "\n",
    "<<EOF",
    "EOF",
    "# ",
    "[",
    "]",
    ",",
    "é",
    "\r\n",
    " ",
]


def shown(text: str) -> list[tuple[str, str]]:
    return [(token.kind, text[token.start : token.end]) for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("# escape=`", [("directive", "# escape=`")]),
        ("#hello", [("comment", "#hello")]),
        ("FROM a AS b", [("keyword", "FROM"), ("image", "a"), ("as", "AS"), ("stage", "b")]),
        ("RUN ls -l", [("keyword", "RUN"), ("shell", "ls -l")]),
        ("RUN a \\\n b", [("keyword", "RUN"), ("shell", "a"), ("continuation", "\\"), ("shell", "b")]),
        ("FOO x", [("unknown", "FOO"), ("text", "x")]),
        ("EXPOSE 80/tcp $P", [("keyword", "EXPOSE"), ("port", "80/tcp"), ("variable", "$P")]),
        ("ENV A=$B", [("keyword", "ENV"), ("key", "A"), ("operator", "="), ("variable", "$B")]),
        ('CMD ["a"', [("keyword", "CMD"), ("operator", "["), ("string", '"a"')]),
        (
            "COPY <<E /x\nhi\nE",
            [("keyword", "COPY"), ("heredoc", "<<E"), ("text", "/x"), ("body", "hi"), ("end", "E")],
        ),
        ("COPY --fr", [("keyword", "COPY"), ("flag", "--fr")]),
        ("ONBUILD USER x", [("keyword", "ONBUILD"), ("keyword", "USER"), ("text", "x")]),
    ],
)
def test_tokens(text: str, spans: list[tuple[str, str]]) -> None:
    assert shown(text) == spans


@settings(max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_tokens_of_any_text_lie_in_order(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        assert text[token.start : token.end].strip()
        end = token.end
