"""When a step of a build is used again, and when not."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox, instruction
from tutor.engine.build.cache import cache_usage, prune_cache
from tutor.engine.remove import remove

DOCKERFILE = "FROM alpine:3.20\nWORKDIR /app\nCOPY a ./\nRUN cat a > out\nENV X=1\nRUN echo $X > /x\n"
FILES = {"a": "1", "b": "2"}


@pytest.fixture
def box() -> Sandbox:
    made = Sandbox(images=["alpine:3.20"])
    made.build(DOCKERFILE, FILES, tags=("app",))
    return made


def cached(box: Sandbox, dockerfile: str = DOCKERFILE, files: dict[str, str] | None = None, **options: object) -> str:
    """Build again; "c" for each step from the cache, "r" for each that ran."""
    before = len(box.events)
    assert box.build(dockerfile, files or FILES, **options).failure is None
    return "".join("c" if step.cached else "r" for step in box.steps(before))


def test_the_same_again_runs_nothing_and_gives_the_same_image(box: Sandbox) -> None:
    manifest = box.build(DOCKERFILE, FILES, provenance=False).image
    assert cached(box) == "cccc"
    box.now += 3600
    assert box.build(DOCKERFILE, FILES, provenance=False).image == manifest


def test_from_the_first_step_that_differs_on_everything_runs(box: Sandbox) -> None:
    assert cached(box, files={"a": "other", "b": "2"}) == "crrr"
    assert cached(box, DOCKERFILE.replace("cat a", "cat  a")) == "ccrr"
    assert cached(box, DOCKERFILE.replace("X=1", "X=2")) == "cccr"
    assert cached(box, DOCKERFILE.replace("/app", "/srv")) == "rrrr"


def test_files_that_no_step_takes_do_not_matter(box: Sandbox) -> None:
    assert cached(box, files={"a": "1", "b": "other", "c": "new"}) == "cccc"


def test_after_going_back_to_an_old_version_its_steps_are_found_again(box: Sandbox) -> None:
    first = box.build(DOCKERFILE, FILES, provenance=False).image
    assert cached(box, files={"a": "other", "b": "2"}) == "crrr"
    assert cached(box) == "cccc"
    assert box.build(DOCKERFILE, FILES, provenance=False).image == first


def test_a_later_time_stamp_alone_changes_nothing_but_the_mode_does(box: Sandbox) -> None:
    assert cached(box, DOCKERFILE.replace("COPY a", "COPY --chmod=600 a")) == "crrr"


def test_no_cache_runs_all_of_it_or_one_stage(box: Sandbox) -> None:
    assert cached(box, no_cache=True) == "rrrr"
    two = "FROM alpine:3.20 AS one\nRUN echo 1 > /f\nFROM one AS two\nRUN echo 2 > /g\n"
    assert cached(box, two) == "rr"
    assert cached(box, two, no_cache_filter=("two",)) == "cr"


def test_an_argument_counts_where_it_is_used_and_proxies_never(box: Sandbox) -> None:
    text = "FROM alpine:3.20\nRUN true\nARG V=1\nRUN echo $V\n"
    assert cached(box, text) == "rr"
    assert cached(box, text, arguments=(("V", "2"),)) == "cr"
    assert cached(box, text, arguments=(("HTTP_PROXY", "x"),)) == "cc"


def test_the_cache_outlives_the_image_and_pruning_ends_it(box: Sandbox) -> None:
    box.do(remove, "app")
    assert cached(box, tags=("app",)) == "cccc"
    assert all(row.shared == bool(row.size) or not row.size for row in cache_usage(box.state))
    box.do(prune_cache)
    assert cached(box) == "cccc"  # what an image shares is not reclaimed
    rows, freed = box.do(prune_cache, all=True)
    assert len(rows) > 0
    assert cache_usage(box.state) == ()
    assert cached(box) == "rrrr"
    assert freed > 0


def test_another_base_is_another_cache(box: Sandbox) -> None:
    from tutor.engine.pull import pull

    box.do(pull, "alpine:3.19")
    assert cached(box, DOCKERFILE.replace("3.20", "3.19")) == "rrrr"


def test_why_a_step_ran_is_told(box: Sandbox) -> None:
    before = len(box.events)
    box.build(DOCKERFILE, {"a": "other", "b": "2"})
    reasons = {instruction(step): step.reason for step in box.steps(before)}
    assert reasons["WORKDIR /app"] == ""
    assert reasons["COPY a ./"] == "a changed"
    assert reasons["RUN cat a > out"] != ""
