"""Taking names from images, and images away, in the eras whose store is a graph driver's (see `eras`).

There an image stays while another was committed from it, its digests are names that go with the last tag of their
repository, and an answer lists each layer that went, the top one first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.engine import contents, eras, gc, lookup
from tutor.engine.errors import EngineError, conflict
from tutor.engine.events import ImageDangling, ImageDeleted, ImageUntagged
from tutor.engine.images import chain_ids, choose, familiar
from tutor.engine.outcome import Outcome
from tutor.engine.remove import Removed
from tutor.engine.tag import dangling
from tutor.oci.digest import short

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tutor.engine.containers.model import Container
    from tutor.engine.state import ImageRecord, State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor


class Removal:
    """One removal: the state so far, what is said and what happened."""

    def __init__(self, state: State, world: World) -> None:
        self.state = state
        self.now = world.now
        self.lines: list[Removed] = []
        self.events: list[Any] = []

    def outcome(self) -> Outcome[tuple[Removed, ...]]:
        """Return all of it."""
        return Outcome(self.state, tuple(self.events), tuple(self.lines))

    def by_name(self, found: lookup.Found, force: bool, prune: bool) -> None:
        """Take one name; the image goes with its last one. Raises EngineError where a container uses it."""
        record = next(record for record in found.records if record.name == found.name)
        name = familiar(record.name)
        tags = [other for other in found.records if not other.dangling]
        user = self._user(found.records, lambda _: True)
        if user is not None and not force and len(tags) == 1:
            why = f"container {user.short_id} is using its referenced image {short(self._id(record))}"
            message = f'conflict: unable to remove repository reference "{name}" (must force) - {why}'
            raise conflict(message, name)
        self._untag(record)
        repository = _repository(record.name)
        if not any(_repository(other.name) == repository for other in tags if other != record):
            self._forget(found.records, repository)
        if len(tags) > 1:
            return
        running = self._user(found.records, lambda container: container.is_running)
        if running is not None or self._children(found.records):
            self._keep(record)
        else:
            self._delete(found.records, prune)

    def by_digest(self, found: lookup.Found, repository: str, force: bool) -> None:
        """Take the name by digest of one repository; tags stay."""
        self._forget(found.records, repository)
        if all(record.dangling for record in found.records) and not self._children(found.records):
            self.by_id(found, force, True)

    def by_id(self, found: lookup.Found, force: bool, prune: bool) -> None:
        """Take all names and the image. Raises EngineError where that cannot be."""
        records = found.records
        image_id = short(self._id(records[0]))
        running = self._user(records, lambda container: container.is_running)
        if self._children(records):
            raise _conflict(image_id, True, "image has dependent child images")
        if running is not None:
            raise _conflict(image_id, True, f"image is being used by running container {running.short_id}")
        stopped = self._user(records, lambda _: True)
        if stopped is not None and not force:
            raise _conflict(image_id, False, f"image is being used by stopped container {stopped.short_id}")
        tags = [record for record in records if not record.dangling]
        if len({_repository(record.name) for record in tags}) > 1 and not force:
            raise _conflict(image_id, False, "image is referenced in multiple repositories")
        self.wholly(records, prune)

    def wholly(self, records: tuple[ImageRecord, ...], prune: bool) -> None:
        """Take all names of an image, and the image itself."""
        for record in records:
            if not record.dangling:
                self._untag(record)
        era = eras.of(self.state)
        names = [name for record in records for name in era.digest_names(self.state, (), record.target)]
        for repository in dict.fromkeys(name.partition("@")[0] for name in names):
            self._forget(records, repository)
        self._delete(records, prune)

    def _id(self, record: ImageRecord) -> str:
        return eras.of(self.state).image_id(self.state, record.target)

    def _untag(self, record: ImageRecord) -> None:
        name = familiar(record.name)
        self.state = replace(self.state, images=self.state.images.remove(record.name))
        self.lines.append(Removed("Untagged", name))
        self.events.append(ImageUntagged(name, record.target.digest))

    def _forget(self, records: tuple[ImageRecord, ...], repository: str) -> None:
        """Take the names by digest that an image has in a repository."""
        era = eras.of(self.state)
        targets = {record.target.digest: record.target for record in records}
        names = [name for target in targets.values() for name in era.digest_names(self.state, (), target)]
        for name in names:
            origin, _, digest = name.partition("@")
            if origin == repository:
                self._forget_origin(targets, repository)
                self.lines.append(Removed("Untagged", f"{familiar(repository)}@{digest}"))

    def _forget_origin(self, targets: dict[str, Descriptor], repository: str) -> None:
        origins = self.state.origins
        for target in targets.values():
            for digest in contents.documents(self.state, target):
                known = origins.get(digest) or ()
                if repository in known:
                    origins = origins.set(digest, tuple(origin for origin in known if origin != repository))
        self.state = replace(self.state, origins=origins)

    def _keep(self, record: ImageRecord) -> None:
        self.state = replace(self.state, images=self.state.images.set(*dangling(record, self.now)))
        self.events.append(ImageDangling(record.target.digest))

    def _user(self, records: tuple[ImageRecord, ...], which: Callable[[Container], bool]) -> Container | None:
        """Return the oldest of the containers made from an image that `which` chooses."""
        digests = {record.target.digest for record in records}
        users = [c for _, c in self.state.containers.entries() if c.image in digests and which(c)]
        return min(users, key=lambda container: (container.created, container.id), default=None)

    def _children(self, records: tuple[ImageRecord, ...]) -> bool:
        """Whether another image was committed from this one."""
        digests = {record.target.digest for record in records}
        return any(
            record.parent in digests and record.target.digest not in digests
            for _, record in self.state.images.entries()
        )

    def _delete(self, records: tuple[ImageRecord, ...], prune: bool) -> None:
        """Take an image's content; with `prune`, then the nameless image too that it alone was committed from."""
        target = records[0].target
        part = choose(self.state, target)
        chains = chain_ids(part.config) if part is not None and part.config is not None else ()
        diffs = part.config.diff_ids if part is not None and part.config is not None else ()
        self.lines.append(Removed("Deleted", self._id(records[0])))
        images, needed = self.state.images, set[str]()
        for record in records:
            images = images.remove(record.name) if record.name in images else images
            needed |= gc.closure(self.state, record.target)
        if self._user(records, lambda _: True) is not None:
            needed -= contents.documents(self.state, target)  # a container still tells which image it came from
        cached = {record.diff_id for _, record in self.state.cache.entries() if record.diff_id}
        before = replace(self.state, images=images)
        self.state, freed = gc.sweep(before, needed)
        gone = set(freed)
        for chain, diff in reversed(list(zip(chains, diffs, strict=True))):
            if chain in gone and diff not in cached:
                self.lines.append(Removed("Deleted", chain))
        self.events.append(ImageDeleted(target.digest, freed))
        parent = next((record.parent for record in records if record.parent), "")
        if prune and parent:
            above = tuple(record for _, record in self.state.images.entries() if record.target.digest == parent)
            alone = above and all(record.dangling for record in above) and not self._children(above)
            if alone and self._user(above, lambda _: True) is None:
                self._delete(above, prune)


def _repository(name: str) -> str:
    head, slash, last = name.partition("@")[0].rpartition("/")
    return f"{head}{slash}{last.partition(':')[0]}"


def _conflict(name: str, hard: bool, why: str) -> EngineError:
    forced = "cannot be forced" if hard else "must be forced"
    return conflict(f"conflict: unable to delete {name} ({forced}) - {why}", name)


def remove(
    state: State, world: World, reference: str, found: lookup.Found, *, force: bool, prune: bool
) -> Outcome[tuple[Removed, ...]]:
    """Remove what `reference` names, which is `found`. Raises EngineError."""
    removal = Removal(state, world)
    if found.by_id:
        removal.by_id(found, force, prune)
    elif found.name:
        removal.by_name(found, force, prune)
    else:
        parsed = lookup.parse(reference)
        removal.by_digest(found, parsed if isinstance(parsed, str) else parsed.name, force)
    return removal.outcome()


def prune(state: State, world: World, chosen: list[ImageRecord]) -> Outcome[tuple[tuple[Removed, ...], int]]:
    """Remove the images whose names `chosen` are, as far as no container was made from them; the value tells what went.

    Its number is the bytes of the layers that went.
    """
    removal = Removal(state, world)
    era = eras.of(state)
    used = {container.image for _, container in state.containers.entries()}
    sizes: dict[str, int] = {}
    by_id: dict[str, list[ImageRecord]] = {}
    for record in chosen:
        by_id.setdefault(era.image_id(state, record.target), []).append(record)
    parents = {record.parent for _, record in state.images.entries()}
    for image_id, names in sorted(by_id.items(), key=lambda item: item[1][0].name):
        records = era.records(removal.state, image_id)
        digests = {record.target.digest for record in records}
        if len(names) < len(records) or digests & used or digests & parents:
            continue
        part = choose(state, records[0].target)
        for chain in chain_ids(part.config) if part is not None and part.config is not None else ():
            sizes[chain] = era.layer_size(state, chain)
        removal.wholly(records, True)
    freed = sum(sizes.get(line.name, 0) for line in removal.lines if line.what == "Deleted")
    return Outcome(removal.state, tuple(removal.events), (tuple(removal.lines), freed))
