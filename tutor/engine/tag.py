"""Giving an image one more name.

One rule: wherever a name leaves an image that has no other, the image stays, nameless (dangling).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import lookup
from tutor.engine.errors import LOCAL, EngineError, invalid
from tutor.engine.events import ImageDangling, ImageTagged
from tutor.engine.images import familiar, records_of
from tutor.engine.outcome import Outcome
from tutor.engine.state import DANGLING, ImageRecord
from tutor.oci.reference import InvalidReference, Reference, parse_any

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor


def tag(state: State, world: World, source: str, target: str) -> Outcome[None]:
    """Make the name `target` point at the image `source`, as `docker image tag` does.

    Where the name's former image loses its last name by that, it stays as a dangling image. Raises EngineError, of kind
    LOCAL for what the command line refuses itself (`error parsing reference: …`).
    """
    try:
        parse_any(source)
    except InvalidReference as error:
        raise _unparsable(source, error) from None
    name = target_name(target)
    found = lookup.resolve(state, source)
    parent = next((record.parent for record in found.records if record.parent), "")
    built = next((record.built for record in found.records if record.built), "")
    state, events = point(state, name, found.target, world.now, parent=parent, built=built)
    return Outcome(state, events, None)


def target_name(target: str) -> str:
    """Return the canonical name for a new tag. Raises EngineError as `tag` does."""
    try:
        reference = Reference.parse(target)
    except InvalidReference as error:
        raise _unparsable(target, error) from None
    if reference.digest is not None:
        raise EngineError("refusing to create a tag with a digest reference", LOCAL, target)
    reference = reference.with_default_tag()
    if reference.repository == "sha256":
        raise invalid("refusing to create an ambiguous tag using digest algorithm as name", target)
    return reference.canonical()


def _unparsable(text: str, error: InvalidReference) -> EngineError:
    message = f'error parsing reference: "{text}" is not a valid repository/tag: {error.message}'
    return EngineError(message, LOCAL, text)


def point(
    state: State,
    name: str,
    target: Descriptor,
    now: float,
    *,
    parent: str = "",
    built: str = "",
    given: bool = True,
    keep_former: bool = True,
) -> tuple[State, tuple[Any, ...]]:
    """Return the state in which the canonical `name` points at `target`, and the events.

    A dangling record of the target goes, since it has a name now. The name's former image stays as a dangling one if
    that was its last name and `keep_former` is true.
    """
    former = state.images.get(name)
    if former is not None and former.target.digest == target.digest:
        again = replace(former, tagged=now, given=given or former.given)
        return replace(state, images=state.images.set(name, again)), ()
    images = state.images
    events: list[Any] = [ImageTagged(familiar(name), target.digest, former.target.digest if former else "")]
    if former is not None and keep_former and len(records_of(state, former.target.digest)) == 1:
        images = images.set(*dangling(former, now))
        events.append(ImageDangling(former.target.digest))
    nameless = DANGLING + target.digest
    if nameless in images:
        images = images.remove(nameless)
    images = images.set(name, ImageRecord(name, target, now, parent, built, given))
    return replace(state, images=images), tuple(events)


def dangling(record: ImageRecord, now: float) -> tuple[str, ImageRecord]:
    """Return name and record that keep the image of `record` without a name."""
    name = DANGLING + record.target.digest
    return name, replace(record, name=name, tagged=now)
