"""Taking names from images, and images away with their last name.

The refusals and their order are those of moby's `daemon/containerd/image_delete.go`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.engine import eras, gc, lookup
from tutor.engine.errors import EngineError, conflict, not_found
from tutor.engine.events import ImageDangling, ImageDeleted, ImageUntagged
from tutor.engine.images import familiar, records_of
from tutor.engine.outcome import Outcome
from tutor.engine.tag import dangling
from tutor.oci.digest import short

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from tutor.engine.containers.model import Container
    from tutor.engine.state import ImageRecord, State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor


@dataclass(frozen=True, slots=True)
class Removed:
    """One line of the answer: `what` is "Untagged" (then `name` is familiar) or "Deleted" (then a digest)."""

    what: str
    name: str


def remove(
    state: State,
    world: World,
    reference: str,
    *,
    force: bool = False,
    prune: bool = True,
    platforms: tuple[str, ...] = (),
) -> Outcome[tuple[Removed, ...]]:
    """Remove what `reference` names, as `docker image rm` does for each of its arguments.

    By name: that name goes, and the image with its last one. By ID: all names go. `platforms` instead deletes the
    content of these platforms only. `prune` takes untagged parents too, which images have before engine 29 only.
    Raises EngineError (kind conflict where containers or other repositories use it).
    """
    found = lookup.resolve(state, reference)
    if eras.is_graph(state) and not platforms:
        from tutor.engine.remove_graph import remove as remove_from_graph

        return remove_from_graph(state, world, reference, found, force=force, prune=prune)
    if platforms:
        return _platforms(state, found, reference, platforms, force)
    if found.by_id:
        names = [record for record in found.records if not record.dangling]
        one = bool(names) and len(_same(found, names[0].name)) == len(found.records)
        return _all(state, found, force, several=not force and not one)
    same = _same(found, reference)
    if not same:
        raise lookup.missing(lookup.parse(reference))
    if len(same) < len(found.records):
        return _untag(state, same)
    user = _user(state, found.id)
    if user is not None:
        name = next(record.name for record in same)
        if not force:
            raise _conflict(
                familiar(name),
                f"container {user.short_id} is using its referenced image {short(found.id)}",
            )
        return _soft(state, world, same)
    return _all(state, found, force, several=False)


def _same(found: lookup.Found, reference: str) -> tuple[ImageRecord, ...]:
    """Return the records that are the same name as the one that was asked for.

    Those of the same repository and tag; of the same repository where one side has no tag and no other tag differs.
    """
    parsed = lookup.parse(reference)
    if isinstance(parsed, str):
        return found.records
    wanted = parsed.with_default_tag() if parsed.digest is None else parsed
    mine = [record for record in found.records if _repository(record.name) == wanted.name]
    tags = {_tag(record.name) for record in mine} - {""}
    asked = wanted.tag or ""
    if asked:
        exact = [record for record in mine if _tag(record.name) == asked]
        if tags <= {asked}:
            exact = mine
        return tuple(exact)
    if len(tags) > 1:
        return tuple(record for record in mine if not _tag(record.name))
    return tuple(mine)


def _repository(name: str) -> str:
    head, slash, last = name.partition("@")[0].rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"


def _tag(name: str) -> str:
    return name.partition("@")[0].rpartition("/")[2].partition(":")[2]


def _uses(container: Container, digest: str) -> bool:
    """Whether a container was made from an image, or has it mounted."""
    return container.image == digest or any(
        mount.kind == "image" and mount.options == digest for mount in container.mounts
    )


def _user(state: State, digest: str) -> Container | None:
    """Return the oldest container made from an image."""
    users = [container for _, container in state.containers.entries() if _uses(container, digest)]
    return min(users, key=lambda container: (container.created, container.id), default=None)


def _conflict(reference: str, why: str, *, hard: bool = False) -> EngineError:
    forced = "cannot be forced" if hard else "must be forced"
    return conflict(f"conflict: unable to delete {reference} ({forced}) - {why}", reference)


def _untag(state: State, records: Iterable[ImageRecord]) -> Outcome[tuple[Removed, ...]]:
    images = state.images
    lines: list[Removed] = []
    events: list[Any] = []
    for record in records:
        images = images.remove(record.name)
        if not record.dangling:
            lines.append(Removed("Untagged", familiar(record.name)))
            events.append(ImageUntagged(familiar(record.name), record.target.digest))
    return Outcome(replace(state, images=images), tuple(events), tuple(lines))


def _soft(state: State, world: World, records: tuple[ImageRecord, ...]) -> Outcome[tuple[Removed, ...]]:
    """Take all names, but keep the image for the container that uses it."""
    outcome = _untag(state, records)
    images = outcome.state.images.set(*dangling(records[0], world.now))
    events = (*outcome.events, ImageDangling(records[0].target.digest))
    return Outcome(replace(outcome.state, images=images), events, outcome.value)


def _all(state: State, found: lookup.Found, force: bool, *, several: bool) -> Outcome[tuple[Removed, ...]]:
    """Take all names of an image and the image itself."""
    users = [container for _, container in state.containers.entries() if container.image == found.id]
    running = min((user for user in users if user.is_running), key=_age, default=None)
    if running is not None:
        why = f"image is being used by running container {running.short_id}"
        raise _conflict(short(found.id), why, hard=True)
    if users and not force:
        raise _conflict(short(found.id), f"image is being used by stopped container {min(users, key=_age).short_id}")
    if several and len(found.records) > 1:
        raise _conflict(short(found.id), "image is referenced in multiple repositories")
    needed = gc.closure(state, found.target)
    outcome = _untag(state, found.records)
    swept, freed = gc.sweep(outcome.state, needed)
    events = (*outcome.events, ImageDeleted(found.id, freed))
    return Outcome(swept, events, (*outcome.value, Removed("Deleted", found.id)))


def _age(container: Container) -> tuple[float, str]:
    return container.created, container.id


def _platforms(
    state: State, found: lookup.Found, reference: str, platforms: tuple[str, ...], force: bool
) -> Outcome[tuple[Removed, ...]]:
    """Delete the content of single platforms of an image; its names and its index stay."""
    from tutor.engine.images import choose
    from tutor.engine.platforms import parse

    lines: list[Removed] = []
    for text in platforms:
        part = choose(state, found.target, parse(text))
        if part is None or part.manifest is None:
            where = f"for image {found.id}: image with reference {reference} was found"
            raise not_found(f"failed to delete platform {text} {where} but does not provide any platform", reference)
        user = next((c for _, c in state.containers.entries() if c.manifest == part.digest), None)
        if user is not None and (user.is_running or not force):
            kind = "running" if user.is_running else "stopped"
            why = f"image is being used by {kind} container {user.short_id}"
            raise _conflict(short(part.digest), why, hard=user.is_running)
        mine = gc.closure(state, part.descriptor) - {found.id}
        if part.digest == found.id:
            mine |= {found.id}
        others = _others(state, found, part.digest)
        state = gc.drop(state, mine - others - gc.needed_elsewhere(state))
        lines.append(Removed("Deleted", part.digest))
    return Outcome(state, (), tuple(lines))


def _others(state: State, found: lookup.Found, digest: str) -> set[str]:
    """Return what other images, and the image's other platforms, need."""
    from tutor.engine.images import parts

    needed: set[str] = set()
    for _, record in state.images.entries():
        if record.target.digest != found.id:
            needed |= gc.closure(state, record.target)
    for part in parts(state, found.target):
        if part.digest != digest and part.manifest is not None:
            needed |= gc.closure(state, part.descriptor)
    return needed


def drop_unnamed(state: State, target: Descriptor) -> tuple[State, tuple[Any, ...]]:
    """Return the state without the content of an image if that has no name any more, and the events."""
    if records_of(state, target.digest):
        return state, ()
    swept, freed = gc.sweep(state, gc.closure(state, target))
    return swept, (ImageDeleted(target.digest, freed),)
