from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.shell.patterns import (
    expression,
    is_pattern,
    matches,
    quote,
    replaced,
    unquote,
    without_prefix,
    without_suffix,
)

TEXTS = st.text(alphabet="ab*?[]\\!-.\n", max_size=8)
PATTERNS = st.text(alphabet="ab*?.", max_size=6)


@given(TEXTS)
@settings(max_examples=200)
def test_a_quoted_text_matches_only_itself(text: str) -> None:
    pattern = quote(text)
    assert not is_pattern(pattern)
    assert unquote(pattern) == text
    assert matches(pattern, text)
    assert not matches(pattern, text + "x")


@given(PATTERNS, st.text(alphabet="ab.", max_size=8))
@settings(max_examples=300)
def test_both_ways_of_matching_agree(pattern: str, text: str) -> None:
    assert matches(pattern, text) == bool(re.fullmatch(expression(pattern), text, re.DOTALL))


@given(PATTERNS, st.text(alphabet="ab.", max_size=8))
@settings(max_examples=300)
def test_what_is_taken_away_is_matched(pattern: str, text: str) -> None:
    ends = [end for end in range(len(text) + 1) if matches(pattern, text[:end])]
    assert without_prefix(text, pattern, True) == text[max(ends, default=0) :]
    assert without_prefix(text, pattern, False) == text[min(ends, default=0) :]
    starts = [start for start in range(len(text) + 1) if matches(pattern, text[start:])]
    assert without_suffix(text, pattern, True) == text[: min(starts, default=len(text))]
    assert without_suffix(text, pattern, False) == text[: max(starts, default=len(text))]


@given(TEXTS, TEXTS)
@settings(max_examples=200)
def test_any_pattern_can_be_used(pattern: str, text: str) -> None:
    assert matches(pattern, text) in (True, False)
    assert without_prefix(text, pattern, False) == text[len(text) - len(without_prefix(text, pattern, False)) :]


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("[a-c]x", ["ax", "cx"], ["dx", "x"]),
        ("[!a-c]", ["d", "-"], ["a"]),
        ("[^a]", ["b"], ["a"]),
        ("[]a]", ["]", "a"], ["b"]),
        ("[a-]", ["a", "-"], ["b"]),
        ("[[:digit:]_]", ["5", "_"], ["a"]),
        ("[![:space:]]", ["a"], [" ", "\t"]),
        ("[a", ["[a"], ["a"]),
        ("\\*", ["*"], ["a"]),
        ("[\\]]", ["]"], ["\\"]),
        ("a*b*c", ["abc", "axbxc", "abbcc"], ["ab", "acb"]),
        ("*.t?t", [".txt", "a\n.tat"], [".tt"]),
        ("", [""], ["a"]),
    ],
)
def test_matches(pattern: str, yes: list[str], no: list[str]) -> None:
    assert [text for text in yes + no if matches(pattern, text)] == yes


def test_replacing() -> None:
    assert replaced("banana", "an", "X", True) == "bXXa"
    assert replaced("banana", "an", "X", False) == "bXana"
    assert replaced("banana", "a*n", "X", True) == "bXa"
    assert replaced("banana", "", "X", True) == "banana"
    assert replaced("a.b", "[.]", "", True) == "ab"
