"""Numeric constants: the text of a token to all the kinds of number that it can stand for."""

from __future__ import annotations

from tutor.gotemplate import nodes, strconv
from tutor.gotemplate.lexer import Token


def constant(token: Token) -> nodes.Number:
    """Make a numeric constant from its token; ValueError with Go's text if it is none."""
    text = token.text
    if token.kind == "rune":
        code = strconv.character(text)
        return nodes.Number(token.pos, text, code, float(code))
    if token.kind == "complex" or text.endswith("i"):
        return _imaginary(token)
    integer = strconv.parse_int(text)
    if integer is not None and -(2**63) <= integer < 2**64:
        return nodes.Number(token.pos, text, integer, float(integer))
    real = strconv.parse_float(text)
    if real is None:
        raise ValueError(f"illegal number syntax: {strconv.quote(text)}")
    if not any(char in ".eEpP" for char in text):
        raise ValueError(f"integer overflow: {strconv.quote(text)}")
    whole = int(real) if real == int(real) and abs(real) < 2**63 else None
    return nodes.Number(token.pos, text, whole, real)


def _imaginary(token: Token) -> nodes.Number:
    try:
        value = complex(token.text[:-1] + "j")
    except ValueError:
        raise ValueError(f"illegal number syntax: {strconv.quote(token.text)}") from None
    return nodes.Number(token.pos, token.text, None, None, value)
