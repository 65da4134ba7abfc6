"""What stands around the text in the editor, without a screen: title, margin, forecast, status, keys and questions."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from tutor.session.drawing.blocks import size_text
from tutor.session.drawing.canvas import Row, Run, cells, elide, elide_start
from tutor.session.drawing.characters import after, stacks
from tutor.session.drawing.wrap import wrap_words
from tutor.session.editor.views import Forecast, Look, OpenFile, Problem, Step
from tutor.session.views import Span
from tutor.tui.paint import top_line
from tutor.tui.shell_view import shifted

if TYPE_CHECKING:
    from tutor.session.editor.views import StepState

KEYS = (
    ("^S", "save"), ("^X", "close"), ("F8", "problem"), ("F9", "shell"), ("^W", "find"), ("^G", "line"),
    ("^Z", "undo"), ("^Y", "redo"), ("^K", "cut line"), ("^U", "paste"), ("^R", "reload"),
)  # fmt: skip
"""The keys in the order of their use: the last ones go first where there is no room."""
VI = ("vi", "vim")
VI_KEYS = (("Esc", ":w :q :x :N /text"),)
NO_MODES = "No modes here: what you type goes into the text. Esc takes :w :q :wq :x :q! :LINE /text"

SIGNS: dict[StepState, tuple[str, str, str]] = {
    "base": ("┬", "from", "dim"), "cached": ("=", "cached", "step.cached"), "runs": ("▸", "runs", "step.runs"),
    "fails": ("✗", "fails", "error"), "config": ("·", "config", "dim"), "unused": ("–", "not needed", "dim"),
    "unknown": ("?", "unknown", "dim"),
}  # fmt: skip


SIZES_FROM = 34
"""Cells of a step's text from which on the size of its layer stands behind it."""


class Prompt:
    """A question in the last row: `purpose` is "find", "line", "close" or "vi"; `text` what was typed so far."""

    def __init__(self, purpose: str, label: str, text: str = "") -> None:
        self.purpose = purpose
        self.label = label
        self.text = text


class EditorView:
    """The editor's surroundings. `side` is whether the forecast has a pane of its own."""

    def __init__(self, file: OpenFile) -> None:
        self.file = file
        self.modified = False
        self.focus = True
        self.side = False
        self.cursor = (0, 0)
        self.lines = 1
        self.prompt: Prompt | None = None
        self.message = ""
        self.kind = ""
        self.forecast = Forecast()
        self.waiting = False
        self._look_lines: tuple[str, ...] = ()
        self._look = Look()
        self._by_text: dict[str, tuple[Span, ...]] = {}
        self._found: dict[int, Problem] = {}

    # -- what is known of the text

    def looked(self, text: str, look: Look) -> None:
        """Take the colours and problems of a text."""
        self._look = look
        self._look_lines = tuple(text.split("\n")) if look.spans else ()
        self._by_text = dict(zip(self._look_lines, look.spans, strict=False))
        self._index()

    def foretold(self, forecast: Forecast) -> None:
        """Take what a build would do."""
        self.forecast = forecast
        self.waiting = False
        self._index()

    def _index(self) -> None:
        self._found = {}
        for problem in reversed(self.problems):
            for line in range(problem.line, min(problem.end, problem.line + 200) + 1):
                if line not in self._found or problem.error or not self._found[line].error:
                    self._found[line] = problem

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems by line: what the text tells, and what only a build knows."""
        own = self._look.problems
        known = {(problem.line, problem.rule, problem.message) for problem in own}
        broken = {problem.line for problem in own if problem.error}
        more = [
            problem
            for problem in self.forecast.problems
            if (problem.line, problem.rule, problem.message) not in known
            and not (problem.error and problem.line in broken)
        ]
        return tuple(sorted((*own, *more), key=lambda problem: (problem.line, not problem.error)))

    def spans(self, row: int, text: str) -> tuple[Span, ...]:
        """The colours of a line of the text; a guess while a changed line has not been looked at."""
        lines, look = self._look_lines, self._look.spans
        if row < len(lines) and lines[row] == text:
            return look[row]
        found = self._by_text.get(text)
        if found is not None:
            return found
        if row < len(lines) and len(text) < 2000:
            return tuple(span for span in shifted(look[row], lines[row], text) if span.end <= len(text))
        return ()

    def next_problem(self, back: bool = False) -> Problem | None:
        """The problem that follows the cursor's line, or the first one."""
        line = self.cursor[0] + 1
        found = list(self.problems)
        if back:
            return next((one for one in reversed(found) if one.line < line), found[-1] if found else None)
        return next((one for one in found if one.line > line), found[0] if found else None)

    def say(self, message: str, kind: str = "hint") -> None:
        """Say something until the next key."""
        self.message, self.kind = message, kind

    # -- rows

    def top_row(self, width: int) -> Row:
        """Name and place of the file, and of the cursor."""
        file = self.file
        where = f"{file.where} ▸ " if file.container else ""
        state = " · not saved" if self.modified else ""
        note = f" · {file.note}" if file.note else ""
        row, column = self.cursor
        place = f"line {row + 1}/{self.lines}, column {column + 1}" if width >= 60 else f"{row + 1}:{column + 1}"
        name = file.shown if width >= 60 else file.shown.rpartition("/")[2]
        return top_line(width, f"{where}{name}{state}{note}", place, focus=self.focus, corners="──")

    def gutter_rows(self, first: int, height: int, width: int) -> list[Row]:
        """The margin beside the lines from `first` (0 is the first) on: a sign for what is wrong, and the number."""
        steps = {step.line: step for step in self.forecast.steps} if not self.side and not self.forecast.of else {}
        rows: list[Row] = []
        for line in range(first + 1, min(first + height, self.lines) + 1):
            problem, step = self._found.get(line), steps.get(line)
            sign, role = " ", "dim"
            if problem is not None:
                sign, role = ("✗", "error") if problem.error else ("!", "warning")
            elif step is not None and step.state in ("cached", "runs", "fails"):
                sign, _, role = SIGNS[step.state]
            number = str(line)[-(width - 2) :]
            look = "line.here" if line == self.cursor[0] + 1 else "line"
            rows.append((Run(sign, role), Run(f"{number:>{width - 2}} ", look)))
        return rows + [()] * (height - len(rows))

    def side_rows(self, width: int, height: int, *, below: bool = False) -> list[Row]:
        """What a build would do, step by step, around the step at the cursor; `below` is for a low, broad pane."""
        forecast = self.forecast
        rule = Run("" if below else "│ ", "border")
        room = width - cells(rule.text) - (0 if below else 1)
        title = "If you built now" + (f" ({forecast.of.rpartition('/')[2]})" if forecast.of else "")
        head = (
            top_line(width, title, forecast.command, corners="──")
            if below
            else (rule, Run(elide(title, room), "title"))
        )
        body: list[Row] = []
        at, here = -1, 0
        if not forecast.of:
            at = max((step.line for step in forecast.steps if step.line <= self.cursor[0] + 1), default=-1)
        if not forecast.steps:
            text = forecast.message or "Nothing to build with this file yet."
            body = list(wrap_words([Run(text, "dim")], room))
        words = max((len(SIGNS[step.state][1]) for step in forecast.steps), default=0)
        before = ""
        for step in forecast.steps:
            if step.line == at:
                here = len(body)
            reason = step.reason if step.reason != before else ""  # said once for all that share it
            before = step.reason or before
            body += _step_rows(step, reason, room, words, here=step.line == at, below=below)
        rows = [head]
        left = height - 1
        tail: list[Row] = []
        if not below and forecast.steps:
            told = wrap_words([Run(forecast.message, "info")], room)
            tail = [(), *told[: max(0, left - 6)]] if left > 8 else []
        room_for = max(0, left - len(tail))
        top = max(0, min(here - room_for // 2, len(body) - room_for))
        rows += body[top : top + room_for]
        rows += tail
        rows = rows[:height] + [()] * (height - len(rows))
        return rows if below else [rows[0], *((rule, *row) for row in rows[1:])]

    def foot_rows(self, width: int, height: int) -> list[Row]:
        """What is wrong on the line, the forecast where it has no pane, and the keys or a question."""
        rows = [self._status_row(width)]
        if height > 2:
            rows.append((Run(" " + elide(self._forecast_line(), width - 2), "info"),))
        rows.append(self._keys_row(width))
        return rows[-height:] if height < len(rows) else rows

    def _forecast_line(self) -> str:
        if self.waiting and not self.forecast.steps:
            return ""
        return self.forecast.message

    def _status_row(self, width: int) -> Row:
        here = self._found.get(self.cursor[0] + 1)
        if self.message:
            sign = {"error": "✗ ", "ask": "? ", "info": "→ "}.get(self.kind, "")
            return (Run(" " + elide(sign + self.message, width - 2), self.kind or "hint"),)
        if here is not None:
            sign, role = ("✗ ", "error") if here.error else ("! ", "warning")
            return (Run(" " + elide(sign + here.text, width - 2), role),)
        found = self.problems
        if found:
            errors = sum(problem.error for problem in found)
            parts = [f"{errors} error{'s' if errors != 1 else ''}"] if errors else []
            rest = len(found) - errors
            parts += [f"{rest} warning{'s' if rest != 1 else ''}"] if rest else []
            if width < 60 and self.forecast.steps and not self.side:
                parts = [f"{'✗' if errors else '!'}{len(found)} F8 · {self.forecast.message}"]
                return ((Run(" " + elide(parts[0], width - 2), "warning" if not errors else "error")),)
            text = f"{', '.join(parts)}: F8 goes to line {(self.next_problem() or found[0]).line}"
            return (Run(" " + elide(text, width - 2), "warning" if not errors else "error"),)
        if not self.side and width < 60 and self.forecast.message:
            return (Run(" " + elide(self.forecast.message, width - 2), "info"),)
        if self.file.kind == "dockerfile" and self.lines > 1:
            return (Run(" no problems found", "dim"),)
        return ()

    def _keys_row(self, width: int) -> Row:
        prompt = self.prompt
        if prompt is not None:
            label, text = f" {prompt.label} ", prompt.text
            room = width - cells(label) - 2
            runs: list[Run] = [Run(label, "ask"), Run(elide_start(text, room), "text")]
            if prompt.purpose != "close":
                runs.append(Run(" ", "cursor" if self.focus else "cursor.away"))
            return tuple(runs)
        if not self.focus:
            return (Run(" F9", "key"), Run(" back to the text ", "key.label"), Run(" " * width, "top"))
        keys = [*(VI_KEYS if self.file.program in VI else ()), *KEYS]
        while len(keys) > 2 and sum(len(key) + len(label) + 3 for key, label in keys) > width:
            keys.pop()
        runs = []
        for key, label in keys:
            runs += [Run(f" {key}", "key"), Run(f" {label} ", "key.label")]
        used = sum(cells(run.text) for run in runs)
        return (*runs, Run(" " * max(0, width - used), "top"))


def _step_rows(step: Step, reason: str, width: int, words: int, *, here: bool, below: bool) -> list[Row]:
    """A step of the forecast; the reason of a first miss stands behind it or below it."""
    sign, word, role = SIGNS[step.state]
    look = "line.here" if here else "text" if role != "dim" else "dim"
    head = f"{step.line:>3} "
    text = step.text
    reason = reason if step.state in ("runs", "fails", "base") else ""
    told = reason and reason != "a step before it runs"
    row = (Run(head, "line.here" if here else "line"), Run(f"{sign} {word:{words}}  ", role))
    room = width - len(head) - words - 4
    size: Row = ()
    if step.size >= 0 and step.state in ("cached", "runs") and room >= SIZES_FROM:
        size = (Run(f"{size_text(step.size):>8}", "size"),)
        room -= 9
    if below and told:
        note = f"  {elide(reason, max(12, room // 2))}"
        text = elide(text, room - cells(note))
        fill = Run(" " * (room + 1 - cells(text) - cells(note)), "")
        return [(*row, Run(text, look), Run(note, "because"), fill, *size)]
    text = elide(text, room)
    rows: list[Row] = [(*row, Run(text, look), Run(" " * (room + 1 - cells(text)), ""), *size)]
    if told:
        pad = " " * (len(head) + 2)
        rows += [(Run(pad, ""), *part) for part in wrap_words([Run(reason, "because")], width - len(pad))[:3]]
    return rows


def column_of(text: str, tab: int) -> int:
    """The cells that a text takes from a line's start on; tabs reach to the next multiple of `tab`."""
    at = 0
    for number, part in enumerate(text.split("\t")):
        at += tab - at % tab if number else 0
        at += cells(part)
    return at


def visible_row(text: str, spans: Sequence[Span], start: int, end: int, cursor: int, left: int, width: int,
                tab: int) -> Row:  # fmt: skip
    """The cells `left` to `left + width` of a line. `start` to `end` is selected; `cursor` is its column, -1 for none.

    Tabs reach to the next multiple of `tab` cells, as the text area itself counts them.
    """
    if text.isascii() and "\t" not in text:  # one cell a character: what is out of sight need not be looked at
        return _runs(text, spans, start, end, cursor, left, left + width)
    runs: list[Run] = []
    at = 0
    for run in _runs(text, spans, start, end, cursor, 0, min(len(text) + 1, (left + width) * 2 + 16)):
        shown = ""
        for piece, size in stacks(run.text):
            size = tab - at % tab if piece == "\t" else size
            if at + size > left and at < left + width:
                shown += " " * (min(at + size, left + width) - max(at, left)) if piece == "\t" or at < left else piece
            at += size
        if shown:
            runs.append(Run(shown, run.role))
    return tuple(runs)


def _runs(text: str, spans: Sequence[Span], start: int, end: int, cursor: int, first: int, last: int) -> Row:
    """The characters `first` to `last` in runs, the cursor behind the end as a blank."""
    behind = after(text, cursor) if cursor >= 0 else -1
    cuts = {first, min(last, len(text))}
    for span in spans:
        cuts |= {span.start, span.end}
    cuts |= {start, end, *((cursor, behind) if cursor >= 0 else ())}
    places = sorted(cut for cut in cuts if first <= cut <= min(last, len(text)))
    runs: list[Run] = []
    at = 0
    for begin, stop in pairwise(places):
        while at < len(spans) and spans[at].end <= begin:
            at += 1
        role = f"sp.{spans[at].kind}" if at < len(spans) and spans[at].start <= begin else "text"
        if cursor <= begin < behind:
            role = "cursor"
        elif start <= begin < end:
            role += ".chosen"
        runs.append(Run(text[begin:stop], role))
    if cursor == len(text) and first <= cursor < last:
        runs.append(Run(" ", "cursor"))
    elif end > len(text) >= start and first <= len(text) < last:
        runs.append(Run(" ", "text.chosen"))  # the line end is selected too
    return tuple(runs)
