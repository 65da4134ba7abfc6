"""Platforms as users write them, and what is said where an image does not have one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.errors import LOCAL, EngineError, not_found
from tutor.oci.platform import InvalidPlatform, Platform

if TYPE_CHECKING:
    from tutor.engine.images import Part
    from tutor.engine.state import State
    from tutor.oci.descriptor import Descriptor


def parse(text: str) -> Platform:
    """Return the platform that a flag names.

    Raises EngineError of kind LOCAL with the text that Docker prints ('"x": unknown operating system or …').
    """
    try:
        return Platform.parse(text)
    except InvalidPlatform as error:
        raise EngineError(error.message, LOCAL, text) from None


def part_for(state: State, target: Descriptor, platform: str, asked: str) -> Part:
    """Return the image's manifest for a platform ("" for this host's).

    Raises EngineError where the image (named `asked` in the message) does not have it.
    """
    from tutor.engine.images import choose

    wanted = parse(platform) if platform else None
    part = choose(state, target, wanted)
    if part is None:
        raise unavailable(asked, platform)
    return part


def unavailable(asked: str, platform: str) -> EngineError:
    """Return the error for an image that does not have a platform."""
    if not platform:
        return not_found(f"image with reference {asked} was found but does not provide any platform", asked)
    return not_found(
        f"image with reference {asked} was found but does not provide the specified platform ({platform})", asked
    )
