"""When to practise an objective again: Leitner's boxes. Days are numbers since 1970; nothing here knows a clock.

What one gets right moves a box up and comes back later; what one gets wrong goes back to the first box, due at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutor.dataclass import dataclass

DAYS = (0, 1, 3, 7, 16, 35)
"""Days until an objective in each box is due again."""


@dataclass(frozen=True, slots=True)
class Card:
    """Where an objective stands: its box, the day from which it is due, how often it was got wrong."""

    box: int = 0
    due: int = 0
    missed: int = 0


def after(card: Card | None, right: bool, today: int) -> Card:
    """Return the card after an answer; None stands for one that was never asked for."""
    former = card or Card()
    if not right:
        return Card(0, today, former.missed + 1)
    if card is not None and card.due > today:
        return card  # practised before its day: that tells nothing new
    box = min(former.box + 1, len(DAYS) - 1)
    return Card(box, today + DAYS[box], former.missed)


def order(cards: Mapping[int, Card], objectives: Iterable[int], today: int) -> list[int]:
    """Return the objectives, most urgent first.

    First those that are due, of them the lowest box and the longest overdue; then those never practised; then the rest
    by their day.
    """

    def urgency(number: int) -> tuple[int, int, int, int]:
        card = cards.get(number)
        if card is None:
            return (1, 0, 0, number)
        return (0, card.box, card.due, number) if card.due <= today else (2, card.due, 0, number)

    return sorted(objectives, key=urgency)
