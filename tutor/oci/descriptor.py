"""Descriptors: what points from one document to the next (OCI image-spec, descriptor.md)."""

from __future__ import annotations

from collections.abc import Mapping
from sys import intern

from tutor.dataclass import dataclass, replace
from tutor.errors import LayerwiseError
from tutor.oci.digest import Digest, DigestError
from tutor.oci.digest import of as digest_of_bytes
from tutor.oci.digest import parse as parse_digest
from tutor.oci.gojson import sorted_map
from tutor.oci.platform import Platform

REF_NAME = "org.opencontainers.image.ref.name"
IMAGE_NAME = "io.containerd.image.name"
REFERENCE_TYPE = "vnd.docker.reference.type"
REFERENCE_DIGEST = "vnd.docker.reference.digest"
ATTESTATION = "attestation-manifest"

Pairs = tuple[tuple[str, str], ...]


class InvalidDocument(LayerwiseError):
    """A manifest, index or configuration that breaks its format. `what` names the kind of document."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"invalid {what}: {reason}")
        self.what = what
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Descriptor:
    """The media type, digest and size in bytes of some content, and what else its referrer says of it."""

    media_type: str
    digest: Digest
    size: int
    annotations: Pairs = ()
    platform: Platform | None = None
    urls: tuple[str, ...] = ()
    data: bytes | None = None
    artifact_type: str = ""

    @classmethod
    def of(
        cls, media_type: str, content: bytes, *, annotations: Pairs = (), platform: Platform | None = None
    ) -> Descriptor:
        """Describe some bytes."""
        return cls(media_type, digest_of_bytes(content), len(content), annotations, platform)

    @classmethod
    def from_json(cls, value: object, what: str = "descriptor") -> Descriptor:
        """Read a descriptor from parsed JSON. Raises InvalidDocument naming `what`."""
        if not isinstance(value, dict):
            raise InvalidDocument(what, "a descriptor is missing or is no object")
        digest, size = value.get("digest"), value.get("size")
        if not isinstance(digest, str):
            raise InvalidDocument(what, "a descriptor has no digest")
        try:
            digest = parse_digest(digest)
        except DigestError as error:
            raise InvalidDocument(what, f"{error.message} ({digest!r})") from None
        if not isinstance(size, int) or isinstance(size, bool) or size < 0:
            raise InvalidDocument(what, f"the descriptor of {digest} has no size in bytes")
        if len(value) == 3 and "mediaType" in value:
            return cls(_text(value["mediaType"]), digest, size)
        platform = value.get("platform")
        urls = value.get("urls")
        return cls(
            media_type=_text(value.get("mediaType")),
            digest=digest,
            size=size,
            annotations=pairs_of(value.get("annotations")),
            platform=Platform.from_json(platform) if isinstance(platform, dict) else None,
            urls=tuple(_text(url) for url in urls) if isinstance(urls, list) else (),
            data=_decoded(value.get("data"), what),
            artifact_type=_text(value.get("artifactType")),
        )

    def to_json(self) -> dict[str, object]:
        """Return the fields in the order in which Go writes them."""
        fields: dict[str, object] = {"mediaType": self.media_type, "digest": self.digest, "size": self.size}
        if self.urls:
            fields["urls"] = list(self.urls)
        if self.annotations:
            fields["annotations"] = sorted_map(self.annotations)
        if self.data is not None:
            import base64

            fields["data"] = base64.b64encode(self.data).decode()
        if self.platform is not None:
            fields["platform"] = self.platform.to_json()
        if self.artifact_type:
            fields["artifactType"] = self.artifact_type
        return fields

    def annotation(self, key: str) -> str:
        """Return an annotation's value, "" if there is none."""
        return next((value for name, value in self.annotations if name == key), "")

    def annotated(self, annotations: Mapping[str, str]) -> Descriptor:
        """Return this descriptor with more (or other) annotations; they are kept sorted by key."""
        return replace(self, annotations=pairs_of({**dict(self.annotations), **annotations}))

    def bare(self) -> Descriptor:
        """Return media type, digest and size alone."""
        return Descriptor(self.media_type, self.digest, self.size)

    @property
    def is_attestation(self) -> bool:
        """Whether this points to an attestation manifest as BuildKit adds them to an index."""
        return bool(self.annotations) and self.annotation(REFERENCE_TYPE) == ATTESTATION


def pairs_of(value: object) -> Pairs:
    """Return a JSON object of strings as pairs sorted by key; what is no string is left out."""
    if not isinstance(value, dict):
        return ()
    return tuple(sorted((key, text) for key, text in value.items() if isinstance(text, str)))


def attestation_annotations(image: Digest) -> Pairs:
    """Return the annotations by which an index marks the attestation manifest of the image with this digest."""
    return ((REFERENCE_DIGEST, image), (REFERENCE_TYPE, ATTESTATION))


def _text(value: object) -> str:
    return intern(value) if isinstance(value, str) else ""


def _decoded(value: object, what: str) -> bytes | None:
    if not isinstance(value, str):
        return None
    import base64
    import binascii

    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise InvalidDocument(what, "the data of a descriptor is not base64") from None
