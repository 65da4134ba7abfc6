"""Image manifests: one configuration and its layers (OCI image-spec, manifest.md)."""

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

WHAT = "manifest"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Writer: TypeAlias = Literal["buildkit", "commit", "import", "archive"]


@dataclass(frozen=True, slots=True)
class Manifest:
    """An image manifest: its exact bytes (`raw`) and what they say."""

    raw: bytes
    media_type: str
    config: Descriptor
    layers: tuple[Descriptor, ...]
    annotations: Pairs = ()
    artifact_type: str = ""
    subject: Descriptor | None = None

    @classmethod
    def from_bytes(cls, raw: bytes) -> Manifest:
        """Read a manifest and keep its bytes. Raises InvalidDocument."""
        fields = parse_object(raw, WHAT)
        if fields.get("schemaVersion") != 2:
            raise InvalidDocument(WHAT, "its schema version is not 2")
        if "manifests" in fields:
            raise InvalidDocument(WHAT, "it is an index")
        if "config" not in fields:
            raise InvalidDocument(WHAT, "it has no config")
        subject = fields.get("subject")
        return cls(
            raw,
            text_of(fields, "mediaType", WHAT) or media_types.OCI_MANIFEST,
            Descriptor.from_json(fields["config"], WHAT),
            descriptors_of(fields.get("layers"), WHAT, "layers"),
            pairs_of(fields.get("annotations")),
            text_of(fields, "artifactType", WHAT),
            None if subject is None else Descriptor.from_json(subject, WHAT),
        )

    @classmethod
    def build(
        cls,
        config: Descriptor,
        layers: Iterable[Descriptor],
        *,
        annotations: Pairs = (),
        media_type: str = media_types.OCI_MANIFEST,
        artifact_type: str = "",
        subject: Descriptor | None = None,
        writer: Writer = "buildkit",
    ) -> Manifest:
        """Write a manifest with the bytes that one of Docker's writers gives it.

        `writer`: "buildkit" (docker build: two spaces), "commit" (docker commit: media type first, four spaces),
        "import" (docker import: compact), "archive" (docker load, for an archive that has no manifest: compact).
        """
        rows = tuple(layers)
        fields: dict[str, object] = {"schemaVersion": 2, "mediaType": media_type}
        if writer == "commit":
            fields = {"mediaType": media_type, "schemaVersion": 2}
        if artifact_type:
            fields["artifactType"] = artifact_type
        fields["config"] = config.to_json()
        empty: list[object] | None = [] if writer == "archive" else None  # Go writes a nil slice as null
        fields["layers"] = [layer.to_json() for layer in rows] or empty
        if subject is not None:
            fields["subject"] = subject.to_json()
        if annotations:
            fields["annotations"] = sorted_map(annotations)
        raw = encode(fields, indent={"buildkit": 2, "commit": 4}.get(writer))
        return cls(raw, media_type, config, rows, tuple(sorted(annotations)), artifact_type, subject)

    @property
    def id(self) -> Digest:
        """The digest of the bytes: the ID that Docker shows for an image without an index."""
        return digest_of_bytes(self.raw)

    def descriptor(self, *, annotations: Pairs = (), platform: Platform | None = None) -> Descriptor:
        """Return what points to this manifest."""
        return Descriptor(self.media_type, self.id, len(self.raw), annotations, platform)

    @property
    def is_image(self) -> bool:
        """Whether this is a file system image: its configuration is one, and its layers are file system layers."""
        if not media_types.is_config(self.config.media_type):
            return False
        return all(map(media_types.is_layer, {layer.media_type for layer in self.layers}))

    @property
    def content_size(self) -> int:
        """The bytes of manifest, configuration and layers together: what Docker calls content size."""
        return len(self.raw) + self.config.size + sum(layer.size for layer in self.layers)
