"""The stack as pictures: well-formed, with everything that the stack says, whatever names and commands hold."""

from __future__ import annotations

import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sandbox import sitting
from tests.support.stacks import ALPINE, APP, OLDER, chain, count, image, layer
from tutor.session.drawing.blocks import walk
from tutor.session.pictures import KINDS, pictured
from tutor.session.pictures.graph import nodes_of
from tutor.session.views import ContainerBox, StackView, VolumeBox

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = (
    "<script>alert(1)</script>", "a & b", 'say "hi"', "]]>", "\x1b[31mred\x07", "\u202eabc", "\\", "%% x", "日本 🚀",
)  # fmt: skip


def a_stack() -> StackView:
    box = ContainerBox("web", "running", 2, 1, 0)
    app = chain(APP, image("app", "team/app:1", "team/app:latest", containers=(box,)))
    alpine = chain(ALPINE, image("alpine", "alpine:3.20"), (app, layer("RUN odd", 5_000, images=(image("none", ""),))))
    older = chain(OLDER, image("older", "alpine:3.19"))
    return count(StackView((alpine, older), volumes=(VolumeBox("data", 1_000, ("web",)),)))


def one(command: str, name: str) -> StackView:
    return count(StackView((chain([(command, 5_000)], image("x", name)),)))


def texts(picture: str) -> list[str]:
    return ["".join(node.itertext()) for node in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def boxes(picture: str) -> list[tuple[float, float, float, float]]:
    """Left, top, right, bottom of each block of layers."""
    rects = [node for node in ElementTree.fromstring(picture).iter(f"{SVG}rect") if node.get("stroke") == "#8b96a2"]
    edges = [[float(node.get(name, "")) for name in ("x", "y", "width", "height")] for node in rects]
    return [(x, y, x + width, y + height) for x, y, width, height in edges]


def test_an_svg_shows_every_layer_name_container_and_volume() -> None:
    view = a_stack()
    said = "\n".join(texts(pictured(view, "svg")))
    for node in walk(view):
        assert node.text[:12] in said
        for top in node.images:
            assert all(f"⚑ {flag.name}" in said for flag in top.flags)
            assert top.flags or f"no name ({top.id[:7]})" in said
    assert "web · running" in said
    assert "+2 ~1 −0" in said
    assert "volume data" in said


def test_what_stands_on_a_box_touches_it_and_nothing_overlaps() -> None:
    found = boxes(pictured(a_stack(), "svg"))
    assert len(found) == len([node for node in nodes_of(a_stack()) if node.kind == "layers"])
    for at, (left, top, right, bottom) in enumerate(found):
        for other in found[:at]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (found[at], other)
    parts = [node for node in nodes_of(a_stack()) if node.kind == "layers"]
    standing = [part for part in parts if part.below >= 0]
    touching = [box for box in found if any(box[3] == other[1] and other[0] <= box[0] < other[2] for other in found)]
    assert len(touching) == len(standing)


def test_everything_lies_within_the_picture() -> None:
    picture = pictured(a_stack(), "svg")
    root = ElementTree.fromstring(picture)
    width, height = float(root.get("width", "")), float(root.get("height", ""))
    for left, top, right, bottom in boxes(picture):
        assert 0 < left < right < width
        assert 0 < top < bottom < height
    for node in root.iter(f"{SVG}text"):
        assert 0 < float(node.get("y", "")) < height


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_or_a_command_cannot_leave_its_place(name: str) -> None:
    view, plain = one(f"RUN {name}", name), one("RUN x", "x")
    root = ElementTree.fromstring(pictured(view, "svg"))
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {"svg", "title", "rect", "text", "path"}
    assert "\x1b" not in pictured(view, "svg")
    for kind in ("mermaid", "dot"):
        lines = pictured(view, kind).split("\n")
        assert len(lines) == len(pictured(plain, kind).split("\n"))
        assert not any(char in line for line in lines for char in "\x1b\x07\u202e")
    for line in pictured(view, "mermaid").split("\n"):
        assert re.fullmatch(r'  n\d+(\["[^"]*"\]|\(\["[^"]*"\]\)|\("[^"]*"\))(:::\w+)?', line) or '"' not in line


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=80))
def test_any_text_leaves_an_svg_well_formed(name: str, command: str) -> None:
    ElementTree.fromstring(pictured(one(command, name), "svg"))


def test_a_graph_has_an_edge_from_each_node_to_what_it_stands_on() -> None:
    view = a_stack()
    nodes = nodes_of(view)
    names = {node.lines[0] for node in nodes if node.kind == "name"}
    assert {"alpine:3.20", "alpine:3.19", "team/app:1", "team/app:latest"} < names
    assert sum(node.below < 0 for node in nodes) == len(view.roots)
    edges = sum(node.below >= 0 for node in nodes)
    assert pictured(view, "mermaid").count(" --- ") == edges
    assert len(re.findall(r" -- ", pictured(view, "dot"))) == edges
    assert all(node.below < at for at, node in enumerate(nodes))


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("name", HOSTILE)
def test_graphviz_draws_it(name: str) -> None:
    view = one(f"RUN {name}", name)
    for text in (pictured(view, "dot"), pictured(a_stack(), "dot")):
        done = subprocess.run(["dot", "-Tplain"], input=text, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\nnode ") == len(nodes_of(a_stack()))


def test_an_empty_stack_is_a_picture_too() -> None:
    for kind in KINDS:
        assert pictured(StackView(), kind).endswith("\n")
    assert texts(pictured(StackView(), "svg")) == ["no images yet"]


def test_the_word_prints_a_picture_or_writes_it_into_the_sandbox() -> None:
    learner = sitting()
    learner.run("docker pull -q alpine:3.20")
    printed = learner.run("stack --svg").text
    assert "⚑ alpine:3.20" in "\n".join(texts(printed))
    assert learner.run("stack --svg out.svg && cat out.svg").text == printed
    assert learner.run("stack --mermaid").text.startswith("flowchart")
    for wrong, told in (("stack --gif", "one of --svg"), ("stack svg", "one of --svg"), ("stack --svg a b", "one of"),
                        ("stack --svg /proc/x/y", "/proc/x/y: ")):  # fmt: skip
        result = learner.run(wrong)
        assert result.code == 1
        assert told in result.text
        assert len(result.text.splitlines()) == 1


def test_what_tutor_words_print_steers_no_terminal() -> None:
    learner = sitting()
    learner.run("docker pull -q alpine:3.20; printf 'FROM alpine:3.20\\nLABEL t=\"a\\033[2Jb\"\\n"
                "RUN echo \\033[2J\\033[H > /tmp/x\\n' > Dockerfile")  # fmt: skip
    assert learner.run("docker build -q -t odd:1 .").code == 0
    words = ("replay", "explain build", "stack", "layer odd:1", "layer odd:1 3", "compare odd:1 alpine:3.20", "log",
             "waste odd:1", "files odd:1 /tmp", "compare @1 @3")  # fmt: skip
    for word in words:
        told = learner.run(word)
        assert told.code == 0, told.text
        assert "\x1b" not in told.text, word
    assert "\x1b" in learner.run("cat Dockerfile").text


def test_a_png_has_the_pictures_shape() -> None:
    pytest.importorskip("resvg_py", reason="the extra png is not installed")
    from tutor.errors import LayerwiseError
    from tutor.session.pictures.png import ZOOM, png

    picture = pictured(a_stack(), "svg")
    try:
        data = png(picture)
    except LayerwiseError as error:
        pytest.skip(str(error))  # no font on this machine
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    root = ElementTree.fromstring(picture)
    assert abs(wide - ZOOM * float(root.get("width", ""))) <= 2
    assert abs(high - ZOOM * float(root.get("height", ""))) <= 2


def test_many_images_fill_rows_that_stay_apart() -> None:
    many = tuple(chain([(f"ADD base-{n} /", 1_000 * n + 1)], image(f"i{n}", f"team/app{n}:1")) for n in range(100))
    found = boxes(pictured(count(StackView(many)), "svg"))
    assert len(found) == 100
    assert max(box[2] for box in found) <= 1700
    for one, two in pairwise(sorted(found)):
        assert one[2] <= two[0] or one[3] <= two[1] or two[3] <= one[1]
