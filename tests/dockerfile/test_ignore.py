"""Ignore files: a corpus of what moby/patternmatcher answers, and what holds for plain names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.dockerfile import Ignore, ParseError
from tutor.dockerfile.ignore import clean

CORPUS = json.loads((Path(__file__).parents[1] / "corpora" / "ignore.json").read_text())
NAMES = st.lists(st.text(alphabet="abc-_.é ", min_size=1).filter(lambda name: name.strip(". ") == name), min_size=1)


@pytest.mark.parametrize("case", CORPUS, ids=[repr(case["ignore"]) for case in CORPUS])
def test_patterns(case: dict[str, Any]) -> None:
    if "error" in case:
        with pytest.raises(ParseError) as caught:
            Ignore.parse(case["ignore"])
        assert caught.value.message == case["error"]
        return
    ignore = Ignore.parse(case["ignore"])
    paths = case["left_out"] + case["kept"]
    assert [path for path in paths if ignore.matches(path)] == case["left_out"]


def test_a_pattern_that_only_fails_when_it_is_used() -> None:
    ignore = Ignore.parse("x*[a")
    with pytest.raises(ParseError, match=r"^syntax error in pattern$"):
        ignore.matches("y")


def test_exceptions_are_known() -> None:
    assert Ignore.parse("*\n!a").has_exceptions
    assert not Ignore.parse("*\na").has_exceptions


@given(NAMES)
def test_a_name_leaves_out_itself_and_what_is_below(parts: list[str]) -> None:
    path = "/".join(parts)
    ignore = Ignore.parse(path.replace("!", ""))
    assert ignore.matches(path)
    assert ignore.matches(f"{path}/below")
    assert not ignore.matches(f"{path}x")


@pytest.mark.parametrize(
    ("path", "short"),
    [("a//b/./c", "a/b/c"), ("a/../b", "b"), ("../a", "../a"), ("/../a", "/a"), ("", "."), ("a/..", "."), ("/", "/")],
)
def test_clean(path: str, short: str) -> None:
    assert clean(path) == short
