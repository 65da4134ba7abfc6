"""What is wrong with a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.session.editor.test_colours import KINDS, PIECES
from tutor.session.editor.checks import MOST, problems
from tutor.session.editor.views import Kind

CASES: list[tuple[Kind, str, list[tuple[int, bool, str]]]] = [
    ("dockerfile", "FROM alpine\nRUN true\n", []),
    ("dockerfile", "FROM alpine\nEXPSE 80\n", [(2, True, "unknown instruction: EXPSE")]),
    ("dockerfile", "FROM alpine\nCMD echo hi\n", [(2, False, "JSONArgsRecommended: JSON arguments recommended")]),
    ("dockerfile", "FROM a AS b\nFROM a AS b\n", [(2, False, 'DuplicateStageName: Duplicate stage name "b"')]),
    ("dockerfile", "RUN true\n", [(1, True, "no build stage")]),
    ("ignore", "a\n[\n", [(2, True, "syntax error in pattern")]),
    ("ignore", "# a [\n*.log\n", []),
    ("shell", "echo hi\nif true; then\n", [(2, True, "the file ends too early")]),
    ("shell", "echo hi\n)\n", [(2, True, "syntax error")]),
    ("shell", "echo 'hi\n", [(1, True, "a quote is open")]),
    ("json", '{"a": 1}', []),
    ("json", '{"a": 1,\n}', [(2, True, "Expecting property name")]),
    ("python", "x = 1\n", []),
    ("python", "x = 1\nif x\n", [(2, True, "SyntaxError: expected ':'")]),
    ("python", "a\n  b\n", [(2, True, "IndentationError")]),
    ("yaml", "a:\n\tb: 1\n", [(2, True, "no tabs")]),
    ("yaml", "a:\n  b: 1\t\n", []),
    ("text", "anything ((", []),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_problems(kind: Kind, text: str, expected: list[tuple[int, bool, str]]) -> None:
    found = problems(kind, text)
    assert [(problem.line, problem.error) for problem in found] == [row[:2] for row in expected]
    for problem, (_, _, words) in zip(found, expected, strict=True):
        assert words in problem.text
        assert "\n" not in problem.text


@given(st.sampled_from(KINDS), st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_looked_at_and_problems_lie_in_it(kind: Kind, text: str) -> None:
    for problem in problems(kind, text):
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.end >= problem.line


@pytest.mark.parametrize("kind", KINDS)
def test_texts_beyond_measure_and_nests_end_in_time(kind: Kind) -> None:
    assert problems(kind, "x" * (MOST + 1)) == ()
    assert len(problems(kind, "[" * 20_000)) <= 1
