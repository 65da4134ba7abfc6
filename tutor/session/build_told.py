"""What the builds of a line would take from the cache and what they would run: for the stack, and in one sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tutor.engine.build.progress import BuildStep, ImageBuilt
from tutor.session.editor.checks import brief
from tutor.session.narrate import human
from tutor.session.steps import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.engine.state import State

_PLACE = re.compile(r"^\[[^]]*\] ")
"""What a step's title begins with: its stage and number."""


def build_notes(events: Iterable[Any], after: State) -> dict[str, str]:
    """What each layer of the images that were built would be, by the key of its step: cached, or run, and why."""
    said: dict[str, str] = {}
    images: list[str] = []
    for event in events:
        if isinstance(event, BuildStep):
            record = after.cache.get(event.layer)
            if record is not None and record.diff_id:
                why = f": {event.reason}" if event.reason else ""
                said[record.diff_id] = "cached" if event.cached else f"runs{why}"
        elif isinstance(event, ImageBuilt):
            images.append(event.digest)
    return {
        step.key: said[step.digest] for image in images for step in facts_of(after, image).steps if step.digest in said
    }


def build_sentence(events: Iterable[Any], after: State) -> str:
    """How many steps would run, from which one on, why, and what that adds; "" where nothing is built."""
    steps = [event for event in events if isinstance(event, BuildStep)]
    if not steps:
        return ""
    runs = [step for step in steps if not step.cached]
    many = "step" if len(steps) == 1 else "steps"
    if not runs:
        return f"All {len(steps)} {many} are cached." if len(steps) > 1 else "Its one step is cached."
    first = runs[0]
    records = [after.cache.get(step.layer) for step in runs]
    size = sum(record.size for record in records if record is not None)
    text = brief(_PLACE.sub("", first.text))
    why = f": {first.reason}" if first.reason else ""
    return f"{len(runs)} of {len(steps)} {many} would run, {human(size)}, from {text}{why}."
