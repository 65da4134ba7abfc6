"""Repetition: what is wrong comes back at once, what is right ever later, and nothing is forgotten."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.course.progress import Progress
from tutor.course.repetition import DAYS, Card, after, order

cards = st.builds(Card, st.integers(0, len(DAYS) - 1), st.integers(0, 30_000), st.integers(0, 9))
days = st.integers(0, 30_000)


@given(st.none() | cards, days)
def test_a_wrong_answer_is_due_at_once(card: Card | None, today: int) -> None:
    found = after(card, False, today)
    assert (found.box, found.due) == (0, today)
    assert found.missed == (card.missed if card else 0) + 1


@given(cards, days)
def test_a_right_answer_never_comes_sooner(card: Card, today: int) -> None:
    found = after(card, True, today)
    assert found.box >= card.box
    assert found.due >= max(today, card.due)
    assert found.missed == card.missed


def test_right_each_time_it_is_due_reaches_the_last_box() -> None:
    card, today, waited = None, 100, []
    for _ in range(8):
        card = after(card, True, today)
        waited.append(card.due - today)
        today = card.due
    assert waited == [*DAYS[1:], DAYS[-1], DAYS[-1], DAYS[-1]]


@given(st.dictionaries(st.integers(1, 66), cards), st.sets(st.integers(1, 66)), days)
def test_the_order_has_all_and_what_is_due_first(known: dict[int, Card], wanted: set[int], today: int) -> None:
    found = order(known, wanted, today)
    assert sorted(found) == sorted(wanted)
    kinds = [1 if number not in known else 0 if known[number].due <= today else 2 for number in found]
    assert kinds == sorted(kinds)
    due = [known[number] for number, kind in zip(found, kinds, strict=True) if kind == 0]
    assert [card.box for card in due] == sorted(card.box for card in due)


def test_cards_are_kept_and_taken_along(tmp_path: object) -> None:
    path = f"{tmp_path}/progress.json"
    one = Progress(path)
    one.practise([16, 35], False, 100)
    one.practise([16], True, 101)
    assert Progress(path).cards == {16: Card(1, 102, 1), 35: Card(0, 100, 1)}
    other = Progress(f"{tmp_path}/other.json")
    other.practise([35], True, 200)
    other.merge(one.table(), {})
    assert other.cards == {35: Card(1, 201, 0), 16: Card(1, 102, 1)}
    broken = {"practised": {"x": [1], "3": [1, "a", 2], "4": [1, 2, 3]}}
    other.merge(broken, {})
    assert other.cards[4] == Card(1, 2, 3)
    assert 3 not in other.cards
