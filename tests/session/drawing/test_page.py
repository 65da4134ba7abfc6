"""Pages as rows: every row fits, and links lie on their words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.session.drawing.canvas import cells
from tutor.session.drawing.page import PageLine, page_lines
from tutor.session.inside.target import Target
from tutor.session.inside.views import Document, Entries, Entry, Fact, Facts, Page, Piece, Side, Sides, Tab, Words
from tutor.session.plain_page import plain_page

HERE = Target("image", "sha256:1")
TEXTS = st.text("ab 日é/:…", max_size=50)
TARGETS = st.one_of(st.none(), st.builds(Target, st.sampled_from(("layer", "file")), st.just("k"), path=TEXTS))
MARKS = st.sampled_from(("same", "added", "modified", "removed"))
blocks = st.one_of(
    st.builds(Words, TEXTS),
    st.builds(Facts, TEXTS, st.lists(st.builds(Fact, TEXTS, TEXTS, TEXTS, TARGETS), max_size=4).map(tuple)),
    st.builds(Entries, TEXTS, st.lists(st.builds(Entry, TEXTS, MARKS, st.integers(-1, 10**10), st.integers(0, 30),
                                                 TEXTS, TARGETS), max_size=4).map(tuple), TEXTS),
    st.builds(Sides, TEXTS, TEXTS, TEXTS, st.lists(st.builds(Side, TEXTS, st.sampled_from("=~−+"), TEXTS, TARGETS),
                                                   max_size=4).map(tuple), TEXTS),
    st.builds(Document, TEXTS, st.lists(st.lists(st.builds(Piece, TEXTS, st.just("string"), TARGETS),
                                                 max_size=3).map(tuple), max_size=4).map(tuple)),
)  # fmt: skip
pages = st.builds(
    Page, st.just(HERE), TEXTS, st.lists(blocks, max_size=4).map(tuple), st.lists(blocks, max_size=2).map(tuple),
    st.lists(st.builds(Tab, TEXTS, st.just(HERE)), max_size=4).map(tuple),
)  # fmt: skip


@settings(max_examples=150)
@given(pages, st.integers(20, 200))
def test_rows_fit_and_links_lie_in_them(page: Page, width: int) -> None:
    for line in page_lines(page, width):
        assert sum(cells(run.text) for run in line.row) <= width
        ends = 0
        for spot in line.spots:
            assert ends <= spot.x <= spot.end <= width
            ends = spot.end
    assert plain_page(page, width).endswith("\n")


def text(line: PageLine) -> str:
    return "".join(run.text for run in line.row)


def test_what_is_aside_stands_beside_where_there_is_room() -> None:
    link = Target("file", "k", path="/a")
    page = Page(HERE, "t", (Words("left"),), (Entries("right", (Entry("a", "added", 9, target=link),)),))
    wide = page_lines(page, 120)
    assert text(wide[0]).split() == ["left", "│", "right"]
    spot = wide[1].spots[0]
    assert text(wide[1])[spot.x : spot.end] == "a"
    assert [text(line).split()[0] if line.row else "" for line in page_lines(page, 80)] == ["left", "", "right", "+"]


def test_marks_are_signs_and_long_lists_say_what_they_leave_out() -> None:
    rows = tuple(Entry(f"f{at}", "removed") for at in range(300))
    plain = plain_page(Page(HERE, "t", (Entries("files", rows),)), 80, most=3)
    assert plain.splitlines() == ["t", "", "files", "− f0", "− f1", "− f2", "  … and 297 more"]


def test_the_tab_of_the_page_is_in_brackets() -> None:
    tabs = (Tab("image", HERE), Tab("waste", Target("waste", HERE.key)))
    assert text(page_lines(Page(HERE, "t", (), (), tabs), 80)[0]) == "[1 image]  2 waste "
