"""The shortest way to a goal: breadth first over command lines, on forks of the sandbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course.checks import together
from tutor.session.session import lasting_digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.session.moment import Moment
    from tutor.session.session import Session


def met(session: Session, moment: Moment, checks: Sequence[str]) -> bool:
    """Whether every check holds at a moment."""
    return all(session.fork(together(check), moment).code == 0 for check in checks)


def shortest(
    session: Session, start: Moment, moves: Sequence[str], checks: Sequence[str], most: int
) -> tuple[str, ...] | None:
    """Return the shortest sequence of at most `most` moves that meets the checks, () where they hold at once.

    Of several as short the one whose moves come first. A move that fails leads nowhere. None where there is no way.
    """
    if met(session, start, checks):
        return ()
    seen = {lasting_digest(start.state)}
    reached: list[tuple[Moment, tuple[str, ...]]] = [(start, ())]
    for _ in range(most):
        following: list[tuple[Moment, tuple[str, ...]]] = []
        for moment, path in reached:
            for move in moves:
                fork = session.fork(move, moment)
                if fork.code:
                    continue
                after = fork.machine.moment()
                digest = lasting_digest(after.state)
                if digest in seen:
                    continue
                seen.add(digest)
                way = (*path, move)
                if met(session, after, checks):
                    return way
                following.append((after, way))
        reached = following
    return None
