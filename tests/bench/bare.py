"""The yardstick: a stock Textual app with one input and one log."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input, RichLog


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield RichLog()
        yield Input(placeholder="type here")

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.query_one(RichLog).write(event.value)
        event.input.value = ""


if __name__ == "__main__":
    Bare().run()
