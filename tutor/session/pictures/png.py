"""An SVG picture as PNG, drawn by resvg, which the extra `layerwise[png]` brings."""

from __future__ import annotations

from tutor.errors import LayerwiseError
from tutor.session.pictures.svg import FONTS

ZOOM = 2
"""Pixels of the PNG for one of the SVG: slides are shown large."""
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text y="9" font-family="{}">{}</text></svg>'


def png(picture: str) -> bytes:
    """The file's bytes. Raises LayerwiseError where there is nothing to draw with, or no font to write with."""
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise LayerwiseError(
            "a PNG needs a library that is not installed", "pip install 'layerwise[png]', or take --svg"
        ) from None

    def draw(text: str, zoom: float = 1) -> bytes:
        return bytes(svg_to_bytes(svg_string=text, zoom=zoom))

    if draw(_PROBE.format(FONTS, "M")) == draw(_PROBE.format(FONTS, "")):  # it would leave all text out
        raise LayerwiseError(
            "this machine has no font to write with", "install one (such as fonts-dejavu-core), or take --svg"
        )
    return draw(picture, ZOOM)
