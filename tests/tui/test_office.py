"""The worker thread: order, newest first among previews, faults."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator

import pytest
from textual.events import Key

from tests.support.driving import Hands, play
from tests.support.fake_session import FakeSession
from tests.support.sandbox import sitting
from tutor.session.drawing.sight import Sight
from tutor.session.port import Sitting
from tutor.tui.jobs import HELD, Jobs, Scene
from tutor.tui.office import Office
from tutor.tui.scrollback import LINES


def working(
    story: Callable[[Office], None], answers: list[object], *, fail: bool = False,
    until: Callable[[], bool] = lambda: True,
) -> list[BaseException]:  # fmt: skip
    """Let an office work on what a story asks; returns the faults."""
    faults: list[BaseException] = []

    def opened() -> FakeSession:
        if fail:
            raise OSError("no")
        return FakeSession()

    async def play() -> None:
        office = Office(opened, faults.append)
        office.start()
        story(office)
        for _ in range(500):
            await asyncio.sleep(0.002)
            if (office.idle and until()) or faults:
                break
        office.close()

    asyncio.run(play())
    return faults


def test_jobs_run_in_order_in_one_thread_and_answers_come_back() -> None:
    answers: list[object] = []

    def story(office: Office) -> None:
        for number in range(5):
            office.ask(lambda sitting, number=number: (number, threading.get_ident()), answers.append)  # type: ignore[misc]

    assert working(story, answers) == []
    assert [answer[0] for answer in answers if isinstance(answer, tuple)] == [0, 1, 2, 3, 4]
    threads = {answer[1] for answer in answers if isinstance(answer, tuple)}
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_of_waiting_previews_only_the_newest_is_done() -> None:
    answers: list[object] = []
    go = threading.Event()

    def story(office: Office) -> None:
        office.ask(lambda sitting: go.wait(5), lambda answer: None)
        for number in range(9):
            office.ask(lambda sitting, number=number: number, answers.append, "preview")  # type: ignore[misc]
        go.set()

    assert working(story, answers) == []
    assert answers == [8]


def test_a_forgotten_job_is_never_done() -> None:
    answers: list[object] = []
    go = threading.Event()

    def story(office: Office) -> None:
        office.ask(lambda sitting: go.wait(5), lambda answer: None)
        office.ask(lambda sitting: 1, answers.append, "preview")
        office.ask(lambda sitting: 2, answers.append)
        office.forget("preview")
        go.set()

    assert working(story, answers) == []
    assert answers == [2]


@pytest.mark.parametrize("kind", ["preview", ""])
def test_a_preview_that_runs_is_stopped_by_what_comes_after_it(kind: str) -> None:
    answers: list[object] = []
    begun = threading.Event()

    def endless(sitting: Sitting) -> str:
        begun.set()
        return sitting.run("wait 1000").text[-7:]

    def story(office: Office) -> None:
        office.ask(endless, answers.append, "preview")
        assert begun.wait(10)
        office.ask(lambda sitting: 1, answers.append, "complete")
        threading.Event().wait(0.1)
        assert answers == []
        office.ask(lambda sitting: 2, answers.append, kind)

    assert working(story, answers) == []
    assert answers[0] != "k 999\n"
    assert answers[1:] == [1, 2]


@pytest.mark.parametrize("fault", [False, True])
def test_between_jobs_the_sitting_warms_up(fault: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    go, stepped = threading.Event(), threading.Event()

    def warm_up(sitting: FakeSession) -> Iterator[None]:
        done.append("one")
        stepped.set()
        go.wait(5)
        yield
        if fault:
            raise ZeroDivisionError
        done.append("two")
        yield

    monkeypatch.setattr(FakeSession, "warm_up", warm_up)

    def story(office: Office) -> None:
        office.ask(lambda sitting: done.append("first"), lambda _: None)
        assert stepped.wait(5)
        office.ask(lambda sitting: done.append("job"), lambda _: None)
        go.set()

    assert working(story, [], until=lambda: len(done) == (3 if fault else 4)) == []
    assert done == ["first", "one", "job"] + ["two"] * (not fault)


def test_faults_are_told_and_the_work_goes_on() -> None:
    answers: list[object] = []

    def story(office: Office) -> None:
        office.ask(lambda sitting: 1 // 0, answers.append)

    assert isinstance(working(story, answers)[0], ZeroDivisionError)
    assert isinstance(working(lambda office: None, answers, fail=True)[0], OSError)
    assert answers == []


def test_output_beginnings_and_ends_are_told_in_order() -> None:
    told: list[str] = []
    jobs = Jobs(lambda call: None, lambda pieces: told.append("".join(piece.text for piece in pieces)))
    sitting = FakeSession()

    def begin(spans: object) -> None:
        told.append("begin")

    def done(scene: Scene) -> None:
        told.append(f"done {scene.result.code if scene.result else 'nothing'}")

    for line in ("echo one", "for x", "for x\ndone", "nonsense"):
        jobs.run(sitting, line, lambda: told.append("unfinished"), begin, done, Sight(40, 10))
    jobs.drain()
    assert told == [
        "begin", "one\n", "done 0", "unfinished", "begin", "2 lines\n", "done 0", "begin",
        "sh: nonsense: not found\n", "done 127",
    ]  # fmt: skip


def test_output_without_end_leaves_keys_their_turn_and_can_be_stopped() -> None:
    async def story(it: Hands) -> None:
        await it.type("yes")
        it.app.post_message(Key("enter", None))
        jobs, view = it.app.desk._jobs, it.app.shell_pane.view
        while jobs.idle:
            await asyncio.sleep(0.01)
        for _ in range(20):  # the loop goes round, and what waits does not grow
            await asyncio.sleep(0)
            assert jobs._held <= 2 * HELD
        it.app.post_message(Key("ctrl+c", None))
        await it.settle()
        assert view.running is False
        await it.enter("echo still here")
        assert view.scrollback.text.endswith("still here")

    play(story, sitting())


def test_of_much_output_the_end_is_shown_whole() -> None:
    async def story(it: Hands) -> None:
        await it.enter("seq 1 60000")
        await it.settle()
        lines = it.app.shell_pane.view.scrollback.text.split("\n")
        assert lines[-LINES:] == [str(number) for number in range(60_001 - LINES, 60_001)]

    play(story, sitting())
