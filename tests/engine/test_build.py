"""Building: what comes of a Dockerfile, and what is left where a build fails."""

from __future__ import annotations

import pytest

from tests.engine.builders import PATH, Sandbox, instruction
from tutor.engine.build.build import build
from tutor.engine.build.progress import ImageBuilt
from tutor.engine.build.request import BuildRequest
from tutor.engine.images import parts
from tutor.engine.lookup import resolve
from tutor.engine.tag import tag
from tutor.vfs.nodes import File, Symlink


@pytest.fixture
def box() -> Sandbox:
    return Sandbox(images=["alpine:3.20"])


def test_instructions_become_configuration_and_layers(box: Sandbox) -> None:
    result = box.build(
        """FROM alpine:3.20
ARG WHO=Ada
ENV NAME=$WHO GREETING="hello $WHO"
WORKDIR /app/src
COPY --chown=3:4 a.txt .
COPY dir/ ../copied/
ADD --chmod=750 a.txt /b
RUN echo "$GREETING" > greeting && ln -s greeting link
USER 1000:1000
EXPOSE 80 53/udp
VOLUME /data
LABEL a=1 b="two words"
STOPSIGNAL SIGINT
HEALTHCHECK --interval=5s CMD true
SHELL ["/bin/sh", "-ec"]
ENTRYPOINT ["cat"]
CMD ["greeting"]
""",
        {"a.txt": "text", "dir/inner/f": "deep", "dir/g": "g"},
        tags=("app:1",),
        arguments=(("WHO", "Grace"),),
    )
    assert result.failure is None
    settings = box.config("app:1").config
    assert settings.env == (PATH, "NAME=Grace", "GREETING=hello Grace")
    assert (settings.working_dir, settings.user, settings.stop_signal) == ("/app/src", "1000:1000", "SIGINT")
    assert (settings.entrypoint, settings.cmd, settings.shell) == (("cat",), ("greeting",), ("/bin/sh", "-ec"))
    assert (settings.exposed_ports, settings.volumes) == (("53/udp", "80/tcp"), ("/data",))
    assert settings.labels == (("a", "1"), ("b", "two words"))
    files = box.files("app:1")
    copied, added, link = files.get("/app/src/a.txt"), files.get("/b"), files.get("/app/src/link", follow=False)
    assert isinstance(copied, File)
    assert isinstance(added, File)
    assert isinstance(link, Symlink)
    assert (copied.content.read(), copied.uid, copied.gid, added.mode) == (b"text", 3, 4, 0o750)
    assert files.get("/app/copied/inner/f") is not None
    greeting = files.get("/app/src/link")
    assert isinstance(greeting, File)
    assert greeting.content.read() == b"hello Grace\n"


def test_the_image_is_an_index_with_an_attestation(box: Sandbox) -> None:
    result = box.build("FROM alpine:3.20\nRUN true\n", tags=("app",))
    image, attestation = parts(box.state, resolve(box.state, "app").target)
    assert (image.attestation, attestation.attestation) == (False, True)
    assert (image.complete, attestation.complete) == (True, True)
    assert (result.image, result.manifest) == (box.id("app"), image.digest)
    plain = box.build("FROM alpine:3.20\nRUN true\n", tags=("plain",), provenance=False)
    assert plain.image == plain.manifest == box.id("plain")
    assert plain.manifest == result.manifest


def test_steps_are_told_as_they_are_done(box: Sandbox) -> None:
    text = "FROM alpine:3.20 AS one\nRUN echo 1 > /f\nFROM alpine:3.20\nCOPY --from=one /f /g\n"
    box.build(text, tags=("app", "b:2"))
    assert [(step.stage, instruction(step), step.cached) for step in box.steps()] == [
        ("one", "RUN echo 1 > /f", False), ("stage-1", "COPY --from=one /f /g", False),
    ]  # fmt: skip
    assert box.events[-1] == ImageBuilt(("app:latest", "b:2"), box.id("app"))
    assert box.files("app").get("/f") is None


def test_a_rebuild_takes_its_name_over_and_leaves_nothing_nameless(box: Sandbox) -> None:
    box.build("FROM alpine:3.20\nRUN echo 1 > /f\n", tags=("app",))
    first = box.id("app")
    box.build("FROM alpine:3.20\nRUN echo 2 > /f\n", tags=("app",))
    assert box.id("app") != first
    assert set(box.names()) == {"alpine:3.20", "app:latest"}
    box.do(tag, "app", "kept:1")
    kept = box.id("kept:1")
    box.build("FROM alpine:3.20\nRUN echo 3 > /f\n", tags=("app",))
    assert box.id("kept:1") == kept


def test_a_build_without_a_tag_makes_a_nameless_image(box: Sandbox) -> None:
    result = box.build("FROM alpine:3.20\nRUN true\n")
    assert box.names()["<none>"] == result.image


def test_only_the_stages_that_are_needed_run(box: Sandbox) -> None:
    unused, wanted = "FROM alpine:3.20 AS unused\nRUN false\n", "FROM alpine:3.20 AS wanted\nRUN echo hi > /f\n"
    result = box.build(f"{unused}{wanted}FROM wanted\nRUN false\n", tags=("app",), target="wanted")
    assert result.failure is None
    assert box.files("app").get("/f") is not None


def test_a_failing_step_leaves_no_image_and_no_name(box: Sandbox) -> None:
    before = box.state
    result = box.build("FROM alpine:3.20\nRUN echo one > /f\nRUN echo told; exit 3\nRUN echo never\n", tags=("app",))
    assert result.failure is not None
    process = 'process "/bin/sh -c echo told; exit 3"'
    assert result.failure.message == f"failed to solve: {process} did not complete successfully: exit code: 3"
    assert result.failure.tail[-1].endswith("told")
    after = box.state
    for name in ("host", "images", "containers", "volumes", "snapshots", "shells"):
        assert getattr(after, name) == getattr(before, name), name
    assert not any(isinstance(event, ImageBuilt) for event in box.events)


def test_what_a_failing_build_had_done_is_used_by_the_next_one(box: Sandbox) -> None:
    box.build("FROM alpine:3.20\nRUN echo one > /f\nRUN false\n")
    box.build("FROM alpine:3.20\nRUN echo one > /f\nRUN true\n", tags=("app",))
    assert [(instruction(step), step.cached) for step in box.steps()][-2:] == [
        ("RUN echo one > /f", True), ("RUN true", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("dockerfile", "message"),
    [
        ("", "the Dockerfile cannot be empty"), ("RUN true\n", "no build stage in current context"),
        ("FROM alpine:3.20\nNONSENSE x\n", "unknown instruction: NONSENSE"),
        ("FROM nope:1\n", "nope:1: not found"), ("FROM alpine:3.20\nCOPY missing /\n", '"/missing": not found'),
        ("FROM alpine:3.20\nCOPY --from=nowhere /a /b\n", "nowhere"),
        ("FROM Alpine\n", "must be lowercase"), ("FROM alpine:3.20\nCOPY a\n", "COPY requires at least two arguments"),
        ("FROM alpine:3.20\nUSER nobody-here\nRUN true\n", "unable to find user nobody-here"),
    ],
)  # fmt: skip
def test_what_cannot_be_built_changes_nothing(box: Sandbox, dockerfile: str, message: str) -> None:
    before = box.state
    result = box.build(dockerfile, {"a": "1", "b": "2"}, tags=("app",))
    assert result.failure is not None
    assert message in result.failure.message
    for name in ("host", "images", "containers", "content", "snapshots"):
        assert getattr(box.state, name) == getattr(before, name), name


def test_bad_tags_and_platforms_are_refused_before_anything_happens(box: Sandbox) -> None:
    refused = box.refuses(build, BuildRequest(None, b"FROM alpine:3.20\n", tags=("A",)))
    assert refused.message.startswith('invalid tag "A": ')
    box.refuses(build, BuildRequest(None, b"FROM alpine:3.20\n", platforms=("a/b/c/d",)))


def test_the_same_build_gives_the_same_image_in_another_sandbox() -> None:
    ids = []
    for seed in ("one", "other"):
        box = Sandbox(images=["alpine:3.20"], seed=seed)
        text = "FROM alpine:3.20\nCOPY . /app\nRUN echo $$ > /f\n"
        ids.append(box.build(text, {"a": "1"}, provenance=False).image)
    assert ids[0] == ids[1]


def test_a_build_from_scratch_holds_only_what_was_copied() -> None:
    box = Sandbox()
    box.build("FROM scratch\nCOPY a /\n", {"a": "1", "b": "2"}, tags=("tiny",))
    assert [path for path, _ in box.files("tiny").walk()] == ["/", "/a"]
