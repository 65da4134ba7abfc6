"""The line being typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tutor.tui.editline import EditLine


def typed(text: str, *actions: str, history: tuple[str, ...] = ()) -> EditLine:
    line = EditLine(history)
    line.insert(text)
    for action in actions:
        getattr(line, action)()
    return line


def test_typing_and_moving() -> None:
    line = typed("docker", "home", "right", "right")
    line.insert("X")
    assert (line.text, line.cursor) == ("doXcker", 3)
    line.backspace()
    line.delete()
    assert (line.text, line.cursor) == ("doker", 2)


def test_words_end_at_signs_but_ctrl_w_cuts_to_the_space() -> None:
    line = typed("docker tag alpine:3.20 team/base:1", "word_left", "word_left")
    assert line.text[line.cursor :] == "base:1"
    line.end()
    line.kill_word_back()
    assert line.text == "docker tag alpine:3.20 "
    line.kill_part_back()
    assert line.text == "docker tag alpine:3."


def test_what_is_cut_in_one_go_comes_back_in_one_piece() -> None:
    line = typed("one two three", "kill_word_back", "kill_word_back")
    assert line.text == "one "
    line.home()
    line.yank()
    assert line.text == "two threeone "
    line.kill_to_end()
    line.yank()
    assert line.text == "two threeone "


def test_cut_here_says_whether_yank_or_redo_is_meant() -> None:
    line = typed("abc")
    seen = [line.cut_here]
    line.kill_to_start()
    seen.append(line.cut_here)
    line.take()
    seen.append(line.cut_here)
    assert seen == [False, True, False]


def test_history_keeps_the_draft() -> None:
    line = typed("draft", "older", "older", "older", history=("first", "second"))
    assert line.text == "first"
    line.newer()
    line.newer()
    line.newer()
    assert line.text == "draft"


def test_remembering_skips_blanks_and_repetitions() -> None:
    line = EditLine(("a",))
    line.insert("typed")
    assert line.take() == "typed"
    assert line.text == ""
    for text in ("a", " ", "", "b"):
        line.remember(text)
    assert line.history == ["a", "b"]
    line.older()
    assert line.text == "b"


def test_search_goes_backwards_and_can_be_cancelled() -> None:
    line = EditLine(("docker pull a", "ls", "docker pull b", "pwd"))
    line.insert("draft")
    line.search_more()
    for char in "pull":
        line.search_type(char)
    assert line.text == "docker pull b"
    line.search_more()
    assert line.text == "docker pull a"
    line.search_more()
    assert line.search is not None
    assert line.search.failing
    line.search_erase()
    assert line.text == "docker pull b"
    line.search_cancel()
    assert line.text == "draft"
    line.search_type("ignored")
    assert line.text == "draft"


def test_suggestion_is_the_newest_line_that_begins_so() -> None:
    line = EditLine(("docker pull a", "docker pull b", "ls"))
    line.insert("docker p")
    assert line.suggestion() == "ull b"
    line.left()
    assert line.suggestion() == ""


def test_transpose() -> None:
    assert typed("ab", "transpose").text == "ba"
    assert typed("a", "transpose").text == "a"


def test_a_command_of_many_lines_is_one_text_with_a_cursor_that_goes_up_and_down() -> None:
    line = typed("for i in 1\ndo echo\ndone", history=("older",))
    line.up()
    assert line.text[line.cursor :] == "cho\ndone"
    line.home()
    assert line.text[line.cursor :] == "do echo\ndone"
    line.kill_to_end()
    assert line.text == "for i in 1\n\ndone"
    line.kill_to_end()
    assert line.text == "for i in 1\ndone"
    line.up()
    line.up()
    assert line.text == "older"
    line.down()
    assert line.text == "for i in 1\ndone"


def test_what_is_not_whole_is_put_before_what_was_typed_since() -> None:
    line = typed("do")
    line.go_on("for i in 1 2")
    assert (line.text, line.text[: line.cursor]) == ("for i in 1 2\ndo", "for i in 1 2\ndo")


def test_undo_takes_back_a_word_or_what_one_key_did() -> None:
    line = EditLine()
    for char in "docker ps":
        line.insert(char)
    line.kill_to_start()
    seen = []
    for _ in range(4):
        line.undo()
        seen.append(line.text)
    assert seen == ["docker ps", "docker", "", ""]


def test_the_last_word_of_older_lines_and_the_case_of_words() -> None:
    line = EditLine(("docker pull alpine", "docker run web"))
    line.insert("x ")
    line.last_word()
    assert line.text == "x web"
    line.last_word()
    assert line.text == "x alpine"
    line.home()
    line.upper()
    line.capitalize()
    assert line.text == "X Alpine"
    line.home()
    line.lower()
    assert line.text == "x Alpine"


ACTIONS = [
    "backspace", "delete", "left", "right", "home", "end", "word_left", "word_right", "kill_to_end", "kill_to_start",
    "kill_word_back", "kill_part_back", "kill_word_forward", "yank", "transpose", "older", "newer", "search_more",
    "search_cancel", "search_accept", "search_erase", "insert", "remember", "up", "down", "undo", "take", "newline",
    "upper", "lower", "capitalize", "last_word", "go_on",
]  # fmt: skip


@given(st.lists(st.sampled_from(ACTIONS), max_size=40), st.text("ab /:é日\n", max_size=5))
def test_the_cursor_never_leaves_the_line(actions: list[str], text: str) -> None:
    line = EditLine(("one two", "three"))
    for action in actions:
        if action in ("insert", "remember", "go_on"):
            getattr(line, action)(text)
        else:
            getattr(line, action)()
        assert 0 <= line.cursor <= len(line.text)
