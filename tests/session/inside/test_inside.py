"""Looking inside: what pages say of images, layers, containers, held to what the engine keeps."""

from __future__ import annotations

from functools import lru_cache
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sandbox import run, session, sitting
from tutor.engine.errors import EngineError
from tutor.session.drawing.canvas import cells
from tutor.session.drawing.page import page_lines
from tutor.session.inside.find import find
from tutor.session.inside.look import page_of
from tutor.session.inside.seen import SeenImage, image_of
from tutor.session.inside.target import Target, pair
from tutor.session.inside.views import Document, Entries, Entry, Facts, Page, Sides
from tutor.session.inside.waste import waste
from tutor.session.session import Session
from tutor.vfs.nodes import File

DOCKERFILE = (
    "FROM alpine:3.20\\nRUN echo 12345678 > /a; mkdir /d; echo hi > /d/x\\nRUN rm -r /d; echo 1 > /a\\n"
    "CMD [\"sh\"]\\n"
)


@lru_cache(1)
def learner() -> Session:
    """A session with a base, an image on it that wastes a little, a container and a volume."""
    it = session()
    for line in (
        "docker pull -q alpine:3.20",
        f"printf '{DOCKERFILE}' > Dockerfile",
        "docker build -q -t app:1 .",
        "docker volume create data",
        "docker run -v data:/data --name web app:1 sh -c 'echo hi > /new; rm /a; echo kept > /data/f'",
    ):
        code, said = run(it, line)
        assert code == 0, said
    return it


def page(what: str | Target) -> Page:
    """The page of something that is there."""
    state = learner().state
    made = page_of(state, find(state, what) if isinstance(what, str) else what)
    assert made is not None
    return made


def seen(name: str) -> SeenImage:
    """An image by its name."""
    state = learner().state
    image = image_of(state, find(state, name).key)
    assert image is not None
    return image


def facts(of: Page) -> dict[str, str]:
    """All facts of a page by their labels."""
    return {fact.label: fact.text for block in (*of.main, *of.aside) if isinstance(block, Facts) for fact in block.rows}


def entries(of: Page) -> list[Entry]:
    """All files of a page."""
    return [row for block in (*of.main, *of.aside) if isinstance(block, Entries) for row in block.rows]


def sides(of: Page, title: str) -> list[tuple[str, str, str]]:
    """The rows of one of a page's comparisons."""
    return [
        (row.left, row.sign, row.right)
        for block in of.main if isinstance(block, Sides) and block.title.startswith(title)
        for row in block.rows
    ]  # fmt: skip


def test_an_image_has_its_steps_top_first_each_with_a_link() -> None:
    rows = entries(page("app:1"))
    assert [row.name.split()[0] for row in rows] == ["5", "4", "3", "2", "1"]
    assert [row.size for row in rows[:3]] == [0, 8192, 16384]
    assert all(row.target is not None and page(row.target).title.startswith("Step ") for row in rows)
    assert rows[-1].note == "shared with 1 more"


def test_a_layer_knows_what_made_it_its_digests_and_its_files() -> None:
    step = page("app:1#3")
    told = facts(step)
    config = seen("app:1").config
    assert told["created by"].startswith("RUN /bin/sh -c echo 12345678")
    assert told["diff ID"] == config.diff_ids[1]
    assert told["chain ID"] == config.chain_ids[1]
    assert told["digest"] == seen("app:1").manifest.layers[1].digest
    assert [(row.mark, row.name, row.size) for row in entries(step)] == [
        ("added", "a", 9), ("added", "d/", -1), ("added", "x", 3),
    ]  # fmt: skip
    assert [(row.mark, row.name, row.size) for row in entries(page("app:1#4"))] == [
        ("modified", "a", 2), ("removed", "d/", 3),
    ]  # fmt: skip
    assert facts(page("app:1#4"))["hides"] == "12 B"
    assert "diff ID" not in facts(page("app:1#5"))


def test_waste_names_what_stored_and_what_hid_it() -> None:
    lost = waste(seen("app:1").steps)
    told = [(row.path, row.stored, row.hidden, row.deleted, row.size) for row in lost.culprits]
    assert told == [("/a", 3, 4, False, 9), ("/d", 3, 4, True, 3)]
    assert lost.wasted == 12
    base = sum(node.size for _, node in _walk("alpine:3.20"))
    assert lost.stored == base + 9 + 2 + 3
    assert lost.efficiency == pytest.approx((base + 2) / (base + 14))
    assert waste(seen("alpine:3.20").steps).efficiency == 1


def _walk(name: str) -> list[tuple[str, File]]:
    tree = seen(name).tree
    assert tree is not None
    return [(path, node) for path, node in tree.walk() if isinstance(node, File)]


def test_a_file_shows_what_is_in_it_and_who_wrote_it() -> None:
    image = seen("app:1")
    made = page(Target("file", image.steps[3].key, image.id, "/a"))
    document = next(block for block in made.main if isinstance(block, Document))
    assert [[piece.text for piece in line] for line in document.lines] == [["1"]]
    assert {"step 3": "added", "step 4": "modified"}.items() <= facts(made).items()
    gone = page(Target("file", image.steps[3].key, image.id, "/d/x"))
    assert facts(gone)["size"] == "3 B"
    assert "step 4" in facts(gone)


def test_the_tree_is_all_that_a_container_would_find() -> None:
    image = seen("app:1")
    rows = {row.name: row for row in entries(page(Target("tree", image.steps[3].key, image.id, "/")))}
    assert (rows["a"].mark, rows["d/"].mark, rows["etc/"].mark) == ("modified", "removed", "same")
    assert rows["bin/"].note == "step 1"
    assert page(rows["etc/"].target or Target("tree", "")).tabs


def test_documents_link_digests_to_what_they_are_of() -> None:
    image = seen("app:1")
    made = page(Target("document", image.digest, image.id))
    assert made.title == "Manifest"
    links = [piece.target for block in made.main if isinstance(block, Document) for line in block.lines
             for piece in line if piece.target is not None]  # fmt: skip
    assert Target("document", image.manifest.config.digest, image.id) in links
    assert [link.key for link in links if link.what == "layer"] == [step.key for step in image.steps if step.diff]


def test_a_container_and_its_volume_lead_to_each_other() -> None:
    made = page("web")
    assert [(row.mark, row.name) for row in entries(made)][:2] == [("removed", "a"), ("added", "data/")]
    volume = page("data")
    assert facts(volume)["mounted by"] == "web"
    assert [row.name for row in entries(volume)] == ["f"]


def test_a_record_of_the_build_cache_shows_what_its_step_changed() -> None:
    state = learner().state
    record = next(record for record in state.cache.values() if record.text.startswith("RUN rm"))
    made = page(record.id[:12])
    assert facts(made)["step"].startswith("RUN rm -r /d")
    assert [(row.mark, row.name) for row in entries(made)] == [("modified", "a"), ("removed", "d/")]
    first = next(record for record in state.cache.values() if record.text.startswith("RUN echo 1234"))
    assert [row.name for row in entries(page(Target("cache", first.id)))] == ["a", "d/", "x"]


def test_a_layer_stays_to_be_looked_into_when_its_image_is_gone() -> None:
    it = session()
    for line in ("docker pull -q alpine:3.20", "echo 1 > f", "printf 'FROM alpine:3.20\\nCOPY f /\\n' > Dockerfile",
                 "docker build -q -t app .", "docker run -d --name web app sleep 9", "echo 2 > f",
                 "docker build -q -t app ."):  # fmt: skip
        assert run(it, line)[0] == 0
    chain = next(iter(it.state.containers.values())).chain
    made = page_of(it.state, Target("layer", chain))
    assert made is not None
    assert made.title == "A layer without an image"
    assert facts(made)["container"] == "web"
    assert [row.name for row in entries(made)] == ["f"]
    assert entries(made)[0].target is not None
    inner = page_of(it.state, entries(made)[0].target or Target("image", ""))
    assert inner is not None
    assert facts(inner)["size"] == "2 B"


def links(of: Page) -> list[Target]:
    """All that a page leads to."""
    found = [tab.target for tab in of.tabs]
    for block in (*of.main, *of.aside):
        if isinstance(block, Document):
            found += [piece.target for line in block.lines for piece in line if piece.target is not None]
        elif isinstance(block, Facts | Entries | Sides):
            found += [row.target for row in block.rows if row.target is not None]
    return found


@pytest.mark.parametrize("start", ["app:1", "web", "data"])
def test_every_link_leads_to_a_page_that_can_be_drawn(start: str) -> None:
    chance, state = Random(start), learner().state
    todo = [find(state, start), pair(find(state, "alpine:3.20"), find(state, "app:1"))]
    seen_before = set(todo)
    for _ in range(120):
        if not todo:
            break
        target = todo.pop(chance.randrange(len(todo)))
        made = page_of(state, target)
        assert made is not None, target
        width = chance.randrange(20, 160)
        assert all(sum(cells(run.text) for run in line.row) <= width for line in page_lines(made, width))
        fresh = [link for link in links(made) if link not in seen_before]
        seen_before.update(fresh)
        todo += fresh


def test_links_in_circles_and_into_nothing_are_said() -> None:
    it = session()
    file = "FROM alpine:3.20\\nRUN ln -s b /a; ln -s a /b; ln -s /none /c\\n"
    run(it, "docker pull -q alpine:3.20")
    assert run(it, f"printf '{file}' | docker build -q -t l -")[0] == 0
    image = image_of(it.state, find(it.state, "l").key)
    assert image is not None
    for name, about in (("a", "in circles"), ("c", "where nothing is")):
        made = page_of(it.state, Target("file", image.steps[-1].key, image.id, f"/{name}"))
        assert made is not None
        rows = [row for block in made.main if isinstance(block, Facts) for row in block.rows]
        assert [row.about for row in rows if row.label == "leads to"] == [about]


def test_comparing_says_what_is_shared_and_what_differs() -> None:
    state = learner().state
    made = page(pair(find(state, "alpine:3.20"), find(state, "app:1")))
    assert [sign for _, sign, _ in sides(made, "Steps")] == ["+", "+", "+", "=", "="]
    assert sides(made, "Settings") == [("command /bin/sh", "~", "command sh")]
    assert sides(made, "Files") == [("", "+", "/a  2 B")]
    lines = page(pair(find(state, "app:1#3"), find(state, "app:1#4"), "/a"))
    assert sides(lines, "") == [("12345678", "~", "1")]
    same = page(pair(find(state, "app:1"), find(state, "app:1")))
    assert sides(same, "Files") == []


def test_only_two_of_a_kind_are_compared() -> None:
    it = sitting()
    for line in ("docker pull -q alpine:3.20", "docker pull -q alpine:3.19", "docker run --name web alpine:3.20 true"):
        assert it.run(line).code == 0
    both = it.inside("alpine:3.20", "alpine:3.19")
    assert both is not None
    assert both.title == "alpine:3.20 and alpine:3.19"
    assert it.inside("alpine:3.20", "web") is None
    assert it.inside("alpine:3.20", "nope") is None
    assert it.inside("alpine:3.20") is not None
    assert it.inside("nope") is None
    it.close()


@pytest.mark.parametrize(
    ("word", "said"),
    [("nope", "no image, container, volume or digest nope here"), ("app:1#9", "has steps 1 to 5"), ("app:1#", "steps"),
     ("web#1", "only images")],
)  # fmt: skip
def test_what_is_not_there_is_said(word: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        find(learner().state, word)


def test_digests_are_found_by_their_beginnings() -> None:
    image, state = seen("app:1"), learner().state
    step = image.steps[2]
    assert step.blob is not None
    for digest in (step.diff, step.chain, step.blob.digest, step.diff.removeprefix("sha256:")[:12]):
        assert find(state, digest).key == step.key
    assert find(state, image.manifest.config.digest).what == "document"


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("layer app:1 4", 0, "− d/"), ("layer app:1", 0, " 5 CMD"), ("files app:1#4", 0, "~ a  was 9 B"),
        ("files app:1 /etc/os-release", 0, "Alpine Linux"), ("files web", 0, "+ new"), ("files data", 0, "f "),
        ("waste app:1", 0, "stored in step 3, deleted in step 4"), ("compare app:1#3 app:1#4 /a", 0, "~ 1"),
        ("compare app:1 web", 1, "only two images"), ("files app:1 /nope", 1, "nothing is there"),
        ("waste", 1, "waste IMAGE"), ("layer nope", 1, "no image"),
    ],
)  # fmt: skip
def test_the_words_print_the_same_pages(line: str, code: int, said: str) -> None:
    it = learner()
    got, text = run(it, line)
    assert got == code
    assert said in text


NAMES = ("a", "b", "d/x", "d/y", "e")
commands = st.one_of(
    st.tuples(st.sampled_from(NAMES), st.integers(0, 40)).map(
        lambda pair: f"mkdir -p /w/d; head -c {pair[1]} /dev/zero > /w/{pair[0]}"
    ),
    st.sampled_from(("a", "b", "d", "d/x", "e")).map(lambda name: f"rm -rf /w/{name}"),
    st.just("mkdir -p /w/d; chmod 600 /w/*"),
)


@settings(max_examples=12, deadline=None)
@given(st.lists(commands, min_size=1, max_size=5))
def test_waste_is_what_is_stored_less_what_is_seen(lines: list[str]) -> None:
    """The law: all stored bytes are those of the files that are seen and those that are hidden."""
    it = session()
    run(it, "docker pull -q alpine:3.20")
    file = "FROM alpine:3.20\\n" + "".join(f"RUN {line}\\n" for line in lines)
    code, said = run(it, f"printf '{file}' | docker build -q -t w -")
    assert code == 0, said
    image = image_of(it.state, find(it.state, "w").key)
    assert image is not None
    assert image.tree is not None
    lost = waste(image.steps)
    base = {path for path, _ in _walk("alpine:3.20")}
    shown = sum(node.size for path, node in image.tree.walk() if isinstance(node, File) and path not in base)
    base_size = sum(node.size for _, node in _walk("alpine:3.20"))
    assert lost.stored - lost.wasted == base_size + shown
    assert 0 < lost.efficiency <= 1
    assert (lost.efficiency == 1) == (lost.wasted == 0)
