"""The applet `echo`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Print the arguments in one line; `-n` without its end, `-e` with escapes read."""
    words = process.argv[1:]
    newline = True
    escapes = False
    while words and len(words[0]) > 1 and words[0][0] == "-" and not words[0][1:].strip("neE"):
        for letter in words.pop(0)[1:]:
            newline = newline and letter != "n"
            escapes = escapes or letter == "e"
    text = " ".join(words)
    if escapes and "\\" in text:
        from tutor.shell.commands._escapes import unescape

        data, ended = unescape(text, leading_zero=True)
        newline = newline and not ended
    else:
        data = text.encode("utf-8", "surrogateescape")
    process.out(data + b"\n" if newline else data)
    return 0
