"""Questions: whatever is asked can be answered, and only the right answer is right."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.course.model import Option, Question
from tutor.course.questions import LETTERS, judge, right_answer, shown

TEXT = st.text("uvwxyz ", min_size=1).filter(str.strip)
WORDS = st.lists(TEXT, min_size=2, max_size=6, unique_by=lambda text: " ".join(text.split()))


@given(WORDS, st.data())
def test_a_choice_is_right_exactly_with_all_of_its_right_options(texts: list[str], data: st.DataObject) -> None:
    right = data.draw(st.sets(st.sampled_from(texts), min_size=1))
    question = Question("choice", "?", 1, tuple(Option(text, text in right) for text in texts))
    answer = data.draw(st.sets(st.sampled_from(LETTERS[: len(texts)]), min_size=1))
    chosen = {texts[LETTERS.index(letter)] for letter in answer}
    assert judge(question, "s", " ".join(sorted(answer, reverse=True))).right is (chosen == right)
    assert judge(question, "s", right_answer(question, "s")).right is True


@given(WORDS, st.text(max_size=3))
def test_things_to_order_are_mixed_and_one_order_is_right(texts: list[str], seed: str) -> None:
    question = Question("order", "?", 1, tuple(Option(text, True) for text in texts))
    mixed = shown(question, seed)
    assert mixed != question.options
    assert {option.text for option in mixed} == set(texts)
    right = [order for order in permutations(LETTERS[: len(texts)]) if judge(question, seed, " ".join(order)).right]
    assert [" ".join(order) for order in right] == [right_answer(question, seed)]


@pytest.mark.parametrize("answer", ["latest", "`latest`", " LATEST ", '"latest"'])
def test_a_text_is_right_whatever_its_marks(answer: str) -> None:
    question = Question("fill", "?", 1, answers=("newest", "`latest`"), why="So it is.")
    assert (judge(question, "s", answer).right, judge(question, "s", answer).said) == (True, "So it is.")
    assert judge(question, "s", "late").right is False


def test_a_guess_is_held_against_what_was_printed() -> None:
    free = Question("predict", "?", 1, script="true")
    assert [judge(free, "s", text, "2\n").right for text in ("2", "3")] == [True, False]
    several = Question("predict", "?", 1, (Option("Untagged", False), Option("Deleted", False)), script="true")
    assert [judge(several, "s", text, "Deleted").right for text in ("a", "b", "deleted", "a b", "c")] == [
        False, True, True, None, None,
    ]  # fmt: skip
    assert right_answer(several, "s", "Deleted") == "b"


@pytest.mark.parametrize("answer", ["", "d", "a a", "1"])
def test_what_is_no_answer_is_told_so(answer: str) -> None:
    question = Question("choice", "?", 1, tuple(Option(text, text == "x") for text in ("x", "yy", "zz")))
    judgement = judge(question, "s", answer)
    assert judgement.right is None
    assert judgement.said == "answer with letters from a to c"


def test_letters_may_stand_together_and_an_option_may_be_written_out() -> None:
    question = Question("choice", "?", 1, (Option("one two", True), Option("three", True), Option("four", False)))
    assert [judge(question, "s", text).right for text in ("ab", "a,b", "b) a)", "abc")] == [True, True, True, False]
    assert judge(question, "s", "one two").said == "That is right, but not all of it."


def test_an_order_says_how_far_it_is_right() -> None:
    question = Question("order", "?", 1, (Option("one", True), Option("two", True), Option("three", True)))
    letters = {option.text: letter for letter, option in zip(LETTERS, shown(question, "s"), strict=False)}
    judgement = judge(question, "s", f"{letters['one']} {letters['three']} {letters['two']}")
    assert (judgement.right, judgement.said) == (False, "Number 2 is not three.")
    assert judge(question, "s", letters["one"]).right is None
