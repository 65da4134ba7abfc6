"""What the keys of the editor mean, and the answers to its questions: find, go to, vi's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.tui.editor_view import NO_MODES, VI, EditorView, Prompt

if TYPE_CHECKING:
    from tutor.tui.editor import Editor

_VI_LABEL = ":w :q :wq :x :q! :LINE /text  Esc back ▸"


class Commands:
    """Serves one editor; remembers what was looked for last."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._searched = ""

    def do(self, view: EditorView, name: str) -> None:
        """Do one of `editor_area.COMMANDS`, "answer" for the question that is open, or "close KEY"."""
        editor = self._editor
        if name.startswith("close "):
            editor.answered(name.removeprefix("close "))
        elif name in ("close", "break") or (name == "escape" and view.file.program not in VI):
            editor.ask_to_close()
        elif name == "escape":
            view.prompt = Prompt("vi", _VI_LABEL)
        elif name in ("save", "reload", "shell", "leave"):
            getattr(editor, name)()
        elif name in ("next", "previous"):
            self._problem(view, back=name == "previous")
        elif name == "find":
            view.prompt = Prompt("find", "find (^N goes on) ▸")
        elif name == "line":
            view.prompt = Prompt("line", "go to line ▸")
        elif name == "again":
            self._find(view)
        elif name == "answer":
            self._answer(view)

    def _problem(self, view: EditorView, *, back: bool) -> None:
        problem = view.next_problem(back)
        if problem is None:
            view.say("No problems found.")
        else:
            self._editor.area.go(problem.line - 1)

    def _find(self, view: EditorView, words: str = "") -> None:
        """Find the words, or those of the last time."""
        self._searched = words or self._searched
        if not self._searched:
            view.prompt = Prompt("find", "find (^N goes on) ▸")
        elif not self._editor.area.find(self._searched):
            view.say(f"{self._searched!r} is not in the text", "error")

    def _answer(self, view: EditorView) -> None:
        prompt, view.prompt = view.prompt, None
        if prompt is None:
            return
        if prompt.purpose == "line":
            self._go_to(view, prompt.text.strip())
        elif prompt.purpose == "find":
            self._find(view, prompt.text)
        else:
            self._vi(view, prompt.text.strip())

    def _go_to(self, view: EditorView, text: str) -> None:
        if text.isdecimal() and text.isascii():
            self._editor.area.go(int(text[:9]) - 1)
        elif text:
            view.say(f"{text!r} is no line number", "error")

    def _vi(self, view: EditorView, text: str) -> None:
        """The words of vi that make sense without modes."""
        editor, word = self._editor, text.removeprefix(":")
        if text.startswith("/"):
            self._find(view, text[1:])
        elif word == "w":
            editor.save()
        elif word in ("wq", "x", "wq!", "x!"):
            editor.save(editor.close)
        elif word == "q" and view.modified:
            view.say("Not saved: :wq saves and closes, :q! drops the changes", "error")
        elif word in ("q", "q!"):
            editor.close()
        elif word == "$":
            self._go_to(view, str(editor.area.document.line_count))
        elif not word or word.isdecimal():
            self._go_to(view, word)
        else:
            view.say(f":{word} is not known here. {NO_MODES}", "error")
