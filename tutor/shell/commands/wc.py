"""The applet `wc`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Output, applet, options
from tutor.shell.commands._files import open_input, pieces, taken
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_SPACES = b" \t\n\r\v\f"
_UNSEEN = bytes([*range(9), *range(14, 32), *range(127, 256)])
"""Bytes that belong to no word and end none."""
_ENDS = bytes.maketrans(b"\r\f", b"\n\n")
_FURTHER = bytes(range(128, 192))
"""Bytes that go on with a character of UTF-8."""


@applet("[-cmlwL] [FILE]...", "Count lines, words and bytes of FILEs, or of standard input.")
def main(process: Process) -> int:
    """Count lines, words, characters, bytes."""
    opts = options(process, "lwmcL")
    wanted = [letter for letter in "lwmcL" if letter in opts] or ["l", "w", "c"]
    names = opts.arguments or ["-"]
    utf8 = Charset(process.env).name == "utf-8"
    total = dict.fromkeys("lwmcL", 0)
    with Output(process) as out:
        for name in names:
            counts = dict.fromkeys("lwmcL", 0)
            try:
                counts = _count(open_input(process, name), wanted, utf8)
            except FsError as error:
                out.complain(f"{name}: {error.strerror}")
                if error.code != "EISDIR":
                    continue
            for letter in "lwmc":
                total[letter] += counts[letter]
            total["L"] = max(total["L"], counts["L"])
            _show(out, counts, wanted, len(names) > 1, name if opts.arguments else "")
        if len(names) > 1:
            _show(out, total, wanted, True, "total")
        return out.code


def _show(out: Output, counts: dict[str, int], wanted: list[str], wide: bool, name: str) -> None:
    if len(wanted) == 1 and not wide:
        numbers = str(counts[wanted[0]])
    else:
        numbers = " ".join(f"{counts[letter]:9d}" for letter in wanted)
    out.text(f"{numbers} {name}\n" if name else f"{numbers}\n")


def _count(stream: Stream, wanted: list[str], utf8: bool) -> dict[str, int]:
    counts = dict.fromkeys("lwmcL", 0)
    content = taken(stream) if wanted == ["c"] else None
    if content is not None:
        counts["c"] = content.size
        return counts
    inside = False
    line = _Line(utf8)
    for piece in pieces(stream):
        counts["c"] += len(piece)
        counts["l"] += piece.count(b"\n")
        if "m" in wanted:
            counts["m"] += len(piece.translate(None, _FURTHER)) if utf8 else len(piece)
        if "w" in wanted and (text := piece.translate(None, _UNSEEN)):
            counts["w"] += len(text.split()) - (inside and text[0] not in _SPACES)
            inside = text[-1] not in _SPACES
        if "L" in wanted:
            line.take(piece)
    counts["L"] = max(line.longest, line.width)
    return counts


class _Line:
    """How wide the line is that is being read, and how wide the widest one was."""

    def __init__(self, utf8: bool) -> None:
        self.longest = self.width = 0
        self._unseen = bytes([*range(9), 11, *range(14, 32), 127]) + (_FURTHER if utf8 else bytes(range(128, 256)))

    def take(self, piece: bytes) -> None:
        """Measure some more bytes: printable characters count, tabs go to the next multiple of 8."""
        parts = piece.translate(_ENDS, self._unseen).split(b"\n")
        for at, part in enumerate(parts):
            if at:
                self.longest, self.width = max(self.longest, self.width), 0
            first, *further = part.split(b"\t")
            self.width += len(first)
            for text in further:
                self.width = (self.width | 7) + 1 + len(text)
