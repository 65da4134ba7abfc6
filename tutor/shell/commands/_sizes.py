"""Sizes as people read them."""

from __future__ import annotations


def human(size: int, block: int = 1) -> str:
    """Return `size` blocks in at most three digits and a letter (powers of 1024), rounded as busybox does."""
    value = size * block
    unit = 0
    fraction = 0
    while value >= 1024 and unit < 8:
        fraction = ((value % 1024) * 10 + 512) // 1024
        value //= 1024
        unit += 1
    if unit == 0:
        return str(value)
    if fraction >= 10:
        value += 1
        fraction = 0
    suffix = " KMGTPEZY"[unit]
    return f"{value}.{fraction}{suffix}"


def human_rounded(size: int) -> str:
    """Return `size` bytes as a whole number and a letter."""
    unit = 0
    fraction = 0
    while size >= 1024:
        fraction = ((size % 1024) * 10 + 512) // 1024
        size //= 1024
        unit += 1
    return f"{size + (fraction >= 5)}{' KMGTPEZY'[unit]}".strip()
