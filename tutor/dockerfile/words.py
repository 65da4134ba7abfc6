"""How the arguments of an instruction are cut up, before anything is expanded: flags, words, pairs, JSON arrays."""

from __future__ import annotations

from tutor.dockerfile.errors import ParseError
from tutor.dockerfile.text import WHITESPACE, is_space, quote, trim, trim_left


def split_command(line: str, escape: str) -> tuple[str, tuple[str, ...], str]:
    """Split a logical line into the instruction's name, its `--flags` and the rest."""
    parts = WHITESPACE.split(trim(line), maxsplit=1)
    if len(parts) < 2:
        return parts[0], (), ""
    rest, flags = split_flags(parts[1], escape)
    return parts[0], tuple(flags), trim(rest)


def split_flags(line: str, escape: str) -> tuple[str, list[str]]:
    """Take the words that start with `--` off a line; quotes and escapes in them go.

    BuildKit reads bytes here, so a letter outside ASCII in a flag comes out as its bytes: that is kept.
    """
    data = line.encode("utf-8", "surrogateescape")
    view = data.decode("latin-1")
    flags: list[str] = []
    pos = 0
    while True:
        while pos < len(view) and is_space(view[pos]):
            pos += 1
        if not view.startswith("--", pos):
            return data[pos:].decode("utf-8", "surrogateescape"), flags
        word, quoted, pos = _flag(view, pos, escape)
        if word == "--":
            return data[pos:].decode("utf-8", "surrogateescape"), flags
        if word or quoted:
            flags.append(word)


def _flag(view: str, pos: int, escape: str) -> tuple[str, bool, int]:
    """One flag from `pos` on: what it means, whether any of it was quoted, and where it ends."""
    out: list[str] = []
    mark = ""
    quoted = False
    while pos < len(view):
        char = view[pos]
        if not mark and is_space(char):
            break
        pos += 1
        if char == mark:
            mark = ""
        elif not mark and char in "'\"":
            mark, quoted = char, True
        elif char == escape:
            out.append(view[pos : pos + 1])
            pos += 1
        else:
            out.append(char)
    return "".join(out), quoted, min(pos, len(view))


def split_words(rest: str, escape: str) -> list[str]:
    """Split at spaces outside quotes; quotes and escapes are kept for the expansion later."""
    words: list[str] = []
    word: list[str] = []
    mark = ""
    pos = 0
    while pos < len(rest):
        char = rest[pos]
        pos += 1
        if not mark and is_space(char):
            if word:
                words.append("".join(word))
                word = []
            continue
        if mark and char == mark:
            mark = ""
        elif not mark and char in "'\"":
            mark = char
        if char == escape and mark != "'":
            if pos == len(rest):
                break
            char += rest[pos]
            pos += 1
        word.append(char)
    if word:
        words.append("".join(word))
    return words


def split_pairs(rest: str, keyword: str, escape: str) -> list[str]:
    """ENV and LABEL: name, value and separator ("" in the old form `name value`) of each pair, in one flat list."""
    words = split_words(rest, escape)
    if not words:
        return []
    if "=" not in words[0]:
        parts = WHITESPACE.split(rest, maxsplit=1)
        if len(parts) < 2:
            raise ParseError(f"{keyword} must have two arguments")
        return [parts[0], parts[1], ""]
    flat: list[str] = []
    for word in words:
        if "=" not in word:
            raise ParseError(f"Syntax error - can't find = in {quote(word)}. Must be of the form: name=value")
        name, _, value = word.partition("=")
        flat += [name, value, "="]
    return flat


def split_blanks(rest: str) -> list[str]:
    """Split at blanks, quotes meaning nothing."""
    return WHITESPACE.split(rest) if rest else []


def json_array(rest: str) -> list[str] | None:
    """Read a JSON array of strings; None if it is no JSON array. Raises `ParseError` for an array of other things."""
    rest = trim_left(rest)
    if not rest.startswith("["):
        return None
    import json

    try:
        items = json.loads(rest, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    if not all(isinstance(item, str) for item in items):
        raise ParseError("when using JSON array syntax, arrays must be comprised of strings only")
    return [item.encode("utf-16", "surrogatepass").decode("utf-16", "replace") for item in items]


def _refuse(constant: str) -> None:
    raise ValueError(constant)
