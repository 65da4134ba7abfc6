"""An image's steps, newest first."""

from __future__ import annotations

from tests.engine.builders import Sandbox
from tutor.engine.commit import commit
from tutor.engine.errors import NOT_FOUND
from tutor.engine.history import MISSING, history
from tutor.engine.images import chain_ids

DOCKERFILE = "FROM alpine:3.20\nENV A=1\nRUN echo hi > /f\nCOPY g /g\n"


def test_each_step_once_with_the_size_of_its_layer() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.build(DOCKERFILE, {"g": "x" * 5000}, tags=("app",))
    rows = history(box.state, "app")
    assert [row.created_by for row in rows] == [
        "COPY g /g # buildkit", "RUN /bin/sh -c echo hi > /f # buildkit", "ENV A=1", 'CMD ["/bin/sh"]',
        "COPY layer1 / # buildkit", "COPY layer0 / # buildkit",
    ]  # fmt: skip
    assert [row.size for row in rows][:4] == [8192 + 4096, 4096 + 4096, 0, 0]
    chains = list(chain_ids(box.config("app")))
    assert [row.chain for row in rows if row.chain] == chains[::-1]
    assert [row.id for row in rows] == [box.id("app"), *[MISSING] * 5]
    assert rows[0].tags == ("app:latest",)


def test_a_committed_image_tells_where_it_comes_from() -> None:
    box = Sandbox(images=["alpine:3.20"])
    box.run("alpine:3.20", "echo hi > /f")
    box.do(commit, "box", "once:1", message="why")
    box.run("once:1", "echo more > /g", "again")
    box.do(commit, "again", "twice:1")
    rows = history(box.state, "twice:1")
    assert [row.id for row in rows][:3] == [box.id("twice:1"), box.id("once:1"), box.id("alpine:3.20")]
    assert [row.tags for row in rows][:3] == [("twice:1",), ("once:1",), ("alpine:3.20",)]
    assert [row.comment for row in rows][:2] == ["", "why"]
    assert len(rows) == len(history(box.state, "alpine:3.20")) + 2


def test_what_is_not_there() -> None:
    box = Sandbox(images=["multi:1.0"])
    assert box.refuses(lambda state, world: history(state, "nope")).kind == NOT_FOUND
    box.refuses(lambda state, world: history(state, "multi:1.0", platform="linux/arm64"))
    assert len(history(box.state, "multi:1.0", platform="linux/amd64")) == 2
