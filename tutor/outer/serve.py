"""`layerwise registry serve`: real clients pull the bundled images and push their own."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.net.server import serve
from tutor.outer import places
from tutor.registry.server import Server

if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.engine.hub import Hub
    from tutor.oci.descriptor import Descriptor
    from tutor.store.blobs import Blob


class HubSource:
    """The bundled hub as a registry's source: its repositories without "docker.io/"."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub

    def resolve(self, repository: str, tag: str) -> Descriptor | None:
        """What the tag points at."""
        return self._hub.resolve(f"docker.io/{repository}:{tag}")

    def tags(self, repository: str) -> tuple[str, ...]:
        """The sorted tags of a repository."""
        return self._hub.tags(f"docker.io/{repository}")

    def blob(self, repository: str, digest: str) -> Blob | None:
        """A manifest, config or layer by digest."""
        return self._hub.blob(digest)


def registry(options: Namespace) -> int:
    """Serve until interrupted."""
    server = Server(HubSource(places.hub()))

    def ready(port: int) -> None:
        print(f"serving on {options.host}:{port}, ctrl-c ends it", file=sys.stderr, flush=True)

    with suppress(KeyboardInterrupt):
        asyncio.run(serve(server.respond, options.host, options.port, ready))
    return 0


def workshop(options: Namespace) -> int:
    """Print the class's board, or serve it as a page."""
    from tutor.workshop.board import board_text, learners, respond

    course = places.course()
    if options.port is None:
        print(board_text(course, learners(options.folder)), end="")
        return 0
    learners(options.folder)

    def ready(port: int) -> None:
        print(f"the board is at http://{options.host}:{port}/, ctrl-c ends it", file=sys.stderr, flush=True)

    with suppress(KeyboardInterrupt):
        asyncio.run(serve(lambda request: respond(course, options.folder, request), options.host, options.port, ready))
    return 0
