"""The prompt on a terminal, by prompt_toolkit: editing, history, completion and colours from the sitting itself."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import run_in_terminal
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import DummyHistory, InMemoryHistory
from prompt_toolkit.input import Input, create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.lexers import Lexer
from prompt_toolkit.output import ColorDepth, Output, create_output
from prompt_toolkit.styles import Style

if TYPE_CHECKING:
    from typing import TextIO

    from tutor.session.editor.views import OpenFile
    from tutor.session.port import Sitting
    from tutor.session.views import PromptView, Span

STYLE = {
    "sign": "bold ansigreen", "program": "bold ansigreen", "subcommand": "ansigreen", "option": "ansibrightblue",
    "image": "ansiyellow", "path": "underline", "string": "ansibrightgreen", "variable": "ansibrightmagenta",
    "operator": "ansibrightyellow", "keyword": "bold ansibrightyellow", "comment": "italic", "number": "ansicyan",
    "error": "underline ansibrightred", "argument": "", "text": "",
}  # fmt: skip


class SittingCompleter(Completer):
    """Completes with what the sitting knows."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        """The ways to go on at the cursor."""
        found = self._sitting.complete(document.text, document.cursor_position)
        for item in found.items:
            space = "" if item.kind == "folder" or item.text[-1:] in ("=", ":") else " "
            yield Completion(
                item.text + space, start_position=found.start - document.cursor_position, display=item.text,
                display_meta=item.description,
            )  # fmt: skip


class SittingLexer(Lexer):
    """Colours a line as the sitting reads it."""

    def __init__(self, sitting: Sitting) -> None:
        self._sitting = sitting

    def lex_document(self, document: Document) -> Callable[[int], StyleAndTextTuples]:
        """The parts of each line of the document, with their styles."""
        lines = fragments(document.text, self._sitting.highlight(document.text))
        return lambda number: lines[number] if number < len(lines) else []


def fragments(text: str, spans: Iterable[Span]) -> list[StyleAndTextTuples]:
    """The text's lines in styled parts."""
    parts: list[tuple[str, str]] = []
    at = 0
    for span in spans:
        parts.append(("", text[at : span.start]))
        parts.append((f"class:{span.kind}", text[span.start : span.end]))
        at = span.end
    parts.append(("", text[at:]))
    lines: list[StyleAndTextTuples] = [[]]
    for style, part in parts:
        for index, piece in enumerate(part.split("\n")):
            if index:
                lines.append([])
            if piece:
                lines[-1].append((style, piece))
    return lines


class _Unseen(Processor):
    """Shows nothing of what is typed: a password."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """Nothing."""
        return Transformation([])


class Prompt:
    """Asks for whole commands: Enter goes on in a further line while something is missing.

    `source` and `sink` replace the terminal in tests.
    """

    def __init__(
        self, sitting: Sitting, stdin: TextIO, stdout: TextIO, source: Input | None = None, sink: Output | None = None,
        *, vi: bool = False,
    ) -> None:  # fmt: skip
        self._sitting = sitting
        history = InMemoryHistory([entry.line for entry in sitting.history()])
        plain = "NO_COLOR" in os.environ
        self._answers = InMemoryHistory()
        self._input, self._output = source or create_input(stdin), sink or create_output(stdout)
        self._session: PromptSession[str] = PromptSession(
            completer=SittingCompleter(sitting), complete_while_typing=False, lexer=SittingLexer(sitting),
            history=history, auto_suggest=AutoSuggestFromHistory(), multiline=True, key_bindings=self._keys(),
            style=Style.from_dict(STYLE), prompt_continuation=lambda width, number, soft: sitting.prompt().continuation,
            color_depth=ColorDepth.DEPTH_1_BIT if plain else None, input=self._input,
            output=self._output, vi_mode=vi,
        )  # fmt: skip

    def ask(self) -> str | None:
        """One command; None at the end of input (Ctrl-D). Raises KeyboardInterrupt for Ctrl-C."""
        view = self._sitting.prompt()
        if view.program:
            return self._answer(view)
        where = f"{view.cwd} {view.sign}" if not view.depth else f"{' > '.join(view.nested)} {view.sign}"
        try:
            return self._session.prompt([("class:sign", where)])
        except EOFError:
            return None

    def _answer(self, view: PromptView) -> str | None:
        """One line for a program that reads the terminal."""
        session: PromptSession[str] = PromptSession(
            history=self._answers if view.seen else DummyHistory(), input_processors=[] if view.seen else [_Unseen()],
            style=Style.from_dict(STYLE), input=self._input, output=self._output,
        )  # fmt: skip
        try:
            return session.prompt([("class:sign", view.sign)])
        except EOFError:
            return None

    def edit(self, file: OpenFile, say: Callable[[str], None]) -> None:
        """Let the learner edit a file; `say` is told what came of it."""
        from tutor.lineshell.editor import LineEditor

        LineEditor(self._sitting, file, say).run(self._input, self._output)

    def _keys(self) -> KeyBindings:
        keys = KeyBindings()
        sitting = self._sitting

        @keys.add("enter")
        def _(event: KeyPressEvent) -> None:
            buffer = event.current_buffer
            if sitting.missing(buffer.text):
                buffer.insert_text("\n")
            else:
                buffer.validate_and_handle()

        @keys.add("escape", "enter")
        def _(event: KeyPressEvent) -> None:
            text = event.current_buffer.text
            preview = sitting.preview(text, event.current_buffer.cursor_position)
            message = preview.message or "This line would change nothing."
            run_in_terminal(lambda: event.app.output.write(f"{message}\n"))

        return keys
