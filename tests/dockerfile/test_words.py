"""Word expansion: a corpus of what BuildKit's lexer answers, and what holds for any word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.dockerfile import Lexer, ParseError, expand

CORPUS = json.loads((Path(__file__).parents[1] / "corpora" / "words.json").read_text())
ENV = CORPUS["env"]


@pytest.mark.parametrize("case", CORPUS["cases"], ids=[case["word"] for case in CORPUS["cases"]])
def test_word(case: dict[str, object]) -> None:
    word = str(case["word"])
    got: dict[str, object] = {"word": word}
    try:
        expansion = Lexer().expand(word, ENV)
        got |= {"text": expansion.text, "unset": sorted(expansion.unmatched)}
    except ParseError as error:
        got["error"] = error.message
    assert got == case


def test_words_split_after_variables_are_replaced() -> None:
    assert Lexer().expand('$LIST "$LIST" x', ENV).words == ("a", "b", "c", "a b  c", "x")


def test_another_escape() -> None:
    assert expand("`$A \\$A", ENV, escape="`") == "$A \\alpha"


def test_variables_that_are_used_are_told() -> None:
    expansion = Lexer().expand("$A ${B:-$C} '$D'", {"A": "1"})
    assert (expansion.matched, set(expansion.unmatched)) == (("A",), {"B", "C"})


def test_unset_variables_may_stay() -> None:
    assert Lexer(keep_unset=True).expand("$A ${B} ${C:-x}", {"A": "1"}).text == "1 ${B} ${C:-x}"


@given(st.text(alphabet=st.characters(exclude_characters="\\'\"$<", exclude_categories=["Cs"])))
def test_plain_text_stays(text: str) -> None:
    assert expand(text, ENV) == text


@given(st.text(alphabet=st.characters(exclude_characters="'", exclude_categories=["Cs"])))
def test_single_quotes_keep_everything(text: str) -> None:
    assert expand(f"'{text}'", ENV) == text


@given(st.text(alphabet="$A{}:-+?#%/*\\'\" b", max_size=20))
def test_any_word_expands_or_is_refused(text: str) -> None:
    problem = "failed to process "
    try:
        expand(text, ENV)
    except ParseError as error:
        problem = error.message
    assert problem.startswith("failed to process ")
