"""What the shell pane shows."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.session.drawing.canvas import cells
from tutor.session.views import Completion, Piece, PromptView, Span
from tutor.shell.terminal import CTRL_D
from tutor.tui.shell_view import Menu, ShellView, lit, shifted


def text(view: ShellView, width: int = 60, height: int = 12) -> list[str]:
    """What is seen, without the empty rows at the end."""
    rows = ["".join(run.text for run in row).rstrip() for row in view.rows(width, height)]
    while rows and not rows[-1]:
        rows.pop()
    return rows


def roles(view: ShellView) -> dict[str, str]:
    return {run.role: run.text for row in view.rows(60, 12) for run in row}


def test_the_line_follows_the_output_and_the_message_follows_the_line() -> None:
    view = ShellView()
    view.begin("ls", ())
    view.output([Piece("a  b\n"), Piece("wrong\n", "stderr")])
    view.ended(1)
    view.edit.insert("docker tag")
    view.say("SOURCE_IMAGE is missing", "hint")
    rows = text(view)
    assert rows[0].startswith("── learner@layerwise ~ ─")
    assert rows[0].endswith("exit status 1 ──")
    assert rows[1:] == ["$ ls", "a  b", "wrong", "$ docker tag", "  SOURCE_IMAGE is missing"]


def test_when_there_is_more_than_fits_the_end_is_seen_until_one_scrolls_back() -> None:
    view = ShellView()
    view.output([Piece("".join(f"{n}\n" for n in range(50)))])
    assert text(view)[-2:] == ["49", "$"]
    view.scroll(10)
    assert text(view)[-2:] == ["39", "$"]
    assert "10 rows back" in text(view)[0]
    view.scroll(1000)
    assert text(view)[1] == "0"
    view.edited("")
    assert text(view)[-2:] == ["49", "$"]


def test_a_long_line_wraps_and_keeps_its_cursor() -> None:
    view = ShellView()
    view.edit.insert("x" * 130)
    rows = text(view)
    assert [len(row) for row in rows[1:4]] == [60, 60, 12]
    view.edit.home()
    assert roles(view)["cursor"] == "x"


def test_the_prompt_of_a_container_says_which() -> None:
    view = ShellView()
    view.prompt = PromptView("root", "3f2a", "/app", "/app # ", "> ", ("web", "inner"))
    assert text(view)[0].startswith("── web ▸ inner ▸ root@3f2a /app · exit leaves ─")
    assert text(view)[1] == "/app #"
    assert "sign.nested" in roles(view)


def test_an_unfinished_command_goes_on_in_a_line_of_its_own() -> None:
    view = ShellView()
    view.edit.insert("do")
    view.go_on("for i in 1 2")
    assert text(view)[1:] == ["$ for i in 1 2", "> do"]
    assert view.edit.cursor == len("for i in 1 2\ndo")
    view.edit.insert("ne")
    view.begin(view.edit.take(), ())
    assert text(view)[1:] == ["$ for i in 1 2", "> done", "$"]
    assert "^C stops" in text(view)[0]


def test_a_command_of_many_lines_shows_the_cursors_part() -> None:
    view = ShellView()
    view.edit.insert("\n".join(f"line {n}" for n in range(30)))
    assert text(view)[-1] == "> line 29"
    assert len(text(view)) == 11  # the last row is the message's
    view.edit.to(0)
    assert text(view)[1] == "$ line 0"


def test_the_mode_of_vi_keys_stands_beside_the_title() -> None:
    view = ShellView()
    view.mode = "command mode"
    assert text(view)[0].endswith("command mode ──")


def test_pasted_lines_ask_first() -> None:
    view = ShellView()
    view.pasted = ("a", "b")
    assert "2 lines pasted. Enter runs them one by one" in text(view)[2]


def test_searching_shows_what_is_looked_for() -> None:
    view = ShellView()
    view.edit.load_history(["docker pull a"])
    view.edit.search_more()
    view.edit.search_type("pull")
    assert text(view)[1] == "search “pull”: docker pull a"
    view.edit.search_type("x")
    assert text(view)[1].startswith("no match for “pullx”")


def test_the_menu_shows_descriptions_and_marks_what_is_chosen() -> None:
    view = ShellView()
    items = tuple(Completion(f"item{n}", f"about {n}", "image") for n in range(20))
    view.menu = Menu(items, 0, "", 0, 15)
    rows = text(view, 60, 14)
    chosen = next(row for row in rows if "item15" in row)
    assert chosen.strip().startswith("▸ item15")
    assert "about 15" in chosen
    assert any("/20" in row for row in rows)


def test_the_suggestion_is_dim_and_behind_the_cursor() -> None:
    view = ShellView()
    view.edit.load_history(["docker pull alpine"])
    view.edit.insert("docker p")
    assert roles(view)["suggestion"] == "ll alpine"
    assert roles(view)["cursor"] == "u"


def test_spans_colour_the_line() -> None:
    runs = lit("docker tag\nx", (Span(0, 6, "program"), Span(7, 10, "subcommand")))
    assert [(run.text, run.role) for run in runs] == [
        ("docker", "sp.program"), (" ", "text"), ("tag", "sp.subcommand"), ("\nx", "text"),
    ]  # fmt: skip


def test_spans_are_guessed_after_an_edit() -> None:
    spans = (Span(0, 6, "program"), Span(7, 10, "subcommand"))
    assert shifted(spans, "docker tag", "docker tags") == (Span(0, 6, "program"), Span(7, 11, "subcommand"))
    assert shifted(spans, "docker tag", "docker tag ") == spans
    assert shifted(spans, "docker tag", "xdocker tag")[1] == Span(8, 11, "subcommand")
    assert shifted(spans, "docker tag", "tag") == (Span(0, 3, "subcommand"),)


TEXTS = st.text("ab :/日\n", max_size=12)


@given(TEXTS, TEXTS, st.integers(0, 12), st.integers(0, 12))
def test_guessed_spans_lie_in_the_line(old: str, new: str, start: int, length: int) -> None:
    spans = (Span(min(start, len(old)), min(start + length, len(old)), "image"),) if old else ()
    for span in shifted(spans, old, new):
        assert 0 <= span.start < span.end <= len(new)


@settings(max_examples=60)
@given(st.integers(10, 120), st.integers(1, 40), TEXTS, TEXTS, st.integers(0, 9))
def test_rows_fill_any_pane_exactly(width: int, height: int, line: str, message: str, items: int) -> None:
    view = ShellView()
    view.output([Piece("some output\nwith lines\n" * 8)])
    view.edit.insert(line)
    view.say(message, "error")
    if items:
        view.menu = Menu(tuple(Completion(f"i{n}", message, "x") for n in range(items)), 0, line, 0, 0)
    rows = view.rows(width, height)
    assert len(rows) >= height
    assert all(sum(cells(run.text) for run in row) <= width for row in rows)


def test_a_programs_line_and_one_that_is_not_shown() -> None:
    view = ShellView()
    view.prompt = PromptView(sign=">>> ", program=True)
    view.edit.insert("x = 1")
    assert ">>> x = 1" in "\n".join(text(view))
    assert "a program reads this line" in text(view)[0]
    view.begin(CTRL_D, ())
    view.ended(0)
    view.prompt = PromptView(sign="Password: ", program=True, seen=False)
    view.begin("secret", ())
    view.ended(0)
    assert "secret" not in "\n".join(text(view))
    view.edit.take()
    view.edit.insert("other")
    assert "other" not in "\n".join(text(view))
