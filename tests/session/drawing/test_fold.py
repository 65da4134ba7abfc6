"""Folded prose says the same words in lines that fit."""

from hypothesis import given
from hypothesis import strategies as st

from tutor.session.drawing.canvas import cells
from tutor.session.drawing.fold import fold

_WORD = st.text("abcdef-:[]☐層", min_size=1, max_size=8)
_TEXT = st.lists(st.lists(_WORD, max_size=25).map(" ".join), max_size=4).map("\n".join)


@given(_TEXT, st.integers(20, 90))
def test_the_words_stay_and_the_lines_fit(text: str, width: int) -> None:
    folded = fold(text, width)
    assert folded.split() == text.split()
    assert all(cells(line) <= width for line in folded.split("\n"))


def test_what_is_broken_off_stands_below_its_column() -> None:
    assert fold("undo   take back the last command\nlog    short\n", 22) == (
        "undo   take back the\n       last command\nlog    short\n"
    )
    assert fold("☐ a line of the checklist", 16) == "☐ a line of the\n  checklist"
    assert fold("a b c", 20) == "a b c"
