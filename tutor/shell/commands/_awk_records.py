"""Cutting streams into records, and records into fields.

The one rule: both are cut as RS and FS say at that moment; what was read beyond a record waits in its reader.
"""

from __future__ import annotations

import re

from tutor.shell.commands._awk_values import Input

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.commands._regex import Regex
    from tutor.shell.streams import Stream

_PIECE = 1 << 16
_WORD = re.compile(r"[^ \t\n\v\f\r]+")


class Records:
    """The records of a stream."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._held = b""
        self._ended = False

    def next(self, separator: str, compiled: Callable[[str], Regex]) -> tuple[str, str] | None:
        """Return the next record and what separated it from the following one; None at the end."""
        if separator == "\n" and not self._held:
            line = self._stream.readline()
            if b"\0" not in line:
                if not line:
                    return None
                text = line.decode("latin-1")
                return (text[:-1], "\n") if text[-1] == "\n" else (text, "")
            self._held = line
        if not separator:
            return self._paragraph()
        if len(separator) > 1:
            return self._by_regex(compiled(separator))
        return self._by_byte(separator.encode("latin-1"))

    def _more(self) -> bool:
        """Read some more; whether there was any."""
        piece = b"" if self._ended else self._stream.read_some(_PIECE)
        self._ended = self._ended or not piece
        self._held += piece
        return bool(piece)

    def _take(self, end: int, following: int) -> tuple[str, str]:
        record, mark = self._held[:end], self._held[end:following]
        self._held = self._held[following:]
        return record.decode("latin-1"), mark.decode("latin-1")

    def _by_byte(self, separator: bytes) -> tuple[str, str] | None:
        start = 0
        while True:
            ends = [at for at in (self._held.find(separator, start), self._held.find(b"\0", start)) if at >= 0]
            if ends:
                return self._take(min(ends), min(ends) + 1)
            start = len(self._held)
            if not self._more():
                return self._take(start, start) if start else None

    def _paragraph(self) -> tuple[str, str] | None:
        while True:
            self._held = self._held.lstrip(b"\n")
            found = re.search(rb"\n\n+(?=[^\n])", self._held)
            if found is not None:
                return self._take(found.start(), found.end())
            if not self._more():
                break
        if not self._held:
            return None
        end = self._held.find(b"\n\n")
        return self._take(end, len(self._held)) if end >= 0 else self._take(len(self._held), len(self._held))

    def _by_regex(self, regex: Regex) -> tuple[str, str] | None:
        while self._more():
            pass
        if not self._held:
            return None
        text = self._held.decode("latin-1")
        found = regex.search(text)
        if found is None:
            return self._take(len(text), len(text))
        return self._take(found.start(), found.end())


def split(text: str, separator: str | Regex, compiled: Callable[[str], Regex], lines: bool) -> list[Input]:
    """Return the fields of a text; with `lines` the end of a line separates them too."""
    if separator == " ":
        return [Input(part) for part in _WORD.findall(text)]
    if not text:
        return []
    if not separator:
        return [Input(letter) for letter in text]
    if isinstance(separator, str) and len(separator) == 1:
        parts = re.split(f"[{re.escape(separator)}\n]", text) if lines else text.split(separator)
        return [Input(part) for part in parts]
    regex = compiled(separator) if isinstance(separator, str) else separator
    return [Input(part) for part in _by_regex(text, regex, lines)]


def _by_regex(text: str, regex: Regex, lines: bool) -> list[str]:
    """Cut a text where a regular expression matches something."""
    parts: list[str] = []
    start = at = 0
    while at <= len(text) and (found := regex.search(text, at)) is not None:
        first, end = found.start(), found.end()
        newline = text.find("\n", start, first) if lines else -1
        if newline >= 0:
            first, end = newline, newline + 1
        elif end == first:
            at = end + 1
            continue
        parts.append(text[start:first])
        start = at = end
    rest = text[start:]
    return [*parts, *(rest.split("\n") if lines else [rest])]
