"""The stack's layout: what stands where, before any screen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.stacks import alpine, chain, count, image, layer, many, typical, with_ghosts
from tutor.dataclass import replace
from tutor.session.drawing import Drawing, Form, draw
from tutor.session.drawing.blocks import bar_of, block_of, lines_of, size_text, summary, walk
from tutor.session.drawing.canvas import Canvas, Run, ascii_only, cells, cut_row, elide, elide_middle
from tutor.session.drawing.focus import focused
from tutor.session.drawing.light import light
from tutor.session.plain_stack import plain_stack
from tutor.session.views import CacheBox, ContainerBox, ImageTop, LayerNode, Mark, StackView, TagFlag, VolumeBox


def find(drawing: Drawing, text: str) -> tuple[int, int]:
    """The (x, y) where a text stands in a drawing."""
    for y, row in enumerate(drawing.text.split("\n")):
        if text in row:
            return row.index(text), y
    raise AssertionError(f"{text!r} is not in\n{drawing.text}")


def test_what_is_shared_is_drawn_once_below_what_stands_on_it() -> None:
    drawing = draw(typical(), 130, 40)
    assert drawing.form == "columns"
    assert drawing.text.count("alpine-minirootfs-3.20") == 1
    down = [find(drawing, text)[1] for text in ("⚑ app:dev", "RUN apk add", "ADD alpine-minirootfs-3.20")]
    assert down == sorted(down)
    assert find(drawing, "⚑ alpine:3.20")[1] == find(drawing, 'CMD ["/bin/sh"]')[1] - 3


def test_a_container_stands_on_its_image_with_a_dashed_top() -> None:
    drawing = draw(typical(), 130, 40)
    x, y = find(drawing, "web · running")
    rows = drawing.text.split("\n")
    assert rows[y][x - 3 : x] == "╭┄ "
    assert "+3 ~1 −0" in rows[y + 1]
    assert rows[y + 2][x - 3] == "┴"


def test_boxes_share_the_line_between_them() -> None:
    rows = draw(typical(), 130).text.split("\n")
    joint = rows[-4]
    assert joint.startswith("╭")
    assert joint.count("┴") == 4
    assert rows[-1].startswith("╰")


def test_an_image_without_a_name_says_so() -> None:
    drawing = draw(typical(), 130, 40)
    find(drawing, "◌ no name (0f1e2d3)")
    assert ("◌ no name (0f1e2d3)", "dangling") in [(run.text, run.role) for row in drawing.rows for run in row]


def test_ghosts_are_said_in_words_and_signs_and_have_roles() -> None:
    drawing = draw(with_ghosts(), 190)
    roles = {run.role: run.text for row in drawing.rows for run in row}
    assert roles["tag.added"] == "⚐ team/base:1"
    assert roles["tag.added.words"] == "+ new name"
    assert roles["tag.moved.words"] == "→ from alpine:3.19"
    assert roles["tag.removed"] in ("⚑ alpine:3.19", "⚑ edge")
    assert roles["layer.added"].startswith("+ RUN apk add")
    assert "border.added" in roles
    assert drawing.focus is not None
    assert "⚐" in drawing.text.split("\n")[drawing.focus[1]]


def test_nothing_marked_has_no_focus() -> None:
    assert draw(typical(), 130, 40).focus is None


def test_low_panes_fold_metadata_steps_then_more() -> None:
    steps = [("ADD base", 10), *((f"ENV A{n}=1", 0) for n in range(5)), ("RUN a", 5_000_000), ("RUN b", 20)]
    view = count(StackView((chain(steps, image("deep:1")),)))
    heights = [draw(view, 60, height).height for height in (None, 8, 6)]
    assert heights == [11, 7, 5]
    assert "5 metadata steps" in draw(view, 60, 8).text
    assert "3 more steps" in draw(view, 60, 6).text
    assert "RUN a" in draw(view, 60, 6).text


def test_narrow_panes_get_an_outline_and_two_rows_one_line() -> None:
    drawing = draw(typical(), 44, 9)
    assert drawing.form == "outline"
    assert drawing.text.split("\n")[:3] == [
        "▤ 2 steps: ADD alpine-mini…   ▮▮▮▮▮▮  7.8 MB",
        "├ ⚑ alpine:3.20  ⚑ alpine:latest",
        "├ ▤ 4 steps: RUN apk add -…  ▮▮▮▮▮▮▮   48 MB",
    ]
    assert draw(typical(), 76, 1).text == "⚑ 4 images · 5 layers, 1 shared · 1 container · 63 MB"
    assert draw(with_ghosts(), 90, 1).text.startswith("if you press Enter: +2 −2 →1 · ⚑ 4 images")
    assert draw(with_ghosts(), 44, 1).text == "+2 −2 →1 · ⚑ 4 images · 1 container · 63 MB"


def test_hits_lie_on_their_layers() -> None:
    for width in (130, 44):
        drawing = draw(typical(), width, 40)
        rows = drawing.text.split("\n")
        nodes = {node.key: node for node in walk(typical())}
        assert drawing.hits
        for hit in drawing.hits:
            first = hit.key not in [other.key for other in drawing.hits_between(0, hit.y)]
            if drawing.form == "columns" and hit.key in nodes and first:
                assert nodes[hit.key].text[:5] in rows[hit.y][hit.x : hit.end]
        assert list(drawing.hits) == sorted(drawing.hits, key=lambda hit: (hit.y, hit.x))
        others = [(hit.key, rows[hit.y][hit.x : hit.end]) for hit in drawing.hits if hit.key not in nodes]
        named = image("alpine:3.20").id
        assert any(key == f"image {named}" and "⚑ alpine:3.20" in text for key, text in others)
        assert any(key == "container web" and "+3 ~1 −0" in text for key, text in others)
    assert {hit.key for hit in draw(typical(), 130, 40).hits} >= {node.key for node in walk(typical())}


def test_five_hundred_images_become_an_outline() -> None:
    drawing = draw(many(500, 10), 100, 30)
    assert drawing.form == "outline"
    assert drawing.text.count("⚑") == 500


def test_layers_are_as_high_as_there_is_room_by_their_sizes() -> None:
    steps = [("ADD base", 8_000_000), ("ENV A=1", 0), ("RUN small", 9_000), ("RUN big", 400_000_000)]
    view = count(StackView((chain(steps, image("high:1")),)))
    drawing = draw(view, 60, 40)
    rows = {node.text: sum(hit.key == node.key for hit in drawing.hits) for node in walk(view)}
    assert rows == {"ADD base": 3, "ENV A=1": 1, "RUN small": 1, "RUN big": 4}
    assert draw(view, 60, 9).height <= 9
    _, y = find(drawing, "ENV A=1 ╌╌")
    assert drawing.text.split("\n")[y].endswith("╌ 0 B │")


def test_volumes_and_build_cache_stand_beside_or_above() -> None:
    view = replace(
        typical(), volumes=(VolumeBox("data", 4_000, ("web",)),), cache=(CacheBox("c1", "RUN apk add", 9_000_000, 2),),
        cached=7, cache_bytes=30_000_000,
    )  # fmt: skip
    wide = draw(view, 180, 30)
    x, _ = find(wide, "▤ data ← web")
    assert x > 120
    assert "⚑" not in wide.text.split("\n")[-1][x:]
    find(wide, "Build cache (7) 30 MB")
    find(wide, "· RUN apk add ×2")
    assert {"volume data", "cache c1"} < {hit.key for hit in wide.hits}
    narrow = draw(view, 96, 40)
    assert find(narrow, "▤ data")[1] < find(narrow, "⚑ app:dev")[1]
    assert "Volumes" not in draw(view, 96, 12).text
    alone = replace(StackView(), volumes=view.volumes)
    assert "▤ data" in draw(alone, 60, 10).text


def test_the_overview_has_a_row_for_each_base() -> None:
    drawing = draw(many(500, 10), 100, 60, "overview")
    assert drawing.height == 50
    first = drawing.text.split("\n")[0]
    assert first.startswith("▤ team/app0:0")
    assert "10 images, 91 layers" in first
    assert first.count("▂") + first.count("▁") + first.count("▃") == 10


def test_focus_keeps_what_something_stands_on_and_what_stands_on_it() -> None:
    view = typical()
    only = focused(view, f"image {image('app:dev').id}")
    text = draw(only, 130).text
    assert "ADD alpine-minirootfs-3.20" in text
    assert "⚑ app:dev" in text
    assert "3.19" not in text
    assert focused(view, "image nothing") is view
    base = draw(focused(view, view.roots[0].key), 130).text
    assert "⚑ app:dev" in base
    assert "◌ no name" in base


def test_columns_that_do_not_fit_are_wider_when_asked_for() -> None:
    view = many(20, 3)
    assert draw(view, 100, 30).form == "outline"
    drawing = draw(view, 100, 30, "columns")
    assert drawing.form == "columns"
    assert 100 < drawing.width <= 1000
    row = drawing.rows[-1]
    for start in (0, 7, 300):
        cut = "".join(run.text for run in cut_row(row, start, 50))
        assert cut == "".join(run.text for run in row)[start : start + 50]
    assert "".join(run.text for run in cut_row((Run("日本語", ""),), 1, 4)) == " 本 "


@given(st.lists(st.text("ab 日é", min_size=1, max_size=9), max_size=5), st.integers(0, 40), st.integers(0, 40))
def test_a_lit_row_has_the_same_cells_and_is_lit_where_it_should_be(texts: list[str], start: int, more: int) -> None:
    row = tuple(Run(text, "text") for text in texts)
    width = sum(cells(run.text) for run in row)
    lit = light(row, start, start + more)
    assert sum(cells(run.text) for run in lit) == width
    chosen = sum(cells(run.text) for run in lit if run.role == "selected")
    assert chosen == max(0, min(width, start + more) - start)


def test_plain_text_of_an_empty_stack() -> None:
    assert plain_stack(StackView()) == "No images yet. docker pull brings the first one.\n"


def test_plain_text_ends_with_the_totals_and_can_do_without_unicode() -> None:
    text = plain_stack(typical(), 130)
    assert text.endswith("⚑ 4 images · 5 layers, 1 shared · 1 container · 63 MB\n")
    plain = plain_stack(typical(), 130, ascii_art=True)
    assert plain.isascii()
    assert [len(line) for line in plain.split("\n")] == [len(line) for line in text.split("\n")]


def test_a_stack_that_is_read_aloud_is_words_without_lines_and_bars() -> None:
    view = replace(typical(), volumes=(VolumeBox("data", 1000, ("web",)),))
    assert plain_stack(view, 40, spoken=True) == """\
layer: 2 steps: ADD alpine-minirootfs-3.20.3-x86_64.tar.gz /  7.8 MB
  name: alpine:3.20  name: alpine:latest
  layer: 4 steps: RUN apk add --no-cache python3  48 MB
    name: app:dev
    container: web · running  +3 ~1 −0  12 kB
  layer: COPY . /app  9.0 kB
    image without a name (0f1e2d3)
layer: 2 steps: ADD alpine-minirootfs-3.19.4-x86_64.tar.gz /  7.4 MB
  name: alpine:3.19

Volumes (1)
data ← web  1.0 kB

4 images · 5 layers, 1 shared · 1 container · 63 MB
"""


def test_lines_of_a_block_are_top_down() -> None:
    block = block_of(alpine())
    assert [line.text[:12] for line in lines_of(block, 0)] == ['CMD ["/bin/s', "ADD alpine-m"]


@pytest.mark.parametrize(
    ("size", "text", "bar"),
    [(0, "0 B", 0), (999, "999 B", 1), (12_400, "12 kB", 1), (7_830_000, "7.8 MB", 6), (999_600, "1.0 MB", 4),
     (48_000_000, "48 MB", 7), (1_230_000_000, "1.2 GB", 8)],
)  # fmt: skip
def test_sizes_and_bars(size: int, text: str, bar: int) -> None:
    assert size_text(size) == text
    assert len(bar_of(size)) == bar


def test_summary_counts() -> None:
    assert summary(StackView()) == "no images yet"
    assert summary(count(StackView((alpine(),)))) == "⚑ 1 image · 1 layer · 7.8 MB"


def test_wide_characters_take_two_cells() -> None:
    canvas = Canvas(7, 1)
    assert canvas.put(0, 0, "a日b本語", "x") == 8
    assert "".join(run.text for run in canvas.rows()[0]) == "a日b本 "
    assert cells("a日b") == 4
    assert elide("日本語", 5) == "日本…"


def test_names_keep_both_ends() -> None:
    assert elide_middle("registry.example/team/app:1.2.3", 17) == "registry…pp:1.2.3"
    assert elide_middle("short", 17) == "short"


def test_ascii_keeps_the_number_of_cells() -> None:
    assert ascii_only("╭┄ ⚑ a · b → c ☑ 日") == "+- * a - b > c x ??"


# -- any stack ---------------------------------------------------------------------------------------------------------

MARKS = st.sampled_from(("same", "same", "same", "added", "removed"))
NAMES = st.text("abcdefghij/:.-日é", min_size=1, max_size=40)


def images() -> st.SearchStrategy[ImageTop]:
    flags = st.builds(TagFlag, NAMES, st.sampled_from(("same", "added", "removed", "moved")), st.just(""))
    boxes = st.builds(ContainerBox, NAMES, st.sampled_from(("running", "exited", "created")), mark=MARKS)
    return st.builds(ImageTop, st.just("0123456789ab"), st.lists(flags, max_size=4).map(tuple),
                     st.lists(boxes, max_size=2).map(tuple))  # fmt: skip


def make(text: str, size: int, mark: Mark, tops: list[ImageTop], children: list[LayerNode]) -> LayerNode:
    return replace(layer(text, size, images=tuple(tops), children=tuple(children)), mark=mark)


LAYERS = st.recursive(
    st.builds(make, NAMES, st.integers(0, 10**10), MARKS, st.lists(images(), max_size=2), st.just([])),
    lambda children: st.builds(
        make, NAMES, st.integers(0, 10**10), MARKS, st.lists(images(), max_size=1), st.lists(children, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.lists(LAYERS, max_size=3), st.integers(8, 200), st.integers(1, 40))
def test_every_row_of_any_drawing_has_exactly_its_width(roots: list[LayerNode], width: int, height: int) -> None:
    record = CacheBox("0123", "RUN 日本 long " * 3, 10**7, 3, "added")
    beside = (VolumeBox("data", 12, ("web", "日")),), (record,)
    view = replace(count(StackView(tuple(roots))), volumes=beside[0], cache=beside[1], cached=1)
    forms: tuple[Form, ...] = ("auto", "columns", "outline", "overview", "summary")
    for form in forms:
        drawing = draw(view, width, height, form)
        assert {sum(cells(run.text) for run in row) for row in drawing.rows} == {drawing.width}
        assert drawing.width == width or (form == "columns" and drawing.width > width)


@settings(max_examples=50)
@given(st.lists(LAYERS, min_size=1, max_size=3))
def test_no_row_of_a_column_overwrites_another(roots: list[LayerNode]) -> None:
    view = count(StackView(tuple(roots)))
    drawing = draw(view, 2000, 100, "columns")
    taken = [(hit.y, x) for hit in drawing.hits for x in range(hit.x, hit.end)]
    assert len(taken) == len(set(taken))
    layers = {hit.key for hit in drawing.hits if " " not in hit.key}
    assert layers == {node.key for node in walk(view)}
