"""Text that may stand in a picture."""

from __future__ import annotations


def visible(text: str) -> str:
    """With a mark in the place of what would steer a terminal, a reading direction or a parser and shows nothing."""
    return "".join(char if char.isprintable() else "�" for char in text)
