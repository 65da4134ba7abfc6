"""The editor of the line shell: one prompt of many lines, its problems in the line below, what a build would do after.

No screen is taken over: the text scrolls by as at the prompt, and what came of it is said in sentences.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Always
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import DummyHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style

from tutor.lineshell.prompt import STYLE
from tutor.session.editor.text import shown
from tutor.session.editor.views import Forecast, Look, OpenFile, Problem

if TYPE_CHECKING:
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from tutor.session.port import Sitting

KEYS = "^S save · ^X close · Alt-Enter save and close · F8 next problem"


class LineEditor:
    """Edits one file of a sitting. `say` tells something on a line of its own, once the text is left."""

    def __init__(self, sitting: Sitting, file: OpenFile, say: Callable[[str], None]) -> None:
        self.file = file
        self._sitting = sitting
        self._say = say
        self._told: list[str] = []
        self._note = f"{file.note}. {KEYS}" if file.note else KEYS
        self._over = self._leaving = False
        self._seen: tuple[str, Look] | None = None

    def run(self, source: Input, sink: Output) -> None:
        """Edit until the learner leaves, then say what came of it."""
        plain = "NO_COLOR" in os.environ
        session: PromptSession[str] = PromptSession(
            message=[("class:sign", f"{self.file.shown}\n")], multiline=True, history=DummyHistory(),
            lexer=_Colours(self), key_bindings=self._keys(), style=Style.from_dict(STYLE), bottom_toolbar=self._below,
            prompt_continuation="", color_depth=ColorDepth.DEPTH_1_BIT if plain else None, input=source, output=sink,
            include_default_pygments_style=False,
        )  # fmt: skip
        session.default_buffer.on_text_changed += self._edited
        lines = self.file.text.split("\n")[: max(0, self.file.line - 1)]
        start = min(sum(len(line) + 1 for line in lines), len(self.file.text))
        session.prompt(default=Document(self.file.text, start))
        self._tell()

    # -- saving

    def _save(self, text: str) -> bool:
        saved = self._sitting.save(self.file, text, over=self._over)
        self._over = saved.outdated
        if saved.file is None:
            again = " ^S again writes over it." if saved.outdated else ""
            self._note = f"Not saved: {saved.fault}.{again}"
            self._told = [f"{self._note}\n"]
            return False
        self.file = saved.file
        self._told = [f"Saved {self.file.shown}.\n", *(f"→ {sentence}\n" for sentence in saved.said)]
        self._note = f"Saved. {KEYS}"
        return True

    def _tell(self) -> None:
        """What was saved, what is wrong with it, and what a build would do."""
        if not self._told:
            self._say(f"{self.file.shown} is as it was.\n")
            return
        lines = self._told
        found = self.look(self.file.text).problems
        forecast = self._sitting.forecast(self.file, self.file.text) or Forecast()
        lines += [f"  line {problem.line}: {problem.text}\n" for problem in found]
        lines += [f"→ {forecast.message}\n"] if forecast.message else []
        self._say("".join(lines))

    # -- while typing

    def look(self, text: str) -> Look:
        """Colours and problems of the text; asked once for each text."""
        if self._seen is None or self._seen[0] != text:
            self._seen = (text, self._sitting.look(self.file, text))
        return self._seen[1]

    def _edited(self, buffer: Buffer) -> None:
        self._leaving = self._over = False
        self._note = KEYS

    def _below(self) -> StyleAndTextTuples:
        from prompt_toolkit.application import get_app

        document = get_app().current_buffer.document
        found = self.look(document.text).problems
        line = document.cursor_position_row + 1
        here = next((problem for problem in found if problem.line <= line <= problem.end), None)
        if here is not None:
            text = f"{'error' if here.error else 'warning'}: {here.text}"
        elif found:
            text = (
                f"{len(found)} problem{'s' if len(found) > 1 else ''}, the next in line {_following(found, line).line}"
            )
        else:
            text = ""
        return [("", f"line {line}. {text}\n"), ("", self._note)]

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        eager = Always()

        @keys.add("c-s", eager=eager)
        @keys.add("c-o", eager=eager)
        def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if self._save(buffer.text) and self.file.text != buffer.text:
                buffer.insert_text(self.file.text[len(buffer.text) :], move_cursor=False)  # the last line's end
                self._note = f"Saved. {KEYS}"

        @keys.add("c-x", eager=eager)
        @keys.add("c-c", eager=eager)
        def _(event: KeyPressEvent) -> None:
            if event.current_buffer.text == self.file.text or self._leaving:
                event.app.exit(result="")
            else:
                self._leaving = True
                self._note = "Not saved. ^S saves it, ^X again drops the changes."

        @keys.add("escape", "enter", eager=eager)
        def _(event: KeyPressEvent) -> None:
            if self._save(event.current_buffer.text):
                event.app.exit(result="")

        @keys.add("c-d", eager=eager)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.delete()

        @keys.add("tab", eager=eager)
        def _(event: KeyPressEvent) -> None:
            event.current_buffer.insert_text("    ")

        @keys.add("f8", eager=eager)
        def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            found = self.look(buffer.text).problems
            if found:
                row = _following(found, buffer.document.cursor_position_row + 1).line - 1
                buffer.cursor_position = buffer.document.translate_row_col_to_index(row, 0)

        return keys


def _following(found: tuple[Problem, ...], line: int) -> Problem:
    """The problem after a line, or the first one."""
    return next((problem for problem in found if problem.line > line), found[0])


class _Colours(Lexer):
    """Colours the text as the sitting reads it."""

    def __init__(self, editor: LineEditor) -> None:
        self._editor = editor

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The parts of each line of the document, with their styles."""
        spans = self._editor.look(document.text).spans
        lines = document.lines

        def parts(number: int) -> StyleAndTextTuples:
            if number >= len(lines):
                return []
            text, at = shown(lines[number]), 0
            found: StyleAndTextTuples = []
            for span in spans[number] if number < len(spans) else ():
                found += [("", text[at : span.start]), (f"class:{span.kind}", text[span.start : span.end])]
                at = span.end
            return [*found, ("", text[at:])]

        return parts
