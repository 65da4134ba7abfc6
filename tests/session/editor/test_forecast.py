"""What a build would do, against what it then does."""

from __future__ import annotations

import threading
import time
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.sandbox import sitting
from tutor.session.editor.views import Forecast, OpenFile
from tutor.session.sitting import LearnerSitting

DOCKERFILE = """FROM alpine:3.20 AS base
WORKDIR /app
ENV MODE=fast
COPY req.txt .
RUN echo install > /log && \\
    echo more
FROM base AS spare
RUN echo spare
FROM base
COPY . .
RUN cat /log
CMD ["sh"]
"""


def bench(build: str = "docker build -q -t app .") -> tuple[LearnerSitting, OpenFile]:
    learner = sitting()
    learner.run("mkdir app; cd app; echo a > req.txt; echo b > app.py; echo '*.md' > .dockerignore")
    file = learner.run("nano Dockerfile").edit
    assert file is not None
    saved = learner.save(file, DOCKERFILE)
    assert saved.file is not None
    if build:
        assert learner.run(build).code == 0
    return learner, saved.file


def told(learner: LearnerSitting, file: OpenFile, text: str) -> Forecast:
    found = learner.forecast(file, text)
    assert found is not None
    return found


def states(found: Forecast) -> dict[int, str]:
    return {step.line: step.state for step in found.steps}


def test_nothing_changed_is_all_cached_but_for_what_copies_the_dockerfile() -> None:
    learner, file = bench()
    found = told(learner, file, DOCKERFILE)
    assert found.command == "docker build -q -t app ."
    assert states(found) == {1: "base", 2: "cached", 3: "config", 4: "cached", 5: "cached", 7: "base", 8: "unused",
                             9: "base", 10: "cached", 11: "cached", 12: "config"}  # fmt: skip
    assert found.message == "All 5 steps are cached."


EDITS = [
    ("RUN cat /log", "RUN cat /log /log"),
    ("echo more", "echo less"),
    ("MODE=fast", "MODE=slow"),
    ("WORKDIR /app", "WORKDIR /srv"),
    ("COPY req.txt .", "COPY req.txt app.py ."),
    ("CMD", "EXPOSE 80\nCMD"),
    ('CMD ["sh"]', "CMD sh"),
    ("FROM base\n", "FROM spare\n"),
    ("RUN cat /log", "RUN cat /log\nRUN true\nCOPY --from=spare /log /other"),
    ("RUN cat /log", "RUN cat /gone"),
    ("COPY req.txt", "COPY gone.txt"),
    ("FROM base\n", "FROM nowhere:9\n"),
]


@pytest.mark.parametrize(("old", "new"), EDITS)
def test_the_forecast_is_what_the_build_then_does(old: str, new: str) -> None:
    learner, file = bench()
    assert old in DOCKERFILE
    text = DOCKERFILE.replace(old, new, 1)
    digest = learner.run("sha256sum Dockerfile; docker image ls -q").text
    found = told(learner, file, text)
    assert learner.run("sha256sum Dockerfile; docker image ls -q").text == digest
    assert learner.save(file, text).changed
    result = learner.run("docker build -q -t app .")
    assert (result.code != 0) == found.message.startswith("The build would fail")
    if result.code:
        fault = found.problems[-1]
        assert fault.error
        assert f"Dockerfile:{fault.line}" in result.text or "target stage" in result.text
        return
    rows = learner.run("explain build").text.splitlines()[:-1]
    became = ["cached" if row.rstrip().endswith("  cached") else "runs" for row in rows]
    assert sorted(became) == sorted(state for state in states(found).values() if state in ("cached", "runs"))
    sizes = [step.size for step in found.steps if step.state in ("cached", "runs")]
    assert all(size > 0 for size in sizes)
    reasons = {row.partition("ran: ")[2] for row in rows} - {"", "a step before it changed"}
    assert reasons <= {step.reason for step in found.steps}


def test_the_reason_of_the_first_miss_is_told() -> None:
    learner, file = bench()
    found = told(learner, file, DOCKERFILE.replace("echo more", "echo less"))
    assert states(found)[5] == "runs"
    assert {step.line: step.reason for step in found.steps}[11] == "a step before it runs"
    assert found.message == (
        "3 of 5 steps would run and add 32.8 kB, from line 5: RUN echo install > /log && echo less"
        " — first build of this step"
    )


def test_other_files_of_the_context_have_a_forecast_too() -> None:
    learner, _ = bench()
    file = learner.run("nano app.py").edit
    assert file is not None
    found = told(learner, file, "print('new')\n")
    assert found.of == "/home/learner/lab/app/Dockerfile"
    assert found.message == "2 of 5 steps would run and add 24.6 kB, from line 10: COPY . . — app.py changed"
    ignore = learner.run("nano .dockerignore").edit
    assert ignore is not None
    assert "app.py is gone" in told(learner, ignore, "*.md\n*.py\n").message
    outside = learner.run("nano /tmp/x.py").edit
    assert outside is not None
    assert told(learner, outside, "1") == Forecast()


def test_without_a_build_before_a_plain_one_is_foretold() -> None:
    learner, file = bench("")
    found = told(learner, file, DOCKERFILE)
    assert found.command == "docker build -q -f /home/learner/lab/app/Dockerfile /home/learner/lab/app"
    assert set(states(found).values()) == {"base", "config", "runs", "unused"}


def test_the_last_build_of_that_file_is_the_one_that_counts() -> None:
    learner, file = bench("docker build -q --build-arg X=1 --target base -t app .")
    learner.run("echo 'FROM scratch' > Other; docker build -q -f Other .")
    found = told(learner, file, DOCKERFILE)
    assert "--target base" in found.command
    assert states(found)[10] == "unused"
    assert found.message == "All 3 steps are cached."


def test_warnings_that_need_the_base_image_are_the_builds_own() -> None:
    learner, file = bench()
    text = DOCKERFILE.replace("ENV MODE=fast", "ENV MODE=$NOPE")
    assert [problem.rule for problem in told(learner, file, text).problems] == ["UndefinedVar"]


def test_what_never_ends_is_not_waited_for() -> None:
    learner, file = bench()
    before = time.process_time()
    found = told(learner, file, DOCKERFILE.replace("echo more", "while :; do :; done"))
    assert time.process_time() - before < 3
    assert [states(found)[line] for line in (4, 5)] == ["cached", "runs"]
    assert states(found)[10] == "unknown"


def test_a_newer_question_ends_an_older_one() -> None:
    learner, file = bench()
    lines = "".join(f"RUN sleep 1; for i in 1 2 3; do seq 3000 | wc -l; done # {line}\n" for line in range(60))
    answers: list[Forecast | None] = []
    done = threading.Event()

    def stop() -> None:
        while not done.is_set():
            learner.cancel()
            time.sleep(0.001)

    thread = threading.Thread(target=stop)
    thread.start()
    answers.append(learner.forecast(file, DOCKERFILE + lines))
    done.set()
    thread.join()
    assert answers == [None]
    assert told(learner, file, DOCKERFILE).steps


def test_files_in_containers_have_none() -> None:
    learner, _ = bench()
    learner.run("docker run -it app sh")
    file = learner.run("vi Dockerfile").edit
    assert file is not None
    assert told(learner, file, "FROM x") == Forecast()


WORDS = [
    "FROM alpine:3.20 AS a\n", "FROM a\n", "COPY . .\n", "COPY --from=a /x /y\n", "RUN echo 1 > /x\n", "RUN <<E\n",
    "E\n", "RUN exit 3\n", "ONBUILD RUN true\n", "ENV A=$B\n", "ARG V=1\n", "WORKDIR /w\n", "WORKDIR /\n", "USER 7\n",
    "$", "é\n", 'CMD ["x"]\n', "\\\n", "# check=error=true\n", "FROM $V\n", "RUN sleep 100\n", "ADD x.tar /\n", "\x00",
    "HEALTHCHECK CMD x\n", "RUN --mount=type=cache,target=/c touch /c/1\n",
]  # fmt: skip


@lru_cache
def fuzzed() -> tuple[LearnerSitting, OpenFile]:
    return bench()


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.lists(st.sampled_from(WORDS), max_size=9).map("".join))
def test_any_text_has_a_forecast_whose_places_lie_in_it(based: bool, text: str) -> None:
    text = "FROM alpine:3.20 AS a\n" * based + text
    learner, file = fuzzed()
    found = told(learner, file, text)
    assert "\n" not in found.message
    for step in found.steps:
        assert 1 <= step.line <= text.count("\n") + 1
        assert "\n" not in step.text + step.reason
    learner.look(file, text)
