"""Taking images from an archive, as `docker image load` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine import contents
from tutor.engine.errors import LOCAL, EngineError
from tutor.engine.events import ImageLoaded
from tutor.engine.images import familiar, parts
from tutor.engine.outcome import Outcome
from tutor.engine.platforms import parse
from tutor.engine.state import DANGLING
from tutor.engine.tag import point
from tutor.errors import LayerwiseError
from tutor.oci.descriptor import InvalidDocument

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, BinaryIO

    from tutor.engine.state import State
    from tutor.engine.world import World
    from tutor.oci.descriptor import Descriptor
    from tutor.oci.platform import Platform
    from tutor.store.unarchive import Archive
    from tutor.vfs.content import Content


@dataclass(frozen=True, slots=True)
class Loaded:
    """One image from the archive: its familiar `name` ("" where it has none) and its ID."""

    name: str
    digest: str


def load(
    state: State, world: World, archive: BinaryIO | Iterable[bytes] | Content, *, platforms: tuple[str, ...] = ()
) -> Outcome[tuple[Loaded, ...]]:
    """Take in all images of a docker archive or OCI layout in a tar, compressed or not.

    Raises EngineError, of kind LOCAL for an archive that cannot be read ("unrecognized image format").
    """
    from tutor.store.unarchive import read_archive, read_content
    from tutor.vfs.compression import pieces_of

    wanted = [parse(text) for text in platforms]
    try:
        known = hasattr(archive, "chunks")
        read = read_content(archive) if known else read_archive(world.stop.watch(pieces_of(archive)))  # type: ignore[arg-type]
    except LayerwiseError as error:
        raise EngineError(str(error), LOCAL) from None  # it comes in the answer's stream, without the daemon's prefix
    try:
        return _taken(contents.add_blobs(state, dict(read.blobs)), world, read, platforms, wanted)
    except InvalidDocument as error:
        raise EngineError(str(error), LOCAL) from None


def _taken(
    state: State, world: World, read: Archive, platforms: tuple[str, ...], wanted: list[Platform]
) -> Outcome[tuple[Loaded, ...]]:
    """Give an archive's images their names, and unpack them. Raises EngineError, InvalidDocument."""
    events: list[Any] = []
    results = []
    for image in read.images:
        target = image.target.bare()
        offered = [part.platform for part in parts(state, target) if part.platform is not None]
        if wanted and all(platform.best(offered) is None for platform in wanted):
            shown = familiar(image.name) if image.name else target.digest
            said = f"image {shown} was loaded, but doesn't provide the requested platform ([{' '.join(platforms)}])"
            raise EngineError(said, LOCAL, shown)
        state = _unpacked(state, target, world)
        name = image.name or DANGLING + target.digest
        if not image.name and any(r.target.digest == target.digest for _, r in state.images.entries()):
            name = ""
        if name:
            state, more = point(state, name, target, world.now, given=False)
            events += more
        shown = familiar(image.name) if image.name else ""
        events.append(ImageLoaded(shown, target.digest, "load"))
        results.append(Loaded(shown, target.digest))
    return Outcome(state, tuple(events), tuple(results))


def _unpacked(state: State, target: Descriptor, world: World) -> State:
    """Return the state with the layers of the image's manifest for this host unpacked."""
    from tutor.engine.images import choose
    from tutor.engine.unpack import unpack

    part = choose(state, target)
    if part is None or part.manifest is None or part.config is None:
        return state
    return unpack(state, part.manifest, part.config, world.stop, world.hub.snapshot)
