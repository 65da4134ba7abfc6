"""One record of comma-separated values as Go's encoding/csv reads it, which is how list flags are split.

Stricter than Python's csv: a quote inside a plain field, or text after a closing quote, is an error with a position.
"""

from __future__ import annotations

_BARE = 'bare " in non-quoted-field'
_ODD = 'extraneous or missing " in quoted-field'


def record(text: str) -> list[str]:
    """Return the fields of the first line that is not empty (quoted fields may go on over several).

    Raises ValueError with Go's text: `parse error on line 1, column 3: …` (columns count bytes from 1), or `EOF`.
    """
    if '"' not in text and "\n" not in text and not text.endswith("\r") and text:
        return text.split(",")
    lines = _lines(text)
    first = next((at for at, line in enumerate(lines) if line.strip("\n")), None)
    if first is None:
        raise ValueError("EOF")
    fields: list[str] = []
    at, line, column = first, lines[first], 0

    def fault(reason: str, byte: int) -> ValueError:
        where = f"parse error on line {at + 1}, column {byte + 1}: {reason}"
        return ValueError(where if at == first else f"record on line {first + 1}; {where}")

    while True:
        if not line.startswith('"', column):
            end = line.find(",", column)
            field = line[column:].rstrip("\n") if end < 0 else line[column:end]
            if '"' in field:
                raise fault(_BARE, _bytes(line[:column]) + _bytes(field[: field.index('"')]))
            fields.append(field)
            if end < 0:
                return fields
            column = end + 1
            continue
        column += 1
        value = ""
        while True:
            quote = line.find('"', column)
            if quote < 0:
                value += line[column:]
                if at + 1 == len(lines):
                    raise fault(_ODD, _bytes(line))
                at, line, column = at + 1, lines[at + 1], 0
                continue
            value += line[column:quote]
            column = quote + 1
            if not line.startswith('"', column):
                break
            value, column = value + '"', column + 1
        fields.append(value)
        if line[column:].strip("\n") == "":
            return fields
        if line[column] != ",":
            raise fault(_ODD, _bytes(line[: column - 1]))
        column += 1


def _lines(text: str) -> list[str]:
    """The lines with their ends, each a line feed; a carriage return at the very end is no part of the last."""
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1].removesuffix("\r")
    if not lines[-1]:
        lines.pop()
    return [line[:-2] + "\n" if line.endswith("\r\n") else line for line in lines]


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
