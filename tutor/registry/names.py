"""Which names a registry takes, and what an address means (distribution-spec 1.1, § Endpoints)."""

from __future__ import annotations

import re

from tutor.dataclass import dataclass
from tutor.oci.digest import DigestError, parse
from tutor.registry.refusal import Refusal

_NAME = re.compile(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*")
_TAG = re.compile(r"[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}")
_LONGEST = 255


@dataclass(frozen=True, slots=True)
class Place:
    """What an address names: a `kind` of thing, the repository it is in, and which one it is (tag, digest, upload)."""

    kind: str
    name: str = ""
    which: str = ""


def place(path: str) -> Place:
    """Return what a path names. Raises Refusal: no such address, or a bad repository name."""
    if path in ("/v2", "/v2/"):
        return Place("base")
    parts = path.split("/")
    if len(parts) < 3 or parts[:2] != ["", "v2"]:
        raise Refusal(404, "UNSUPPORTED", {"path": path}, message="no such address")
    parts = parts[2:]
    if parts == ["_catalog"]:
        return Place("catalog")
    if len(parts) > 2 and parts[-2:] == ["blobs", "uploads"]:
        parts.append("")
    if len(parts) > 3 and parts[-3:-1] == ["blobs", "uploads"]:
        return Place("upload" if parts[-1] else "uploads", name("/".join(parts[:-3])), parts[-1])
    if len(parts) > 2 and parts[-2:] == ["tags", "list"]:
        return Place("tags", name("/".join(parts[:-2])))
    if len(parts) > 2 and parts[-1] and parts[-2] in ("manifests", "blobs", "referrers"):
        kind = {"manifests": "manifest", "blobs": "blob", "referrers": "referrers"}[parts[-2]]
        return Place(kind, name("/".join(parts[:-2])), parts[-1])
    raise Refusal(404, "UNSUPPORTED", {"path": path}, message="no such address")


def name(text: str) -> str:
    """Return a repository's name. Raises Refusal."""
    if len(text) > _LONGEST or not _NAME.fullmatch(text):
        raise Refusal(400, "NAME_INVALID", {"name": text[:_LONGEST]})
    return text


def digest(text: str) -> str:
    """Return a digest. Raises Refusal."""
    try:
        return parse(text)
    except DigestError as error:
        raise Refusal(400, "DIGEST_INVALID", {"digest": text}, message=str(error)) from None


def is_tag(text: str) -> bool:
    """Whether a text is a tag."""
    return _TAG.fullmatch(text) is not None
