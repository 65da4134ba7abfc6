"""The applet `wc`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Output, applet, options
from tutor.shell.commands._files import ContentReader, open_input, pieces
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_SPACES = b" \t\n\r\v\f"
_CONTROLS = bytes([*range(9), *range(14, 32), 127])
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
    if wanted == ["c"] and isinstance(stream, ContentReader) and 0 < stream.content.size < 1 << 50:
        counts["c"] = stream.content.size
        return counts
    if "L" in wanted:
        return _by_line(stream, utf8)
    inside = False
    for piece in pieces(stream):
        counts["c"] += len(piece)
        counts["l"] += piece.count(b"\n")
        if "m" in wanted:
            counts["m"] += len(piece.translate(None, _FURTHER)) if utf8 else len(piece)
        if "w" in wanted and (text := piece.translate(None, _CONTROLS)):
            counts["w"] += len(text.split()) - (inside and text[0] not in _SPACES)
            inside = text[-1] not in _SPACES
    return counts


def _by_line(stream: Stream, utf8: bool) -> dict[str, int]:
    counts = dict.fromkeys("lwmcL", 0)
    for line in stream:
        text = line.decode("utf-8", "replace") if utf8 else line.decode("ascii", "replace")
        counts["l"] += line.endswith(b"\n")
        counts["w"] += len(line.split())
        counts["c"] += len(line)
        counts["m"] += len(text)
        width = 0
        for letter in text.rstrip("\n"):
            if letter == "\t":
                width = (width | 7) + 1
            elif letter == "\r":
                width = 0
            elif letter >= " " and (utf8 or letter < "\x7f"):
                width += 1
            counts["L"] = max(counts["L"], width)
    return counts
