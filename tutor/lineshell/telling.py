"""What the line shell says: output as it comes, changes in plain sentences, the lesson as text. No cursor is moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.drawing.canvas import Row, ascii_only
from tutor.session.drawing.cards import card_rows
from tutor.session.drawing.prose import prose
from tutor.session.drawing.stars import par_words

if TYPE_CHECKING:
    from typing import TextIO

    from tutor.session.port import Sitting
    from tutor.session.views import LessonView, Piece, Result


def lesson_text(view: LessonView, width: int = 76) -> str:
    """A step to read: where it stands in the lesson, its heading, its text, its questions, and the checklist."""
    lines = [f"{view.title} · step {view.step} of {view.steps}: {view.heading}", ""]
    lines += [_plain(row) for row in prose(view.markdown, width)]
    for question in view.questions:
        lines += ["", *map(_plain, card_rows(question, width))]
    if view.checklist:
        lines += ["", "To do:"]
        lines += [f"  {'☑ done: ' if item.done else '☐ '}{item.text}" for item in view.checklist]
    return "\n".join(lines) + "\n"


def lesson_news(before: LessonView | None, after: LessonView | None, width: int = 76) -> str:
    """What is new about the lesson since the last line: checks met or lost, or a step to read."""
    if after is None:
        return "" if before is None else "Free play.\n"
    if before is None or (before.id, before.step) != (after.id, after.step):
        return lesson_text(after, width)
    old = {item.text: item.done for item in before.checklist}
    news = [item for item in after.checklist if item.done != old.get(item.text, False)]
    told = "".join(f"{'☑ done: ' if item.done else '☐ not met any more: '}{item.text}\n" for item in news)
    for old_card, card in zip(before.questions, after.questions, strict=False):
        if card.kind == "predict" and card.state != old_card.state and card.state in ("right", "wrong"):
            told += f"You said {card.given}. {card.said}\n"
    if after.done and not before.done:
        told += "What you used:\n" + "".join(f"  {command}: {about}\n" for command, about in after.recap)
        told += f"{par_words(after)}.\n" if after.commands else ""
    return told


def _plain(row: Row) -> str:
    return "".join(run.text for run in row).rstrip()


class Teller:
    """Says what a sitting answers: output on the streams that it came on, the rest on standard output."""

    def __init__(self, sitting: Sitting, stdout: TextIO, stderr: TextIO, width: int = 76) -> None:
        self._sitting = sitting
        self._stdout = stdout
        self._stderr = stderr
        self._width = width
        self._lesson = sitting.lesson()
        self._unicode = (getattr(stdout, "encoding", None) or "utf-8").lower().replace("-", "") == "utf8"
        self._at_start = True

    def say(self, text: str) -> None:
        """Say something of our own, on a line of its own."""
        if text:
            if not self._at_start:
                self._stdout.write("\n")
            self._stdout.write(text if self._unicode else ascii_only_lines(text))
            self._stdout.flush()
            self._at_start = text.endswith("\n")

    def output(self, piece: Piece) -> None:
        """Pass on output of a command, as it comes."""
        stream = self._stderr if piece.stream == "stderr" else self._stdout
        text = piece.text if self._unicode else ascii_only_lines(piece.text)
        stream.write(text)
        stream.flush()
        if text:
            self._at_start = text.endswith("\n")

    def welcome(self) -> None:
        """Greet, and show the lesson where there is one."""
        self.say(self._sitting.welcome())
        if self._lesson is not None:
            self.say("\n" + lesson_text(self._lesson, self._width))

    def run(self, line: str) -> Result:
        """Run a line and say what came of it."""
        result = self._sitting.run(line, self.output)
        self.told(result)
        return result

    def told(self, result: Result) -> None:
        """Say what changed, and what is new about the lesson."""
        self.say("".join(f"→ {sentence}\n" for sentence in result.said))
        self.news()

    def news(self) -> None:
        """Say what is new about the lesson."""
        lesson = self._sitting.lesson()
        self.say(lesson_news(self._lesson, lesson, self._width))
        self._lesson = lesson


class AsciiOut:
    """A text stream for a terminal that shows nothing beyond ASCII, whatever its encoding could carry."""

    encoding = "ascii"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write the text in as many cells."""
        self._stream.write(ascii_only_lines(text))
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether a terminal is at the other end."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The stream's file descriptor, by which the terminal's size is asked for."""
        return self._stream.fileno()


def ascii_only_lines(text: str) -> str:
    """Nothing beyond ASCII, line ends and escape sequences kept."""
    return "\n".join("\x1b".join("\t".join(map(ascii_only, part.split("\t"))) for part in line.split("\x1b"))
                     for line in text.split("\n"))  # fmt: skip
