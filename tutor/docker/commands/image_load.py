"""`docker image load`."""

from __future__ import annotations

from tutor.docker import release
from tutor.docker.commands.common import check_platform, image_id, open_file
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine import eras, lookup
from tutor.engine.load import load as load_images
from tutor.vfs.shared_tar import pieces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.state import State


def load(invocation: Invocation) -> int:
    """Load the images of an archive: a file, or standard input."""
    path = invocation.text("input")
    if not path and invocation.process.stdin.tty:
        raise CommandError("requested load from stdin, but stdin is empty")
    if path and invocation.process.fs.is_dir(invocation.process.path(path)):  # found out while it is being sent
        address = f"http://%2Fvar%2Frun%2Fdocker.sock/v{release.of(invocation.process).api}/images/load?quiet=1"
        raise CommandError(f'error during connect: Post "{address}": read {path}: is a directory')
    archive = open_file(invocation, path) if path else invocation.process.stdin.rest()
    invocation.process.kernel.meter.takes(sum([len(piece) for piece in pieces(archive) if isinstance(piece, bytes)]))
    platforms = tuple(check_platform(text, "invalid platform: ") for text in invocation.many("platform"))
    before = invocation.state
    outcome = load_images(before, invocation.world, archive, platforms=platforms)
    for loaded in invocation.apply(outcome):
        if loaded.name and (old := _renamed(before, invocation.state, loaded.name)):
            what = f"The image {loaded.name} already exists, renaming the old one with ID {old} to empty string"
            invocation.line(what)
        known = f": {loaded.name}" if loaded.name else f" ID: {image_id(invocation, loaded.digest)}"
        invocation.line(f"Loaded image{known}")
    return 0


def _renamed(before: State, after: State, name: str) -> str:
    """Return the ID of the image that an older engine says it took a name from, "" where it took none."""
    era = eras.of(after)
    old, new = (lookup.find(state, name) for state in (before, after))
    if not era.present or old is None or new is None:
        return ""
    was, now = era.image_id(before, old.target), era.image_id(after, new.target)
    return was if was != now else ""
