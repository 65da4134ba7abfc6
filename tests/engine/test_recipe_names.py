"""Names and sizes that stand for many."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.engine.recipe_names import expanded, spread


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("plain", ["plain"]),
        ("{a,b}.py", ["a.py", "b.py"]),
        ("{a,b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("x{01..03}", ["x01", "x02", "x03"]),
        ("cp{1250..1252}.so", ["cp1250.so", "cp1251.so", "cp1252.so"]),
        ("/usr/{,local/}bin/", ["/usr/bin/", "/usr/local/bin/"]),
        ("*2.h", ["base.h", "block.h"]),
        ("lib*1.so", ["libbase.so"]),
    ],
)
def test_a_word_stands_for_names(word: str, names: list[str]) -> None:
    assert expanded(word) == names


def test_made_up_names_are_all_different() -> None:
    names = expanded("*5000.h")
    assert len(set(names)) == len(names) == 5000
    assert expanded("*40.h") == names[:40]


@pytest.mark.parametrize("word", ["*99999.h", "{1..99999}", "{0..999}{0..999}"])
def test_too_many_names_are_refused(word: str) -> None:
    with pytest.raises(ValueError, match="more than"):
        expanded(word)


@given(st.integers(0, 10**7), st.lists(st.text(st.characters(codec="utf-8")), min_size=1, max_size=60, unique=True))
def test_sizes_make_the_average_in_all(average: int, seeds: list[str]) -> None:
    sizes = spread(average, seeds)
    assert sum(sizes) == average * len(seeds)
    assert min(sizes) >= 0
    assert max(sizes) <= 5 * average + len(seeds)
