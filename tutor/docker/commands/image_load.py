"""`docker image load`."""

from __future__ import annotations

from tutor.docker import release
from tutor.docker.commands.common import check_platform, image_id, open_file
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.load import load as load_images
from tutor.vfs.shared_tar import pieces


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
    outcome = load_images(invocation.state, invocation.world, archive, platforms=platforms)
    for loaded in invocation.apply(outcome):
        known = f": {loaded.name}" if loaded.name else f" ID: {image_id(invocation, loaded.digest)}"
        invocation.line(f"Loaded image{known}")
    return 0
