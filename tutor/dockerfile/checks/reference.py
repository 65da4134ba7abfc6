"""Whether a text can be the name of an image (the grammar of distribution references, no more than yes or no)."""

from __future__ import annotations

import re

_COMPONENT = r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*"
_DOMAIN = (
    r"(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])"
)
_REFERENCE = re.compile(
    rf"(?:{_DOMAIN}(?::[0-9]+)?/)?{_COMPONENT}(?:/{_COMPONENT})*(?::\w[\w.-]{{0,127}})?"
    r"(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?\Z",
    re.ASCII,
)
_ID = re.compile(r"[a-f0-9]{64}\Z")


def is_reference(text: str) -> bool:
    """Whether Docker takes the text as an image's name, short names included."""
    if _ID.match(text):
        return False
    domain, slash, rest = text.partition("/")
    has_domain = slash and (any(char in domain for char in ".:") or domain == "localhost" or domain != domain.lower())
    path = rest if has_domain else text
    if path.partition(":")[0].partition("@")[0] != path.partition(":")[0].partition("@")[0].lower():
        return False
    return _REFERENCE.match(text) is not None
