"""Media types of what an image is made of (OCI image-spec, media-types.md; Docker's schema 2 beside them)."""

from __future__ import annotations

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_EMPTY = "application/vnd.oci.empty.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar"
OCI_LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip"
OCI_LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd"

DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar"
DOCKER_LAYER_GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip"
DOCKER_LAYER_ZSTD = "application/vnd.docker.image.rootfs.diff.tar.zstd"

IN_TOTO = "application/vnd.in-toto+json"

_INDEXES = frozenset((OCI_INDEX, DOCKER_LIST))
_MANIFESTS = frozenset((OCI_MANIFEST, DOCKER_MANIFEST))
_CONFIGS = frozenset((OCI_CONFIG, DOCKER_CONFIG))


def is_index(media_type: str) -> bool:
    """Whether this is an image index (Docker: manifest list)."""
    return media_type in _INDEXES


def is_manifest(media_type: str) -> bool:
    """Whether this is an image manifest."""
    return media_type in _MANIFESTS


def is_config(media_type: str) -> bool:
    """Whether this is an image configuration."""
    return media_type in _CONFIGS


def is_layer(media_type: str) -> bool:
    """Whether this is a file system layer, compressed or not."""
    return media_type.startswith((OCI_LAYER, DOCKER_LAYER)) or ".layer.nondistributable." in media_type


def compression(media_type: str) -> str:
    """Return how a layer is compressed by its media type: "gzip", "zstd", or "" for not at all (or unknown)."""
    for name in ("gzip", "zstd"):
        if media_type.endswith(("+" + name, "." + name)):
            return name
    return ""
