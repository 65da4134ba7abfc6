"""Printf against Python's own formatting where the two agree, and its floats against reading them back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.gotemplate import strconv
from tutor.gotemplate.gofmt import sprint, sprintln
from tutor.gotemplate.printf import sprintf
from tutor.gotemplate.values import wrap

FLAGS = st.text(alphabet="-+ 0", max_size=2)


@given(FLAGS, st.integers(0, 12), st.integers(-(2**63), 2**63 - 1), st.sampled_from("dxXo"))
def test_integers_as_in_c(flags: str, width: int, number: int, verb: str) -> None:
    form = f"%{flags}{width or ''}{verb}"
    assert sprintf(form, [wrap(number)]) == form % number


@given(FLAGS, st.integers(0, 20), st.integers(0, 8), st.floats(-1e15, 1e15), st.sampled_from("feE"))
def test_floats_as_in_c(flags: str, width: int, precision: int, number: float, verb: str) -> None:
    form = f"%{flags}{width or ''}.{precision}{verb}"
    assert sprintf(form, [wrap(number)]) == form % number


@given(st.integers(0, 20), st.booleans(), st.text(max_size=12))
def test_strings_are_padded_by_characters(width: int, left: bool, text: str) -> None:
    shown = sprintf(f"%{'-' if left else ''}{width or ''}s", [wrap(text)])
    assert shown == (text.ljust(width) if left else text.rjust(width))


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from("gef"))
def test_shortest_floats_read_back(number: float, verb: str) -> None:
    assert float(strconv.format_float(number, verb)) == number


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_hexadecimal_floats_read_back(number: float) -> None:
    assert float.fromhex(strconv.format_float(number, "x")) == number


@given(st.text(max_size=20), st.booleans())
def test_quoted_text_unquotes(text: str, ascii_only: bool) -> None:
    text = text.encode("utf-8", "replace").decode()
    quoted = strconv.quote(text, ascii_only=ascii_only)
    assert strconv.unquote(quoted) == text
    assert quoted.isascii() or not ascii_only


@settings(max_examples=200)
@given(st.text(alphabet="%-+# 0123456789.*[]vsdqxTtzf!", max_size=10), st.lists(st.integers() | st.text() | st.none()))
def test_any_format_prints(form: str, arguments: list[int | str | None]) -> None:
    shown = sprintf(form, [wrap(argument) for argument in arguments])
    assert "%" not in form or shown is not None
    assert "%" in form or arguments or shown == form


def test_spaces_between_operands() -> None:
    assert sprint([wrap(1), wrap(2), wrap("a"), wrap("b"), wrap(3), wrap(4), None]) == "1 2ab3 4 <nil>"
    assert sprintln([wrap(1), wrap("a"), None]) == "1 a <nil>\n"
