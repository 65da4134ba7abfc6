"""IDs as Docker shows them. Apart from the rows with templates, which are needed far less often."""

from __future__ import annotations


def short_id(digest: str) -> str:
    """Return the first 12 digits of an ID, without its algorithm."""
    return digest.rpartition(":")[2][:12]
