"""Text as it would have to be written to be read back."""

from __future__ import annotations

from tutor.shell.lines import KEYWORDS

_QUOTED = KEYWORDS | {"in", "[[", "function"}


def single_quote(word: str) -> str:
    """Return a word in single quotes, single quotes inside it in double quotes (as busybox writes it)."""
    if "'" not in word:
        return f"'{word}'"
    out: list[str] = []
    rest = word
    while rest:
        plain, quote, rest = rest.partition("'")
        if plain:
            out.append(f"'{plain}'")
        count = len(quote)
        while rest.startswith("'"):
            rest = rest[1:]
            count += 1
        if count:
            out.append('"' + "'" * count + '"')
    return "".join(out)


def trace_quote(word: str) -> str:
    """Return a word as `set -x` prints it: in quotes if it has characters that are special to busybox's eye.

    A word of the grammar is quoted too.
    """
    if word in _QUOTED:
        return single_quote(word)
    for char in word:
        if char < "+" or ";" <= char <= "?" or char in "[\\`" or char > "z":
            return single_quote(word)
    return word
