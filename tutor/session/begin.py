"""Where lessons and their steps begin: set-up, files that are laid out, switches of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course.checks import together
from tutor.course.errors import LessonError
from tutor.dataclass import replace
from tutor.session.host_tree import HOME
from tutor.session.machine import LEARNER
from tutor.session.session import Session, first_moment
from tutor.store.workspace import MemoryWorkspace
from tutor.vfs.errors import VfsError
from tutor.vfs.filesystem import FileSystem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tutor.course.model import Lesson, SandboxFile, Step
    from tutor.engine.hub import Hub
    from tutor.session.moment import Moment


def lesson_start(lesson: Lesson, hub: Hub, clock: Callable[[], float], learner: str = "") -> Moment:
    """A fresh sandbox after the lesson's set-up and the beginning of its first step.

    `learner` is part of what names and IDs are drawn from, where the lesson varies. Raises LessonError where the set-up
    fails.
    """
    now = clock()
    seed = f"{lesson.seed} {learner}" if lesson.varies and learner else lesson.seed
    session = Session(MemoryWorkspace(), lambda _clock: first_moment(seed, now), hub, clock)
    moment = _with_files(session.moment, lesson.files, lesson.path, clock)
    moment = _after(session, moment, lesson.setup, lesson.path, lesson.setup_line, "set-up", "setup")
    return step_start(lesson, lesson.steps[0], session, moment)


def step_start(lesson: Lesson, step: Step, session: Session, moment: Moment) -> Moment:
    """The sandbox as a step finds it. Raises LessonError where a file cannot be written or a world block fails."""
    moment = _with_files(moment, step.files, lesson.path, session.clock)
    return _after(session, moment, step.world, lesson.path, step.world_line, "world block", "world")


def _after(session: Session, moment: Moment, script: str, path: str, line: int, what: str, role: str) -> Moment:
    if not script.strip():
        return moment
    fork = session.fork(together(script), moment)
    if fork.code != 0:
        why = fork.fault or f"code {fork.code}"
        raise LessonError(path, line, f"the {what} fails ({why})", f"mend the ```sh {role} block")
    return fork.machine.moment()


def _with_files(moment: Moment, files: Iterable[SandboxFile], path: str, clock: Callable[[], float]) -> Moment:
    state = moment.state
    tree = state.host
    now = int(clock() + moment.ahead)
    for file in files:
        place = HOME + file.path[1:] if file.path.startswith("~") else file.path
        owner = LEARNER if place.startswith((HOME, "/tmp/")) else 0
        host = FileSystem(tree, now=lambda: now, uid=owner, gid=owner)
        try:
            host.mkdir(place.rpartition("/")[0] or "/", parents=True)
            host.write(place, file.text.encode())
        except VfsError as error:
            raise LessonError(path, file.line, f"cannot write {file.path} ({error})", "choose another place") from None
        tree = host.tree
    return moment if tree is state.host else replace(moment, state=replace(state, host=tree))
