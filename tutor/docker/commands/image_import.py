"""`docker image import`."""

from __future__ import annotations

from tutor.docker.commands.common import check_platform, download, image_id, open_file
from tutor.docker.invocation import Invocation
from tutor.engine.download import DownloadError
from tutor.engine.errors import UNAVAILABLE, EngineError, not_found
from tutor.engine.import_image import import_image
from tutor.vfs.content import Bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.vfs.content import Content

_WORK = 8
"""Bytes to read that take as long as packing one byte into a layer."""


def import_(invocation: Invocation) -> int:
    """Make an image of the files in a tar archive."""
    source = invocation.arguments[0]
    if source.startswith(("http://", "https://")):
        archive: Content = _downloaded(invocation, source)
    else:
        archive = invocation.process.stdin.rest() if source == "-" else open_file(invocation, source)
    invocation.process.kernel.meter.takes(_WORK * archive.size)
    message = invocation.text("message") or (f"Imported from {source}" if "://" in source else "")
    outcome = import_image(
        invocation.state,
        invocation.world,
        archive.chunks(),
        invocation.arguments[1] if len(invocation.arguments) > 1 else "",
        message=message,
        changes=invocation.many("change"),
        platform=check_platform(invocation.text("platform")),
    )
    invocation.line(image_id(invocation, invocation.apply(outcome)))
    return 0


def _downloaded(invocation: Invocation, url: str) -> Content:
    """Return what the daemon downloads, and say so. Raises EngineError with the daemon's text."""
    try:
        response = download(invocation, url)
    except DownloadError as error:
        raise EngineError(error.message, UNAVAILABLE, url) from None
    if response.status >= 400:
        said = response.body.decode("utf-8", "replace").strip()
        raise not_found(f"failed to GET {url} with status {response.status} {response.reason}: {said}", url)
    invocation.line(f"Downloading from {url}")
    return Bytes(response.body)
