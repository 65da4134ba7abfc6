"""The lesson pane's rows: the prose, which scrolls, and the checklist, which stays. Knows no screen library."""

from __future__ import annotations

from tutor.session.drawing.canvas import Row, Run
from tutor.session.drawing.prose import prose
from tutor.session.drawing.wrap import wrap_words
from tutor.session.views import LessonView


def prose_rows(view: LessonView, width: int) -> tuple[Row, ...]:
    """The step's heading and text, and the last hint."""
    rows = [*wrap_words([Run(view.heading, "md.heading")], width), (), *prose(view.markdown, width)]
    if view.hint:
        rows.append(())
        rows.extend(wrap_words([Run("Hint  ", "because"), Run(view.hint, "md.text")], width, "      "))
    return tuple(rows)


def checklist_rows(view: LessonView, width: int) -> tuple[Row, ...]:
    """A row for each check, wrapped, with a box that is ticked when it is met; then what to do next."""
    rows: list[Row] = []
    for item in view.checklist:
        sign, role = ("☑ ", "done") if item.done else ("☐ ", "todo")
        rows.extend(wrap_words([Run(sign + item.text, role)], width, "  "))
        if item.note and not item.done:
            rows.extend(wrap_words([Run("  " + item.note, "because")], width, "  "))
    if rows:
        rows.append(())
    rows.extend(wrap_words([Run(*_next(view))], width))
    return tuple(rows)


def _next(view: LessonView) -> tuple[str, str]:
    if view.done and view.following:
        return f"Lesson done. next (F6) begins “{view.following}”", "done"
    if view.done:
        return "Lesson done, and it was the last one.", "done"
    if view.checklist and all(item.done for item in view.checklist):
        return "Step done. next (F6) goes on", "done"
    return "hint · solution · undo · next", "dim"


def progress_text(view: LessonView) -> str:
    """The steps as dots: done, here, to come."""
    dots = ""
    for at, done in enumerate(view.progress, 1):
        dots += "●" if done else "◌" if at == view.step else "○"
    return dots
