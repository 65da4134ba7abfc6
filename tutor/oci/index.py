"""Image indexes: the manifests of several platforms, and of attestations (OCI image-spec, image-index.md)."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.dataclass import dataclass
from tutor.oci import media_types
from tutor.oci.descriptor import Descriptor, InvalidDocument, Pairs, pairs_of
from tutor.oci.digest import Digest
from tutor.oci.digest import of as digest_of_bytes
from tutor.oci.documents import descriptors_of, parse_object, text_of
from tutor.oci.gojson import encode, sorted_map
from tutor.oci.platform import Platform

WHAT = "index"


@dataclass(frozen=True, slots=True)
class Index:
    """An image index: its exact bytes (`raw`) and what they say."""

    raw: bytes
    media_type: str
    manifests: tuple[Descriptor, ...]
    annotations: Pairs = ()
    artifact_type: str = ""
    subject: Descriptor | None = None

    @classmethod
    def from_bytes(cls, raw: bytes) -> Index:
        """Read an index and keep its bytes. Raises InvalidDocument."""
        fields = parse_object(raw, WHAT)
        if fields.get("schemaVersion") != 2:
            raise InvalidDocument(WHAT, "its schema version is not 2")
        if "config" in fields or "layers" in fields:
            raise InvalidDocument(WHAT, "it is a manifest")
        subject = fields.get("subject")
        return cls(
            raw,
            text_of(fields, "mediaType", WHAT) or media_types.OCI_INDEX,
            descriptors_of(fields.get("manifests"), WHAT, "manifests"),
            pairs_of(fields.get("annotations")),
            text_of(fields, "artifactType", WHAT),
            None if subject is None else Descriptor.from_json(subject, WHAT),
        )

    @classmethod
    def build(
        cls,
        manifests: Iterable[Descriptor],
        *,
        annotations: Pairs = (),
        media_type: str = media_types.OCI_INDEX,
        indent: int | None = 2,
    ) -> Index:
        """Write an index with the bytes that BuildKit gives it (`indent` None: compact, as in archives and layouts)."""
        rows = tuple(manifests)
        fields: dict[str, object] = {"schemaVersion": 2}
        if media_type:
            fields["mediaType"] = media_type
        fields["manifests"] = [row.to_json() for row in rows] or (None if indent else [])
        if annotations:
            fields["annotations"] = sorted_map(annotations)
        return cls(encode(fields, indent), media_type or media_types.OCI_INDEX, rows, tuple(sorted(annotations)))

    @property
    def id(self) -> Digest:
        """The digest of the bytes: the ID that Docker shows for an image with an index."""
        return digest_of_bytes(self.raw)

    def descriptor(self, *, annotations: Pairs = ()) -> Descriptor:
        """Return what points to this index."""
        return Descriptor(self.media_type, self.id, len(self.raw), annotations)

    @property
    def images(self) -> tuple[Descriptor, ...]:
        """The manifests that are images: attestations and platform `unknown/unknown` left out."""
        return tuple(
            row
            for row in self.manifests
            if not row.is_attestation and not (row.platform is not None and row.platform.is_unknown)
        )

    def select(self, platform: Platform) -> Descriptor | None:
        """Return the manifest that runs best on `platform` (the first of equals), None if none does.

        A manifest whose platform is not given comes last: it may be anything.
        """
        rows = self.images
        best = platform.best(row.platform for row in rows if row.platform is not None)
        if best is not None:
            return next(row for row in rows if row.platform == best)
        return next((row for row in rows if row.platform is None), None)
