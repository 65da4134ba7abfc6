"""What a learner means by a word: an image, one of its steps (IMAGE#N), a container, a volume, or a digest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.engine.errors import EngineError, not_found
from tutor.session.inside.seen import image_of, image_with, names_of
from tutor.session.inside.target import Target
from tutor.session.steps import facts_of

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.vfs.tree import Tree

_SHORTEST = 6
_HEX = re.compile(r"(?:sha256:)?([0-9a-f]{6,64})")


def find(state: State, text: str) -> Target:
    """The target that a word names. Raises EngineError, which says what is not there."""
    name, hashed, number = text.partition("#")
    if hashed:
        return step_of(state, find(state, name), number)
    from tutor.engine import lookup
    from tutor.engine.containers.find import find as find_container

    container = find_container(state, text)
    if container is not None:
        return Target("container", container.id)
    try:
        found = lookup.find(state, text)
    except EngineError:
        found = None
    if found is not None:
        return Target("image", found.target.digest)
    if text in state.volumes:
        return Target("volume", text)
    target = by_digest(state, text)
    if target is None:
        raise not_found(f"no image, container, volume or digest {text} here: docker image ls lists images", text)
    return target


def step_of(state: State, image: Target, number: str) -> Target:
    """A step of an image by its number, from 1 at the base. Raises EngineError."""
    seen = image_of(state, image.key) if image.what == "image" else None
    if seen is None:
        raise not_found("only images whose documents are here have steps to count", number)
    if not number.isdecimal() or not 1 <= int(number) <= len(seen.steps):
        raise not_found(f"{seen.name} has steps 1 to {len(seen.steps)}, not {number!r}", number)
    return Target("layer", seen.steps[int(number) - 1].key, seen.id)


def by_digest(state: State, text: str) -> Target | None:
    """A layer by its chain ID, diff ID or packed digest, or a document, from the start of its digest.

    Also a record of the build cache, from the start of its ID.
    """
    record = next((record for record in state.cache if record.startswith(text)), "") if len(text) >= _SHORTEST else ""
    if record:
        return Target("cache", record)
    match = _HEX.fullmatch(text)
    if match is None:
        return None
    start = f"sha256:{match[1]}"
    for image in names_of(state):
        for step in facts_of(state, image).steps:
            if step.digest.startswith(start) or step.key.startswith(start):
                return Target("layer", step.key, image)
        seen = image_of(state, image)
        for each in seen.steps if seen is not None else ():
            if each.blob is not None and each.blob.digest.startswith(start):
                return Target("layer", each.key, image)
        if seen is not None:
            for digest in (seen.digest, seen.manifest.config.digest):
                if digest.startswith(start):
                    return Target("document", digest, image)
    return None


def tree_of(state: State, target: Target) -> Tree | None:
    """All files of what was named, None where it has none here."""
    if target.what == "container":
        container = state.containers.get(target.key)
        return container.tree if container is not None else None
    if target.what == "volume":
        volume = state.volumes.get(target.key)
        return volume.tree if volume is not None else None
    if target.what == "layer":
        seen = image_with(state, target.key, target.image)
        step = seen.step(target.key) if seen is not None else None
        return step.tree if step is not None else None
    seen = image_of(state, target.key) if target.what == "image" else None
    return seen.tree if seen is not None else None
