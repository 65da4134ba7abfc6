"""Small images for the tests of archives and layouts."""

from __future__ import annotations

import io
import json
import os
import tarfile
from pathlib import Path

import pytest

from tutor.oci import media_types
from tutor.oci.config import ContainerConfig, History, ImageConfig, attestation_config
from tutor.oci.descriptor import Descriptor, attestation_annotations
from tutor.oci.digest import of
from tutor.oci.index import Index
from tutor.oci.manifest import Manifest
from tutor.oci.platform import UNKNOWN, Platform
from tutor.store.blobs import Blob
from tutor.vfs.gzip import compress

SHARED = Path(os.environ.get("LAYERWISE_SHARED", Path(__file__).parents[3] / "shared"))
HUB = SHARED / "transcripts" / "hub"


def hub() -> str:
    """Return the folder of the recorded hub; skip the test where it is not there."""
    if not HUB.is_dir():
        pytest.skip(f"no recorded hub at {HUB}")
    return str(HUB)


def tar(files: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    """Return an archive made by Python's own tarfile."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
        for name, target in (links or {}).items():
            member = tarfile.TarInfo(name)
            member.type, member.linkname = tarfile.SYMTYPE, target
            archive.addfile(member)
    return out.getvalue()


class Shelf(dict[str, Blob]):
    """Blobs by digest."""

    def put(self, data: bytes) -> Blob:
        blob = Blob.of(data)
        self[blob.digest] = blob
        return blob

    def layer(self, text: str) -> tuple[Descriptor, str]:
        """Make a layer with one file; return its descriptor and diff ID."""
        plain = tar({"file": text.encode()})
        blob = self.put(b"".join(compress([plain])))
        return Descriptor(media_types.OCI_LAYER_GZIP, blob.digest, blob.size), of(plain)

    def image(self, *texts: str, platform: Platform | None = None) -> Descriptor:
        """Make an image with a layer for each text."""
        layers = [self.layer(text) for text in texts]
        history = [History("2026-01-01T00:00:00Z", f"COPY {text[:9]} /file") for text in texts]
        config = ImageConfig.build(
            ContainerConfig(cmd=("sh",)), [diff for _, diff in layers], history, platform=platform or Platform()
        )
        self.put(config.raw)
        manifest = Manifest.build(config.descriptor(), [layer for layer, _ in layers])
        self.put(manifest.raw)
        return manifest.descriptor(platform=platform)

    def built(self, text: str) -> Descriptor:
        """Make an image as `docker build` does: an index with the image and its attestation."""
        image = self.image(text, platform=Platform())
        statement = self.put(json.dumps({"about": image.digest}).encode())
        config = attestation_config([statement.digest])
        self.put(config.raw)
        layer = Descriptor(media_types.IN_TOTO, statement.digest, statement.size)
        manifest = Manifest.build(config.descriptor(), [layer])
        self.put(manifest.raw)
        attestation = manifest.descriptor(annotations=attestation_annotations(image.digest), platform=UNKNOWN)
        index = Index.build([image, attestation])
        self.put(index.raw)
        return index.descriptor()
