"""Time travel on the screen: between the history pane, the sitting and the stack pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.inside.target import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.session.drawing import Drawing
    from tutor.session.port import Sitting
    from tutor.session.views import Frame, HistoryPoint, Preview
    from tutor.tui.app import LayerwiseApp
    from tutor.tui.desk import Desk
    from tutor.tui.history_pane import HistoryPane
    from tutor.tui.office import Office

    Told = tuple[tuple[HistoryPoint, ...], Sequence[str]]


FRAME = 2.0
"""Seconds for which a frame of a replay is seen at the usual speed."""
REPLAYED = "replay: what has happened so far"


class Past:
    """Serves one app's history pane."""

    def __init__(self, app: LayerwiseApp, desk: Desk, office: Office) -> None:
        self._app = app
        self._desk = desk
        self._office = office

    def open(self) -> None:
        """Show the history beside the stack, and stand at the present."""
        self._app.arrange(upper="history", zoom=True)
        self._app.history_pane.focus()
        self.load(fresh=True)

    def load(self, *, fresh: bool = False) -> None:
        """Ask for the points."""

        def answer(told: Told) -> None:
            self._app.history_pane.show(*told, fresh=fresh)

        self._office.ask(_told, answer, "points")

    def close(self) -> None:
        """Back to the shell; the stack shows what is."""
        self._app.history_pane.motion = None
        self._app.history_pane.title = "History"
        self._app.stack_pane.preview(None)
        self._app.shell_pane.view.say("", "")  # what a point would change is of no interest any more
        self._app.action_shell()
        self._desk.preview()

    def asked(self, message: HistoryPane.Asked) -> None:
        """Do what is asked of a point."""
        point, what = message.point, message.what
        if what == "look":
            self._look(point)
        elif what == "goto":
            self._desk.travel("goto", f"@{point.id}")
        elif what == "mark":
            self._desk.travel("mark", f"@{point.id} {message.text.strip()}".strip())
        elif what == "replay":
            self.replay(point)
        elif what == "frame":
            self._frame(message.other)
        elif what == "compare":
            self._desk.inside(Target("points", str(message.other), other=Target("points", str(point.id))))
        elif what == "edit":
            self.close()
            self._desk.chosen("history", point.command)

    def replay(self, point: HistoryPoint | None = None) -> None:
        """Replay the command of a point, or the last one that changed something."""

        def job(sitting: Sitting) -> tuple[Told, HistoryPoint | None, tuple[Frame, ...]]:
            points = _told(sitting)
            here = [each for each in points[0] if each.place == "past" and each.changed and each.command]
            which = point or (here[-1] if here else None)
            return points, which, sitting.replay(which.id) if which is not None else ()

        def answer(found: tuple[Told, HistoryPoint | None, tuple[Frame, ...]]) -> None:
            app, (points, which, frames) = self._app, found
            if which is None or not frames:
                none = "Nothing to replay: no command has changed anything yet"
                app.shell_pane.view.say(none if point is None else "Nothing led to this point: all begins here", "hint")
                app.shell_pane.update()
                return
            if app.wish.upper != "history":
                app.arrange(upper="history", zoom=True)
                app.history_pane.show(*points, fresh=True)
            app.history_pane.focus()
            app.history_pane.play(which, frames, FRAME * app.speed)

        self._office.ask(job, answer, "replay")

    def _frame(self, number: int) -> None:
        """Show one frame of the replay."""
        app = self._app
        motion, sight = app.history_pane.motion, app.stack_pane.sight
        if motion is None or number >= len(motion.frames):
            return
        frame = motion.frames[number]

        def answer(drawing: Drawing | None) -> None:
            if app.wish.upper == "history" and app.history_pane.motion is motion and motion.at == number:
                app.stack_pane.preview(frame.stack, drawing, REPLAYED)
                app.shell_pane.view.say(frame.caption, "info")
                app.shell_pane.update()

        self._office.ask(lambda sitting: sight.draw(frame.stack) if sight.open else None, answer, "at")

    def _look(self, point: HistoryPoint) -> None:
        """Show in the stack what going to a point would change, and say it."""
        app = self._app
        sight = app.stack_pane.sight

        def job(sitting: Sitting) -> tuple[Preview, Drawing | None]:
            preview = sitting.at(point.id)
            return preview, sight.draw(preview.stack) if preview.stack is not None and sight.open else None

        def answer(found: tuple[Preview, Drawing | None]) -> None:
            preview, drawing = found
            if app.wish.upper != "history" or app.history_pane.chosen is not point:
                return
            app.stack_pane.preview(preview.stack, drawing)
            nothing = "You are here." if point.here else "Images, containers and volumes are the same there."
            app.shell_pane.view.say(preview.message or nothing, "info")
            app.shell_pane.update()

        self._office.ask(job, answer, "at")


def _told(sitting: Sitting) -> Told:
    """The points, and their texts to be searched."""
    points = sitting.points()
    return points, [f"@{point.id} {point.line} {' '.join(point.notes())}".lower() for point in points]
