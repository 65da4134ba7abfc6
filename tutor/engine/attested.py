"""What the bundled official images say of themselves: attestation manifests beside them in their indexes.

One rule: a statement (in-toto; of what the image consists, or how it was built) is made of the image's files when it is
read; the lock file knows the rest of it, its digest and its size. The shapes are those of BuildKit's
attestation storage, as the published images have them: a configuration of no platform, the statements as layers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.oci.descriptor import Descriptor
from tutor.oci.gojson import encode
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import IN_TOTO, OCI_CONFIG
from tutor.vfs.content import same
from tutor.vfs.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, Final

    from tutor.vfs.tree import Tree

SBOM = "https://spdx.dev/Document"
PROVENANCE = "https://slsa.dev/provenance/v0.2"

Materials = tuple[tuple[str, str], ...]
"""What an image was built from: package URLs, each with a digest in hexadecimal."""


class Statement(Record):
    """The in-toto statement of one kind about an image, as a content of `size` bytes with the digest `key`.

    `tree` are the image's files; `names` its package URLs; `image` its digest; `created` RFC 3339 text; `source` the
    repository of its Dockerfile.
    """

    __slots__ = __match_args__ = ("kind", "tree", "names", "image", "created", "source", "materials", "size", "key")

    def __init__(
        self,
        kind: str,
        tree: Tree,
        names: tuple[str, ...],
        image: str,
        created: str,
        source: str,
        materials: Materials,
        size: int = 0,
        key: str = "",
    ) -> None:
        self.kind: Final = kind
        self.tree: Final = tree
        self.names: Final = names
        self.image: Final = image
        self.created: Final = created
        self.source: Final = source
        self.materials: Final = materials
        self.size: Final = size
        self.key: Final = key

    def read(self, start: int = 0, length: int | None = None) -> bytes:
        """Return `length` bytes (fewer at the end; None: all that follow) from `start`."""
        digest = self.image.partition(":")[2]
        data = encode(
            {
                "_type": "https://in-toto.io/Statement/v0.1",
                "predicateType": self.kind,
                "subject": [{"name": name, "digest": {"sha256": digest}} for name in self.names],
                "predicate": self._packages() if self.kind == SBOM else self._built(),
            }
        )
        return data[start:] if length is None else data[start : start + length]

    def chunks(self) -> Iterator[bytes]:
        """Make all bytes."""
        return iter((self.read(),))

    def _packages(self) -> dict[str, Any]:
        from tutor.engine.build.sbom import document
        from tutor.oci.timestamp import SECOND, parse_time

        return document(self.tree, parse_time(self.created) / SECOND)

    def _built(self) -> dict[str, Any]:
        return {
            "builder": {"id": "https://github.com/docker-library"},
            "buildType": "https://mobyproject.org/buildkit@v1",
            "materials": [{"uri": uri, "digest": {"sha256": digest}} for uri, digest in self.materials],
            "invocation": {
                "configSource": {"uri": self.source, "entryPoint": "Dockerfile"},
                "parameters": {"frontend": "dockerfile.v0"},
                "environment": {"platform": "linux/amd64"},
            },
            "metadata": {
                "buildStartedOn": self.created,
                "buildFinishedOn": self.created,
                "completeness": {"parameters": True, "environment": True, "materials": False},
                "reproducible": False,
            },
        }

    def __eq__(self, other: object) -> bool:
        return same(self, other)

    def __hash__(self) -> int:
        return hash(self.key)


def manifest(statements: Iterable[tuple[str, str, int]]) -> tuple[bytes, Manifest]:
    """Return the configuration and the manifest over statements: kind, digest and size of each."""
    rows = tuple(statements)
    config = encode(
        {
            "architecture": "unknown",
            "os": "unknown",
            "config": {},
            "rootfs": {"type": "layers", "diff_ids": [digest for _, digest, _ in rows]},
        }
    )
    layers = [
        Descriptor(IN_TOTO, digest, size, annotations=(("in-toto.io/predicate-type", kind),))
        for kind, digest, size in rows
    ]
    return config, Manifest.build(Descriptor.of(OCI_CONFIG, config), layers)
