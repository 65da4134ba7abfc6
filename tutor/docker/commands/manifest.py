"""The commands of `docker manifest`."""

from __future__ import annotations

from typing import Any

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.engine.errors import EngineError
from tutor.engine.manifests import RemoteManifest, remote_blob, remote_manifest
from tutor.oci.gojson import encode
from tutor.oci.reference import InvalidReference, Reference

_INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
_OCI = "application/vnd.oci.image.manifest.v1+json"
_HUB = "docker.io"


def inspect(invocation: Invocation) -> int:
    """Show a manifest or a list of them as a registry holds it.

    Registries of the sandbox speak plain HTTP, which Docker uses here with --insecure only.
    """
    name = invocation.arguments[-1]
    try:
        reference = Reference.parse(name).with_default_tag()
    except InvalidReference as error:
        raise CommandError(error.message) from None
    if len(invocation.arguments) > 1:
        raise CommandError(f"No such manifest: {invocation.arguments[0]}")
    found = _fetch(invocation, reference)
    import json

    document = json.loads(found.data)
    verbose = invocation.on("verbose")
    if found.descriptor.media_type in _INDEXES:
        text = _all_verbose(invocation, reference, document) if verbose else _list(document)
    else:
        text = _verbose(reference, found, document) if verbose else encode(document, "\t").decode()
    invocation.line(text)
    return 0


def _fetch(invocation: Invocation, reference: Reference) -> RemoteManifest:
    missing = CommandError(f"no such manifest: {reference.canonical()}")
    if reference.domain != _HUB and not invocation.on("insecure"):
        raise missing
    try:
        return remote_manifest(invocation.state, invocation.world, reference.canonical())
    except EngineError:
        raise missing from None


def _list(document: dict[str, Any]) -> str:
    """Return an index as Docker writes it anew: three blanks a step, size before digest."""
    manifests = [
        {key: entry[key] for key in ("mediaType", "size", "digest", "platform") if key in entry}
        for entry in document["manifests"]
    ]
    kind = _INDEXES[0] if manifests and manifests[0]["mediaType"] == _OCI else _INDEXES[1]
    return encode({"schemaVersion": 2, "mediaType": kind, "manifests": manifests}, 3).decode()


def _entry(reference: Reference, descriptor: dict[str, Any], data: bytes, document: dict[str, Any]) -> dict[str, Any]:
    from base64 import b64encode

    kind = "OCIManifest" if descriptor["mediaType"] == _OCI else "SchemaV2Manifest"
    return {
        "Ref": reference.canonical(),
        "Descriptor": descriptor,
        "Raw": b64encode(data).decode(),
        kind: document,
    }


def _verbose(reference: Reference, found: RemoteManifest, document: dict[str, Any]) -> str:
    descriptor = {
        "mediaType": found.descriptor.media_type,
        "digest": found.descriptor.digest,
        "size": found.descriptor.size,
    }
    return encode(_entry(reference, descriptor, found.data, document), "\t").decode()


def _all_verbose(invocation: Invocation, reference: Reference, index: dict[str, Any]) -> str:
    import json

    entries = []
    for descriptor in index["manifests"]:
        digest = descriptor["digest"]
        data = remote_blob(invocation.state, invocation.world, reference.canonical(), digest)
        pinned = reference.without_suffix().with_digest(digest)
        entries.append(_entry(pinned, descriptor, data, json.loads(data)))
    return encode(entries, "\t").decode()


def create(invocation: Invocation) -> int:
    """Say that local manifest lists are not kept here."""
    raise CommandError(f"{invocation.path}: not simulated here; docker buildx imagetools shows what a registry holds")


annotate = create
push = create
rm = create
