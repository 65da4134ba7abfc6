"""Is what a learner did a known mistake? What changed since the step began is held against what the mistake changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tutor.course.facts import Facts, Thing

if TYPE_CHECKING:
    from tutor.course.checks import Fork
    from tutor.course.model import Mistake, Step

Changes = frozenset[tuple[Thing, str, Any]]
"""Properties that are other than at the step's beginning, with their new values; "" and None for a thing that went."""


def changes(start: Facts, now: Facts) -> Changes:
    """What differs between two sandboxes."""
    found: set[tuple[Thing, str, Any]] = set()
    for thing, properties in now.items():
        before = start.get(thing)
        found.update(
            (thing, name, value)
            for name, value in properties.items()
            if before is None or before.get(name) != value
        )
    found.update((thing, "", None) for thing in start if thing not in now)
    return frozenset(found)


def recognise(
    step: Step, unmet: frozenset[str], done: Changes, made: Callable[[Mistake], Changes], fork: Fork
) -> Mistake | None:
    """The known mistake that explains an unmet check: of several the one that accounts for most.

    `unmet` are the texts of the checks that fail, `done` what the learner changed, `made(mistake)` what a mistake's
    script changes, `fork` runs a mistake's condition.
    """
    best: tuple[int, Mistake] | None = None
    for mistake in step.mistakes:
        if mistake.fails not in unmet:
            continue
        if mistake.when:
            weight = 1 if fork(mistake.when)[0] == 0 else 0
        else:
            changed = made(mistake)
            weight = len(changed) if changed <= done else 0
        if weight and (best is None or weight > best[0]):
            best = (weight, mistake)
    return best[1] if best is not None else None
