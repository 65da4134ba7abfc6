"""`layerwise workshop board`: the class at a glance, printed or as a page."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.net.server import serve
from tutor.outer import places

if TYPE_CHECKING:
    from argparse import Namespace


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
