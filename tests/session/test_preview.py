"""What a line would do, said before Enter: the right sentence, and nothing changes."""

from __future__ import annotations

import pytest

from tests.support.sandbox import run, session, sitting
from tutor.session.complete import complete
from tutor.session.drawing.blocks import walk
from tutor.session.picture import picture
from tutor.session.preview import preview
from tutor.session.session import Session
from tutor.session.stack import Forest
from tutor.session.views import Preview


@pytest.fixture(scope="module")
def learner() -> Session:
    made = session()
    made.interactive = True
    for line in (
        "docker pull alpine:3.20", "docker pull alpine:3.19", "docker tag alpine:3.20 team/base:1",
        "docker run -d --name web alpine:3.20 sleep 100",
    ):  # fmt: skip
        assert run(made, line)[0] == 0
    return made


def of(learner: Session, line: str) -> Preview:
    before = learner.state.digest
    found = preview(learner, line, len(line), Forest(picture(learner.state)))
    assert learner.state.digest == before
    return found


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker tag alpine:3.20 team/base:2", "Would add tag team/base:2 to the image that alpine:3.20 names."),
        ("docker tag alpine:3.19 team/base:1", "Would move tag team/base:1"),
        ("docker rmi alpine:3.19", "Would remove tag alpine:3.19. Would free 1 layer"),
        ("docker pull busybox:1.36", "Would add tag busybox:1.36 on a new image. Would add 1 layer"),
        ("docker rm -f web", "Would remove container web (running)."),
        ("docker stop web", "Container web would be exited with code 137, not running."),
        ("docker exec web touch /a", "Would change files of container web: +1 ~0 −0 against its image."),
        ("docker run -it --name box alpine:3.20 sh", "Would add container box (running)."),
        ("for i in 1 2; do docker tag alpine:3.20 v:$i; done", "Would add tag v:2"),
    ],
)
def test_a_line_that_changes_what_is_drawn_is_drawn_and_told(learner: Session, line: str, said: str) -> None:
    found = of(learner, line)
    assert said in found.message
    assert found.kind != "error"
    assert found.stack is not None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker pull alpine:3.21", "no such image alpine:3.21 — 3.18, 3.19 and 3.20 exist"),
        ("docker pull alpinx", "the hub has no image alpinx: did you mean alpine?"),
        ("docker rmi alpine:3.18", "no such image alpine:3.18 — 3.19 and 3.20 exist"),
        ("docker rm web", "would fail: cannot remove container"),
        ("docker tag alpine:3.20 Bad:Name", "would fail: error parsing reference"),
        ("docker build -t x .", "would fail: ERROR: failed to build"),
        ("docker image lst", "docker image has no command lst: did you mean ls?"),
        ("dcoker ps", "no command dcoker: did you mean docker?"),
    ],
)
def test_a_line_that_would_fail_says_why_and_draws_nothing(learner: Session, line: str, said: str) -> None:
    found = of(learner, line)
    assert said in found.message
    assert found.kind == "error"
    assert found.stack is None


FILE = "printf 'FROM alpine:3.20\\nWORKDIR /app\\nCOPY app.py .\\nRUN echo built > done\\n' > Dockerfile"


@pytest.fixture(scope="module")
def builder() -> Session:
    """Somebody who has built an image and runs it."""
    made = session()
    for line in ("docker pull alpine:3.20", FILE, "echo 1 > app.py", "docker build -q -t app:1 .",
                 "docker tag alpine:3.20 base", "docker run -d --name web app:1 sleep 100"):  # fmt: skip
        assert run(made, line)[0] == 0
    return made


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("docker build -t app:2 .", "All 3 steps are cached. Would add tag app:2"),
        ("echo 2 > app.py; docker build -t app:1 .",
         "2 of 3 steps would run, 24.6 kB, from COPY app.py .: app.py changed. Would move tag app:1"),
        ("docker build --no-cache -q . ; docker images", "3 of 3 steps would run, 32.8 kB, from WORKDIR /app"),
        ("docker rmi alpine:3.20", "The image would stay: base:latest names it too."),
        ("docker rmi base alpine:3.20", "Its layers would stay: still used by app:1."),
        ("docker rmi -f app:1", "The image would stay: container web stands on it."),
        ("docker rm -f web && docker rmi app:1",
         "Would free 3 layers, 32.8 kB; what is below stays, still used by alpine:3.20."),
        ("docker tag app:1 x:1 && docker rmi x:1 && docker tag app:1 y:1", "Would add tag y:1"),
        ("docker pull -q alpine:3.19 | tee out", "Would add 1 layer"),
        ("docker volume create data", "Would add volume data."),
        ("docker builder prune -af", "records of the build cache."),
    ],
)  # fmt: skip
def test_what_is_cached_runs_stays_or_is_freed_is_said_with_the_reason(builder: Session, line: str, said: str) -> None:
    found = of(builder, line)
    assert said in found.message
    assert found.stack is not None
    assert found.kind != "error"


def test_the_way_through_the_history_is_foreseen() -> None:
    made = session()
    for line in ("docker pull -q alpine:3.20", "docker tag alpine:3.20 a:1", "echo 1 > f", "docker images"):
        run(made, line)

    def shown(line: str) -> tuple[str, bool]:
        found = preview(made, line, len(line), Forest(picture(made.state)))
        return found.message, found.stack is not None

    assert "Would take back: echo 1 > f." in shown("undo")[0]
    assert not shown("undo")[1]
    message, drawn = shown("undo 2")
    assert "Would take back: echo 1 > f · docker tag alpine:3.20 a:1. Would remove tag a:1." in message
    assert drawn
    assert "Would go back to the start. Would remove tag a:1." in shown("reset")[0]
    assert "Nothing to redo." in shown("redo")[0]
    before = made.state.digest
    run(made, "undo 2")
    assert "Would do again: docker tag alpine:3.20 a:1. Would add tag a:1" in shown("redo")[0]
    run(made, "redo 2")
    assert made.state.digest == before


def test_the_steps_of_a_build_have_notes_in_the_stack(builder: Session) -> None:
    view = of(builder, "echo 2 > app.py; docker build -t app:1 .").stack
    assert view is not None
    notes = {(node.text, node.mark): node.note for node in walk(view) if not node.empty}
    assert notes["WORKDIR /app", "same"] == "cached"
    assert notes["COPY app.py .", "added"] == "runs: app.py changed"
    assert notes["RUN echo built > done", "added"] == "runs: a step before it changed"
    assert notes["COPY app.py .", "same"] == ""  # the container keeps the old image
    freed = of(builder, "docker rmi base alpine:3.20").stack
    assert freed is not None
    assert [node.note for node in walk(freed) if node.note] == ["still used by app:1"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ls -l", "ls [-1AaC"), ("ls", "ls  List FILEs"), ("docker images | wc -l", "wc [-cmlwL]"),
        ("cat x >> out", "is added to the end of this file"), ("cat x 2> err", "what goes wrong goes into"),
        ("cd ", "another folder"),
        ("docker pull alpine:3.19 && docker image tag alpine:3.19", "needs 1 more argument: TARGET_IMAGE"),
        ("layer ", "inside an image"),
    ],
)  # fmt: skip
def test_the_word_under_the_cursor_is_explained(learner: Session, line: str, said: str) -> None:
    found = of(learner, line)
    assert said in found.message
    assert found.kind == "hint"


@pytest.mark.parametrize("line", ["docker pull alp", "docker pull alpine:3.", "docker rmi alp", "docker ta", "dock",
                                  "docker tag alpine:3.20", "docker build -t", "docker images --filter", "do", "fi",
                                  "docker run -", "docker rmi -", "docker pull --", "docker build -"])  # fmt: skip
def test_what_is_still_being_typed_is_not_called_wrong(learner: Session, line: str) -> None:
    assert of(learner, line).kind != "error"


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("layer alpine:3.2", {"alpine:3.20"}), ("files we", {"web"}), ("waste team", {"team/base:1"}),
        ("files alpine:3.20 /etc/os", {"os-release"}), ("compare alpine:3.20 alpine:3.1", {"alpine:3.19"}),
        ("files web /us", {"usr/"}), ("layer nope x", set()),
    ],
)  # fmt: skip
def test_what_can_be_looked_into_is_offered(learner: Session, line: str, offers: set[str]) -> None:
    assert {item.text for item in complete(learner, line, len(line)).items} == offers


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("world off", {"offline"}), ("world offline o", {"on", "off"}), ("docker-era ", {"28", "29"}),
        ("lessons pull", {"pull-and-names"}), ("glossary whit", {"whiteout"}), ("glossary base ", {"image"}),
        ("stack --m", {"--mermaid"}), ("goto @named", {"@named-one"}), ("mark -d @named", {"@named-one"}),
        ("compare @1 @named", {"@named-one"}), ("explain do", {"docker"}), ("explain docker imag", {"image", "images"}),
        ("next ", set()), ("drill dang", {"dangling"}), ("mark ", {"-d"}), ("mark -d ", {"@named-one"}),
        ("mark other @named", {"@named-one"}), ("hub-tags ", {"before", "now"}), ("hub-tags before p", {"python"}),
        ("hub-tags before hello", set()), ("hub-tags now ", {"redis"}), ("answer ", set()),
    ],
)  # fmt: skip
def test_what_tutor_words_take_is_offered(line: str, offers: set[str]) -> None:
    made = sitting()
    made._desk.glossary = lambda term: (0, "base image, blob, whiteout")
    made.run("echo x > f")
    made.run("mark named-one")
    made.run("hub-tags before redis")
    assert {item.text for item in made.complete(line, len(line)).items} == offers


def test_the_commonest_command_is_completed_whole(learner: Session) -> None:
    assert [item.text for item in complete(learner, "dock", 4).items] == ["docker"]
    assert [item.text for item in complete(learner, "docker-", 7).items] == ["docker-era"]
