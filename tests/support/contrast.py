"""Contrast of two colours as WCAG 2.2 works it out: from 1 (the same) to 21 (black and white)."""

from __future__ import annotations


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance of an sRGB colour."""
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """The contrast of two colours."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
