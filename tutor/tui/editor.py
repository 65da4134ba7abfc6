"""The editor of one app: opens files, asks the office what they look like and what a build would do, saves, closes.

Each key is painted first. What it means for colours and checks is asked once the learner pauses, what it means for a
build after a longer pause; only the newest question counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.session.editor.views import Forecast, Look, OpenFile, Saved
from tutor.tui.editor_area import EditorArea
from tutor.tui.editor_commands import Commands
from tutor.tui.editor_panes import parts
from tutor.tui.editor_view import NO_MODES, VI, EditorView, Prompt
from tutor.tui.office import FORECAST, LOOK

if TYPE_CHECKING:
    from tutor.tui.app import LayerwiseApp
    from tutor.tui.office import Office

LOOK_PAUSE, FORECAST_PAUSE = 0.02, 0.12
"""Seconds without an edit before colours and checks, and before the forecast, are asked for."""
LONGEST_PAUSE = 0.3
"""Seconds after which colours and checks are asked for even while keys keep coming."""
ROWS_BELOW = 9
"""The most rows that the forecast gets below the text."""

Save = Callable[[OpenFile, str, bool, Callable[[Saved], None]], None]


class Editor:
    """Serves one app. `save(file, text, over, answer)` has a file saved and the scene shown."""

    def __init__(self, app: LayerwiseApp, office: Office, save: Save) -> None:
        self._app = app
        self._office = office
        self._save = save
        self.view: EditorView | None = None
        self._area: EditorArea | None = None
        self._parts = parts(app.painter)
        self._commands = Commands(self)
        self._text = ""
        self._look_timer: asyncio.TimerHandle | None = None
        self._forecast_timer: asyncio.TimerHandle | None = None
        self._first_edit = 0.0
        self._over = self._dropping = False
        self._after: Callable[[], None] | None = None
        self._height = 0
        self._saving = False
        self._next_save: Callable[[], None] | None = None

    # -- opening and closing

    @property
    def is_open(self) -> bool:
        """Whether a file is open."""
        return self.view is not None

    @property
    def unsaved(self) -> bool:
        """Whether something would be lost by closing."""
        return self.view is not None and self.view.modified

    @property
    def pausing(self) -> bool:
        """Whether something will be asked soon."""
        return self._look_timer is not None or self._forecast_timer is not None

    @property
    def area(self) -> EditorArea:
        """The text. Raises AssertionError before a file was opened."""
        assert self._area is not None
        return self._area

    def open(self, file: OpenFile) -> str:
        """Open a file; why not, "" where it is open now."""
        if self.view is not None and (self.view.file.path, self.view.file.container) == (file.path, file.container):
            self.focus()
            return ""
        if self.unsaved:
            assert self.view is not None
            return f"{self.view.file.shown} is open and not saved: F9 goes there, ^S saves it"
        self.view = EditorView(file)
        self._height = 0
        self.view.waiting = True
        if file.program in VI:
            self.view.say(NO_MODES)
        if self._area is None:
            self._area = EditorArea(self._app.painter, "edit-text", self.view, self._seen, self.command)
            for part in self._parts.values():
                part.area = self._area
            self._app.screen.mount(*self._parts.values(), self._area)
            self._app.call_after_refresh(self._show, file)
        else:
            self._show(file)
        return ""

    def _show(self, file: OpenFile) -> None:
        if self.view is None or self.view.file is not file:
            return
        self.area.open(self.view)
        self._text = file.text
        self._arrange()
        self.focus()
        self._ask_look()
        self._ask_forecast()

    def focus(self) -> None:
        """Take the keys."""
        self._app.arrange(upper="editor", zoom=True, rows=self._rows())
        self.area.focus()

    def close(self) -> None:
        """Close without asking."""
        self._drop_timers()
        self._office.forget(LOOK)
        self._office.forget(FORECAST)
        self.view = None
        self._app.arrange(upper="stack", zoom=False, rows=0)
        self._app.shell_pane.focus()
        after, self._after = self._after, None
        if after is not None:
            after()

    def ask_to_close(self, after: Callable[[], None] | None = None) -> None:
        """Close; ask first where something would be lost. `after` is called once it is closed."""
        self._after = after
        if not self.unsaved:
            self.close()
            return
        assert self.view is not None
        name = self.view.file.shown.rpartition("/")[2]
        self.view.say(f"{name} is not saved. Save it?", "ask")
        self.view.prompt = Prompt("close", "Y save · N drop · Esc go back")
        self.focus()
        self.area.refresh()

    # -- what is seen

    def _rows(self) -> int:
        """The height of the forecast; that of the last one where there is none now, or the text would jump."""
        if self.view is not None and self.view.forecast.steps:
            self._height = min(ROWS_BELOW, len(self.view.forecast.steps) + 1)
        return self._height

    def _arrange(self) -> None:
        if self.view is not None and self._app.wish.upper == "editor":
            self._app.arrange(rows=self._rows())

    def _seen(self) -> None:
        view, area = self.view, self._area
        if view is None or area is None:
            return
        if area.view is view:
            view.cursor, view.lines = area.cursor_location, area.document.line_count
            focus = area.has_focus
            if focus != view.focus:
                view.focus = focus
        view.side = bool(self._parts["edit-side"].size)
        for part in self._parts.values():
            part.update()

    def shell(self) -> None:
        """Let the shell have the keys."""
        self._app.arrange(upper="editor", zoom=False)
        self._app.shell_pane.focus()

    def leave(self) -> None:
        """Leave the app."""
        self._app.action_leave()

    def command(self, name: str) -> None:
        """Do what a key, or the answer to a question, asks for."""
        self.edited()  # its message may not have come yet
        if self.view is not None:
            self._commands.do(self.view, name)
            self.refresh()

    def refresh(self) -> None:
        """Draw everything anew that differs."""
        if self._area is not None:
            self._area.refresh()

    def told(self, text: str) -> None:
        """Say what a tutor word said, where the keys are here and the shell may be out of sight."""
        if self.view is not None and text and self.area.has_focus and self.view.prompt is None:
            self.view.say(text, "info")
            self.refresh()

    # -- asking

    def edited(self) -> None:
        """The text has changed."""
        view = self.view
        if view is None or self.area.view is not view:
            return
        text = self.area.text
        if text == self._text:
            return
        self._text = text
        self._over = self._dropping = False
        view.modified = text != view.file.text or (not view.file.stored and bool(text))
        view.waiting = True
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self._look_timer is None:
            self._first_edit = now
        self._drop_timers()
        self._look_timer = loop.call_at(min(now + LOOK_PAUSE, self._first_edit + LONGEST_PAUSE), self._ask_look)
        self._forecast_timer = loop.call_at(now + FORECAST_PAUSE, self._ask_forecast)
        self.refresh()

    def _drop_timers(self) -> None:
        for timer in (self._look_timer, self._forecast_timer):
            if timer is not None:
                timer.cancel()
        self._look_timer = self._forecast_timer = None

    def look_again(self) -> None:
        """The sandbox has changed: the file may have, and what a build would do."""
        if self.view is not None and self._area is not None:
            self._ask_look()
            self._ask_forecast()

    def _ask_look(self) -> None:
        self._look_timer = None
        if self.view is not None:
            file, text = self.view.file, self._text
            self._office.ask(lambda it: it.look(file, text), lambda look: self._looked(file, text, look), LOOK)

    def _ask_forecast(self) -> None:
        self._forecast_timer = None
        if self.view is not None:
            file, text = self.view.file, self._text
            self._office.ask(lambda it: it.forecast(file, text), lambda it: self._foretold(file, text, it), FORECAST)

    def _looked(self, file: OpenFile, text: str, look: Look) -> None:
        view = self.view
        if view is None or view.file is not file:
            return
        if look.stored is not None:
            if not view.modified and text == file.text:
                self._take(look.stored)
                return
            view.say("Changed outside of the editor: ^R reads it anew, ^S twice writes over it", "ask")
        if text == self._text:
            view.looked(text, look)
            self.refresh()

    def _take(self, file: OpenFile) -> None:
        """Show the file as it is now in the sandbox."""
        view = self.view
        assert view is not None
        row, column = self.area.cursor_location
        view.file, view.modified = file, False
        self._text = file.text
        self.area.load_text(file.text)
        self.area.go(row, column)
        view.say("Read anew: the file has changed in the sandbox.", "info")
        self.refresh()
        self._ask_look()
        self._ask_forecast()

    def _foretold(self, file: OpenFile, text: str, forecast: Forecast | None) -> None:
        if self.view is None or self.view.file is not file or forecast is None or text != self._text:
            return
        self.view.foretold(forecast)
        self._arrange()
        self.refresh()

    # -- saving and reading anew

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save; `then` is called once nothing is left to be saved."""
        view = self.view
        assert view is not None
        if not view.modified and view.file.stored:
            view.say("Nothing to save: the file is as it stands here.")
            if then is not None:
                then()
            return
        if self._saving:
            self._next_save = then or (lambda: None)
            return
        self._saving = True
        view.say("Saving …")
        file, text = view.file, self._text
        self._save(file, text, self._over, lambda saved: self._saved(file, text, saved, then))

    def _saved(self, file: OpenFile, text: str, saved: Saved, then: Callable[[], None] | None) -> None:
        self._saving, again = False, self._next_save
        self._next_save = None
        view = self.view
        if view is None or view.file is not file:
            return
        self._over = saved.outdated
        if saved.file is None:
            changed = "Not saved, it changed outside: ^S writes over it, ^R reads it anew"
            view.say(changed if saved.outdated else f"Not saved: {saved.fault}", "error")
            self._after = None
            self.focus()
        else:
            view.file = saved.file
            if self._text == text and saved.file.text != text:  # a last line without an end got one
                place = self.area.cursor_location
                self.area.insert(saved.file.text[len(text) :], self.area.document.end, maintain_selection_offset=False)
                self.area.move_cursor(place)
                self._text = self.area.text
            view.modified = self._text != saved.file.text
            view.say(" ".join(("Saved.", *saved.said)), "info")
            if again is not None and view.modified:
                self.save(again)
            elif (then or again) is not None and not view.modified:
                for call in filter(None, (then, again)):
                    call()
            else:
                self.look_again()
        self.refresh()

    def reload(self) -> None:
        """Read the file anew; asked twice where something would be lost."""
        view = self.view
        assert view is not None
        if view.modified and not self._dropping:
            self._dropping = True
            view.say("^R again drops your changes and reads the file anew", "ask")
            return
        file = view.file

        def answer(look: Look) -> None:
            if self.view is view and view.file is file:
                self._over = self._dropping = False
                self._take(look.stored or file)

        self._office.ask(lambda it: it.look(file, ""), answer, "reload")

    def answered(self, key: str) -> None:
        """The answer to whether to save before closing."""
        view = self.view
        assert view is not None
        if key in ("n", "N"):
            self.close()
        elif key in ("y", "Y", "enter", "ctrl+s", "escape", "c", "C", "ctrl+c"):
            view.prompt = None
            view.say("")
            if key in ("escape", "c", "C", "ctrl+c"):
                self._after = None
            else:
                self.save(self.close)
