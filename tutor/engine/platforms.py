"""Platforms as users write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.oci.platform import Platform


def parse(text: str) -> Platform:
    """Return the platform that a flag names. Raises EngineError (LOCAL) with the text that Docker prints: the quoted text,
    then ": unknown operating system or architecture: invalid argument" or ": cannot parse platform specifier: …".
    """
    raise NotImplementedError
