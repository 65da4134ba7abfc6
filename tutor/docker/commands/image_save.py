"""`docker image save`."""

from __future__ import annotations

from tutor.docker.commands.common import check_output, check_platform, go_errno
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.save import save as save_images
from tutor.vfs.errors import FsError

_MODE = 0o600


def save(invocation: Invocation) -> int:
    """Write images into one archive: a file, or standard output where that is no terminal."""
    platforms = tuple(check_platform(text, "invalid platform: ") for text in invocation.many("platform"))
    path = invocation.text("output")
    process = invocation.process
    if path:
        check_output(invocation, path, "failed to save image")
    elif process.stdout.tty:
        raise CommandError("cowardly refusing to save to a terminal. Use the -o flag or redirect")
    archive = save_images(invocation.state, invocation.arguments, platforms=platforms)
    if not path:
        process.stdout.share(archive)
        return 0
    try:
        process.fs.write(process.path(path), archive, mode=_MODE)
    except FsError as error:
        raise CommandError(f"failed to save image: open {path}: {go_errno(error)}") from None
    return 0
