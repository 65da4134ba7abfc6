"""`docker image inspect`."""

from __future__ import annotations

from tutor.docker.commands.common import check_platform
from tutor.docker.errors import CommandError
from tutor.docker.format.inspect import Found
from tutor.docker.format.inspect import inspect as print_all
from tutor.docker.invocation import Invocation
from tutor.engine.inspect_image import inspect_image

TYPE = "image.InspectResponse"


def inspect(invocation: Invocation) -> int:
    """Show all facts about images."""
    platform = check_platform(invocation.text("platform"))

    def find(reference: str) -> Found:
        if not reference:
            raise CommandError("Error: No such image: ")
        return TYPE, inspect_image(invocation.state, reference, platform=platform)

    return print_all(invocation, invocation.arguments, invocation.text("format"), find)
