"""What the shell pane shows, without a screen: output, prompt, the line, the message under it, a menu.

From top to bottom: output, the line being typed (it wraps), the message, the menu of completions. When there is more
than fits, the end is seen, unless the learner scrolled back.
"""

from __future__ import annotations

from collections.abc import Sequence

from tutor.dataclass import dataclass
from tutor.session.drawing.canvas import Row, Run, cells, elide, fit_row
from tutor.session.drawing.characters import after
from tutor.session.drawing.wrap import merge, wrap_hard, wrap_words
from tutor.session.views import Completion, Piece, PromptView, Span
from tutor.shell.terminal import CTRL_C, CTRL_D
from tutor.tui.editline import EditLine
from tutor.tui.paint import top_line
from tutor.tui.scrollback import Scrollback

MENU = 7
"""The most rows of a menu."""


@dataclass(slots=True)
class Menu:
    """Completions to choose from; `chosen` is -1 until one is. `text` and `cursor` are the line as it was before."""

    items: tuple[Completion, ...]
    start: int
    text: str
    cursor: int
    chosen: int = -1


def lit(text: str, spans: Sequence[Span]) -> list[Run]:
    """The text in runs by its spans, newlines and all."""
    runs: list[Run] = []
    at = 0
    for span in spans:
        start, end = max(at, min(span.start, len(text))), min(span.end, len(text))
        if start > at:
            runs.append(Run(text[at:start], "text"))
        if end > start:
            runs.append(Run(text[start:end], f"sp.{span.kind}"))
            at = end
    runs.append(Run(text[at:], "text"))
    return [Run(run.text.replace("\t", " "), run.role) for run in runs if run.text]


def lines_of(runs: Sequence[Run]) -> list[list[Run]]:
    """The runs of each line; at least one line."""
    lines: list[list[Run]] = [[]]
    for run in runs:
        for at, text in enumerate(run.text.split("\n")):
            if at:
                lines.append([])
            if text:
                lines[-1].append(Run(text, run.role))
    return lines


def shifted(spans: Sequence[Span], old: str, new: str) -> tuple[Span, ...]:
    """The spans of a line after an edit, a guess until they are known: what was typed is of the kind it touches."""
    same = 0
    while same < len(old) and same < len(new) and old[same] == new[same]:
        same += 1
    tail = 0
    while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    gone, come = len(old) - tail, len(new) - len(old)
    fresh = new[same : len(new) - tail]
    moved: list[Span] = []
    for span in spans:
        start, end = span.start, span.end
        if start >= gone and start >= same:
            start += come
        if end >= gone and (end > same or (end == same and fresh and not fresh[0].isspace())):
            end += come
        if 0 <= start < end <= len(new):
            moved.append(Span(start, end, span.kind))
    return tuple(moved)


_KEYS = {CTRL_C: "^C", CTRL_D: ""}


class ShellView:
    """The shell pane without its widget."""

    def __init__(self) -> None:
        self.edit = EditLine()
        self.scrollback = Scrollback()
        self.prompt = PromptView()
        self.spans: tuple[Span, ...] = ()
        self.message = ""
        self.kind = ""
        self.menu: Menu | None = None
        self.pasted: tuple[str, ...] = ()
        self.running = False
        self.mode = ""
        self.code = 0
        self.back = 0
        self.focus = True
        self._page = 1
        self._above = 0

    # -- what happens

    def say(self, message: str, kind: str) -> None:
        """Put a message under the line."""
        self.message, self.kind = message, kind

    def edited(self, old: str) -> None:
        """Take note that the line was `old` before an edit."""
        self.back = 0
        if self.edit.text != old:
            self.spans = shifted(self.spans, old, self.edit.text)

    def begin(self, line: str, spans: Sequence[Span]) -> None:
        """A command begins to run: its lines move up into the output."""
        shown = _KEYS.get(line, line) if self.prompt.seen else ""
        self._echo(lit(shown, spans))
        self.running = True

    def drop(self) -> None:
        """The learner does not want the line: it moves up into the output, and nothing runs."""
        line = self.edit.take()
        if not self.prompt.program:  # a program is told, and what it makes of it is shown
            self._echo([*lit(line, self.spans), Run("^C", "err")])  # as a terminal echoes it
        self.spans = ()
        self.say("", "")

    def go_on(self, line: str) -> None:
        """What was entered is not whole yet: it is edited further, in a new line."""
        old = self.edit.text
        self.edit.go_on(line)
        self.spans = shifted(self.spans, old, self.edit.text)

    def _echo(self, runs: Sequence[Run]) -> None:
        sign = self._sign()
        for line in lines_of(runs):
            self.scrollback.command([sign, *line])
            sign = Run(self.prompt.continuation, "sign")

    def output(self, pieces: Sequence[Piece]) -> None:
        """Output came."""
        for piece in pieces:
            self.scrollback.write(piece.text, "err" if piece.stream == "stderr" else "out")

    def ended(self, code: int) -> None:
        """The command ended."""
        self.scrollback.finish()
        self.running = False
        self.code = code

    def scroll(self, rows: int) -> None:
        """Look further back (or, if negative, further down)."""
        self.back = max(0, min(self.back + rows, self._above))

    @property
    def page(self) -> int:
        """The rows of output that are seen at once."""
        return self._page

    # -- what is seen

    def _sign(self) -> Run:
        return Run(self.prompt.sign, "sign.nested" if self.prompt.depth else "sign")

    def title(self) -> str:
        """Who and where the learner is; in a container, which."""
        prompt = self.prompt
        where = f"{prompt.user}@{prompt.host} {prompt.cwd}"
        if prompt.program:
            return f"{' ▸ '.join((*prompt.nested, where))} · a program reads this line · ^D ends its input"
        return f"{' ▸ '.join(prompt.nested)} ▸ {where} · exit leaves" if prompt.depth else where

    def note(self) -> str:
        """What stands at the right of the title."""
        if self.back:
            return f"↑ {self.back} rows back"
        if self.mode:
            return self.mode
        if self.running:
            return "running · ^C stops"
        return f"exit status {self.code}" if self.code else ""

    def line_rows(self, width: int) -> list[Row]:
        """The command being typed with its prompt and cursor, each of its lines wrapped."""
        edit, search = self.edit, self.edit.search
        if not self.prompt.seen:
            return [merge([self._sign(), Run(" ", "cursor" if self.focus else "cursor.away")])]
        if search is not None:
            words = "no match for" if search.failing else "search"
            sign = Run(f"{words} “{search.query}”: ", "ask" if not search.failing else "error")
        else:
            sign = self._sign()
        runs = lit(edit.text, self.spans if search is None else ())
        suggests = search is None and self.menu is None and not self.prompt.program
        suggestion = edit.suggestion() if suggests else ""
        role = "cursor" if self.focus else "cursor.away"
        before, rest = _cut(runs, edit.cursor)
        if rest and rest[0].text[0] != "\n":
            first, end = rest[0].text, after(edit.text, edit.cursor) - edit.cursor
            rest = [Run(first[:end], role), Run(first[end:], rest[0].role), *rest[1:]]
        elif suggestion:
            end = after(suggestion, 0)
            rest = [Run(suggestion[:end], role), Run(suggestion[end:], "suggestion")]
        else:
            rest = [Run(" ", role), *rest]
        rows: list[Row] = []
        for line in lines_of([*before, *rest]):
            rows += wrap_hard(merge([sign, *line]), width)
            sign = Run(self.prompt.continuation, "sign")
        return rows

    def message_rows(self, width: int, most: int) -> list[Row]:
        """The message in at most so many rows."""
        if self.pasted:
            count = len(self.pasted)
            text = (
                f"{count} lines pasted. Enter runs them one by one, Tab puts them on the line to edit, Esc drops them."
            )
            rows = wrap_words([Run(text, "ask")], width - 2)
        elif self.message:
            sign = {"error": "✗ ", "info": "→ "}.get(self.kind, "  ")
            rows = wrap_words([Run(sign + self.message, self.kind or "hint")], width - 2, "  ")
        else:
            return []
        if len(rows) > most:
            last = "".join(run.text for run in rows[most - 1])
            rows = [*rows[: most - 1], (Run(elide(last + " …", width - 2), rows[0][0].role),)]
        return rows

    def menu_rows(self, width: int, most: int) -> list[Row]:
        """The menu in at most so many rows."""
        menu = self.menu
        if menu is None or most < 1:
            return []
        count = len(menu.items)
        top = max(0, min(menu.chosen - most // 2, count - most))
        shown = menu.items[top : top + most]
        widest = min(max(cells(item.text) for item in shown) + 2, max(12, width // 2))
        span = min(width - 3, widest + max(cells(item.description) + len(item.kind) for item in shown) + 3)
        rows: list[Row] = []
        for at, item in enumerate(shown, top):
            role = "item.chosen" if at == menu.chosen else "item"
            text = elide(item.text, widest - 1)
            more = f"{at + 1}/{count}" if count > most and at in (top, top + len(shown) - 1) else item.kind
            note = elide(item.description, max(0, width - widest - len(more) - 6))
            fill = max(1, span - widest - cells(note) - len(more))
            mark = "▸" if at == menu.chosen else " "
            rows.append((Run(f"{mark} {text}{' ' * (widest - cells(text))}", role), Run(note, f"{role}.note"),
                         Run(f"{' ' * fill}{more} ", f"{role}.note")))  # fmt: skip
        return rows

    def rows(self, width: int, height: int) -> list[Row]:
        """Everything that is seen, in exactly `height` rows."""
        rule = height >= 5 and (height >= 10 or width >= 60)
        room = height - 1 if rule else height
        line = _around_cursor(self.line_rows(width), max(1, room - 1 if room > 3 else room))
        left = room - len(line)
        menu = self.menu_rows(width - 2, min(MENU, max(0, left - 1)))
        left -= len(menu)
        output = self.scrollback.rows(width)
        kept = 2 if room >= 10 else 1
        message = self.message_rows(width, max(kept, min(4, left - len(output)))) if left > 0 else []
        left = max(0, left - max(len(message), kept))
        self._page = max(1, left)
        self._above = max(0, len(output) - left)
        self.back = min(self.back, self._above)
        end = len(output) - self.back
        rows: list[Row] = [top_line(width, self.title(), self.note(), focus=self.focus, corners="──")] if rule else []
        rows += output[max(0, end - left) : end]
        rows += line
        rows += message
        rows += [fit_row((Run("  ", ""), *row), width) for row in menu]
        return rows + [()] * (height - len(rows))


def _around_cursor(rows: list[Row], most: int) -> list[Row]:
    """At most so many of the rows, among them the one with the cursor."""
    if len(rows) <= most:
        return rows
    here = next((at for at, row in enumerate(rows) if any(run.role.startswith("cursor") for run in row)), 0)
    top = max(0, min(here - most // 2, len(rows) - most))
    return rows[top : top + most]


def _cut(runs: Sequence[Run], at: int) -> tuple[list[Run], list[Run]]:
    """The runs before and from a place on."""
    before: list[Run] = []
    for index, run in enumerate(runs):
        if at < len(run.text):
            if at:
                before.append(Run(run.text[:at], run.role))
            return before, [Run(run.text[at:], run.role), *runs[index + 1 :]]
        before.append(run)
        at -= len(run.text)
    return before, []
