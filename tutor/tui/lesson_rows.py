"""The lesson pane's rows: the prose, which scrolls, and the checklist, which stays. Knows no screen library."""

from __future__ import annotations

from tutor.session.drawing.canvas import Row, Run, elide
from tutor.session.drawing.cards import card_rows
from tutor.session.drawing.prose import prose
from tutor.session.drawing.stars import par_words, stars
from tutor.session.drawing.wrap import wrap_words
from tutor.session.views import LessonView


def prose_rows(view: LessonView, width: int) -> tuple[Row, ...]:
    """The step's heading and text, its questions, and the last hint."""
    rows = [*wrap_words([Run(view.heading, "md.heading")], width), (), *prose(view.markdown, width)]
    for question in view.questions:
        rows.append(())
        rows.extend(card_rows(question, width))
    if view.done:
        rows.extend(_ending(view, width))
    if view.hint:
        rows.append(())
        rows.extend(wrap_words([Run("Hint  ", "because"), Run(view.hint, "md.text")], width, "      "))
    return tuple(rows)


def checklist_rows(view: LessonView, width: int) -> tuple[Row, ...]:
    """A row for each question and check, wrapped, with a box that is ticked when it is met; then what to do next."""
    rows: list[Row] = []
    for question in view.questions:
        sign, role = ("☑ ", "done") if question.settled else ("☐ ", "todo")
        rows.append((Run(sign + first_words(question.text, width - 2), role),))
    for item in view.checklist:
        sign, role = ("☑ ", "done") if item.done else ("☐ ", "todo")
        rows.extend(wrap_words([Run(sign + item.text, role)], width, "  "))
        if item.note and not item.done:
            rows.extend(wrap_words([Run("  " + item.note, "because")], width, "  "))
    if rows:
        rows.append(())
    rows.extend(wrap_words([Run(*_next(view))], width))
    return tuple(rows)


def _ending(view: LessonView, width: int) -> list[Row]:
    """What a finished lesson used, and how it compares with par."""
    rows: list[Row] = [(), *wrap_words([Run("What you used", "md.heading")], width)]
    for command, about in view.recap:
        rows.extend(wrap_words([Run(command, "md.code"), Run(f"  {about}", "md.text")], width, "  "))
    if view.commands:
        rows.extend([(), *wrap_words([Run(stars(view), "done"), Run(f"  {par_words(view)}", "md.text")], width)])
    return rows


def first_words(text: str, width: int) -> str:
    """A question in one line of at most `width` cells."""
    return elide(" ".join(text.replace("`", "").replace("*", "").split()), width)


def _next(view: LessonView) -> tuple[str, str]:
    if view.done and view.following:
        return f"Lesson done. next (F6) begins “{view.following}”", "done"
    if view.done:
        return "Lesson done, and it was the last one.", "done"
    if view.playing:
        return "Playing. next (F6) comes back to the lesson", "because"
    if view.met:
        return "Step done. next (F6) goes on", "done"
    return "hint · solution · undo · next", "dim"


def progress_text(view: LessonView) -> str:
    """The steps as dots: done, here, to come."""
    dots = ""
    for at, done in enumerate(view.progress, 1):
        dots += "●" if done else "◌" if at == view.step else "○"
    return dots
