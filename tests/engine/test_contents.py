"""What was worked out once is given again only while it is still true."""

from __future__ import annotations

from tutor.engine.contents import Latest


def test_an_answer_holds_while_the_objects_are_the_same_and_the_options_equal() -> None:
    latest: Latest[int] = Latest()
    asked: list[int] = []

    def work() -> int:
        asked.append(1)
        return len(asked)

    one, other = (1,), ()
    copy = (*one,)
    assert [latest.of((one, other), work, 80), latest.of((one, other), work, 40 * 2)] == [1, 1]
    assert latest.of((one, other), work, 81) == 2
    assert latest.of((copy, other), work, 81) == 3
    assert latest.of((copy, one), work, 81) == 4
    latest.forget()
    assert latest.of((copy, one), work, 81) == 5
