"""`docker image import`."""

from __future__ import annotations

from tutor.docker.commands.common import check_platform, image_id, open_file
from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.import_image import import_image

_WORK = 8
"""Bytes to read that take as long as packing one byte into a layer."""


def _unreachable(url: str) -> str:
    """Return why the engine cannot fetch an address: a sandbox has no network."""
    from urllib.parse import urlsplit

    from tutor.docker.values import is_address

    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_address(host):
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return f"dial tcp {host}:{port}: connect: connection refused"
    return f"dial tcp: lookup {host}: no such host"


def import_(invocation: Invocation) -> int:
    """Make an image of the files in a tar archive."""
    source = invocation.arguments[0]
    if source.startswith(("http://", "https://")):
        raise CommandError(f'Error response from daemon: Get "{source}": {_unreachable(source)}')
    archive = invocation.process.stdin.rest() if source == "-" else open_file(invocation, source)
    invocation.process.kernel.meter.takes(_WORK * archive.size)
    outcome = import_image(
        invocation.state,
        invocation.world,
        archive.chunks(),
        invocation.arguments[1] if len(invocation.arguments) > 1 else "",
        message=invocation.text("message"),
        changes=invocation.many("change"),
        platform=check_platform(invocation.text("platform")),
    )
    invocation.line(image_id(invocation, invocation.apply(outcome)))
    return 0
