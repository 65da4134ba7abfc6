"""The questions of a step as rows: what is asked, what there is to choose from, what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.session.drawing.canvas import Row, Run
from tutor.session.drawing.prose import prose
from tutor.session.drawing.wrap import wrap_words

if TYPE_CHECKING:
    from tutor.session.views import QuestionView

_ASKS = {
    "choice": "answer with letters: answer a",
    "order": "answer with the letters in order: answer b a",
    "fill": "answer in words: answer …",
    "predict": "your guess: answer …",
}


def card_rows(question: QuestionView, width: int) -> tuple[Row, ...]:
    """One question in rows of at most `width` cells, with the lines that belong together indented alike."""
    sign = {"right": "✓ ", "wrong": "✗ ", "guessed": "… "}.get(question.state, "? ")
    role = "done" if question.state == "right" else "because" if question.state == "wrong" else "ask"
    rows: list[Row] = []
    for at, row in enumerate(prose(question.text, width - 2)):
        rows.append((Run("  " if at else sign, role), *row))
    for letter, option in zip("abcdefghijklmnopqrstuvwxyz", question.options, strict=False):
        chosen = option in question.given.split(", ")
        text = prose(option, width - 7) or ((),)
        rows.append((Run(f"  {'›' if chosen else ' '} {letter}  ", "md.bullet"), *text[0]))
        rows.extend((Run("       ", ""), *row) for row in text[1:])
    if question.given and question.kind != "choice":
        rows.extend(wrap_words([Run("  You said: ", "dim"), Run(question.given, "md.text")], width, "    "))
    if question.said:
        rows.extend(wrap_words([Run("  " + question.said, role)], width, "  "))
    if not question.settled:
        rows.extend(wrap_words([Run("  " + _ASKS[question.kind], "dim")], width, "  "))
    return tuple(rows)
