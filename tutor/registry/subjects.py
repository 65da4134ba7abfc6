"""Which manifests speak of which: the referrers of a subject (distribution-spec 1.1, § Listing Referrers)."""

from __future__ import annotations

from tutor.oci.descriptor import Descriptor, InvalidDocument, pairs_of
from tutor.oci.documents import parse_object
from tutor.oci.index import Index
from tutor.oci.media_types import is_index

FILTER = "artifactType"


def referrer(target: Descriptor, raw: bytes) -> tuple[str, Descriptor] | None:
    """Return the digest of a manifest's subject, and how the list of its referrers describes the manifest.

    None where it has no subject. Raises InvalidDocument where the subject is no descriptor.
    """
    if b'"subject"' not in raw and b"\\u" not in raw:
        return None
    fields = parse_object(raw, "manifest")
    if fields.get("subject") is None:
        return None
    subject = Descriptor.from_json(fields["subject"], "manifest")
    kind = fields.get("artifactType")
    if not kind and not is_index(target.media_type):
        config = fields.get("config")
        kind = config.get("mediaType") if isinstance(config, dict) else ""
    described = Descriptor(
        target.media_type,
        target.digest,
        target.size,
        pairs_of(fields.get("annotations")),
        artifact_type=kind if isinstance(kind, str) else "",
    )
    return subject.digest, described


def fallback_tag(digest: str) -> str:
    """Return the tag under which a registry without the API has the list (§ Referrers Tag Schema)."""
    algorithm, _, encoded = digest.partition(":")
    tag = f"{algorithm[:32]}-{encoded[:64]}"
    return "".join(char if char.isascii() and (char.isalnum() or char in "._-") else "-" for char in tag)


def listed(raw: bytes) -> tuple[Descriptor, ...]:
    """Return the descriptors of a list of referrers. Raises InvalidDocument where it is none."""
    fields = parse_object(raw, "list of referrers")
    if "manifests" not in fields:
        raise InvalidDocument("list of referrers", "it is no index")
    return Index.from_bytes(raw).manifests
