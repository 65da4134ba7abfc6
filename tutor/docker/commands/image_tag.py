"""`docker image tag`."""

from __future__ import annotations

from tutor.docker.invocation import Invocation
from tutor.engine.tag import tag as tag_image


def tag(invocation: Invocation) -> int:
    """Give an image another name."""
    source, target = invocation.arguments
    invocation.apply(tag_image(invocation.state, invocation.world, source, target))
    return 0
