"""`docker manifest inspect`, and what the other commands of `docker manifest` share: reading images of registries."""

from __future__ import annotations

from typing import Any

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation
from tutor.docker.manifest_store import Entry, ManifestStore, NoSuchManifest
from tutor.engine.errors import EngineError
from tutor.engine.manifests import RemoteManifest, remote_blob, remote_manifest
from tutor.oci.gojson import encode
from tutor.oci.reference import InvalidReference, Reference

INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)
_OCI = "application/vnd.oci.image.manifest.v1+json"
_HUB = "docker.io"
_PLATFORM = ("architecture", "os", "os.version", "os.features", "variant")


def inspect(invocation: Invocation) -> int:
    """Show an image of a local list, a local list, or what a registry holds, whichever there is."""
    reference = named(invocation.arguments[-1])
    store = ManifestStore(invocation)
    if len(invocation.arguments) > 1:
        entry = store.get(named(invocation.arguments[0]), reference)
        return _print_one(invocation, entry)
    try:
        return _print_list(invocation, reference, store.entries(reference))
    except NoSuchManifest:
        pass
    found = fetch(invocation, reference)
    if found.descriptor.media_type in INDEXES:
        return _print_list(invocation, reference, _children(invocation, reference, found))
    return _print_one(invocation, _entry(invocation, reference, found))


def named(text: str) -> Reference:
    """Return the reference in a text, with the tag latest where it has neither tag nor digest. Raises CommandError."""
    try:
        return Reference.parse(text).with_default_tag()
    except InvalidReference as error:
        raise CommandError(error.message) from None


def fetch(invocation: Invocation, reference: Reference) -> RemoteManifest:
    """Return what a registry holds under a reference. Raises CommandError.

    Registries of the sandbox speak plain HTTP, from which Docker reads here with --insecure only.
    """
    missing = CommandError(f"no such manifest: {reference.canonical()}")
    if reference.domain != _HUB and not invocation.on("insecure"):
        raise missing
    try:
        return remote_manifest(invocation.state, invocation.world, reference.canonical())
    except EngineError:
        raise missing from None


def image_entry(invocation: Invocation, reference: Reference) -> Entry:
    """Return one image of a registry as a local list keeps it. Raises CommandError, also where it is an index."""
    found = fetch(invocation, reference)
    if found.descriptor.media_type in INDEXES:
        raise CommandError(f"{reference.canonical()} is a manifest list")
    return _entry(invocation, reference, found)


def manifest_list(target: Reference, entries: list[Entry]) -> bytes:
    """Return the index of these images, as Docker writes it: three blanks a step, size before digest.

    Raises CommandError where an image lies in another registry than the list.
    """
    manifests = []
    for entry in entries:
        home = Reference.parse(entry["Ref"]).domain
        if home != target.domain:
            apart = "cannot use source images from a different registry than the target image"
            raise CommandError(f"{apart}: {home} != {target.domain}")
        descriptor = entry["Descriptor"]
        platform = descriptor.get("platform", {"architecture": "", "os": ""})
        manifests.append({key: descriptor[key] for key in ("mediaType", "size", "digest")} | {"platform": platform})
    return encode({"schemaVersion": 2, "mediaType": list_type(entries), "manifests": manifests}, 3)


def list_type(entries: list[Entry]) -> str:
    """Return the media type of the index of these images: the first one decides."""
    return INDEXES[0] if entries and entries[0]["Descriptor"]["mediaType"] == _OCI else INDEXES[1]


def _entry(
    invocation: Invocation, reference: Reference, found: RemoteManifest, platform: dict[str, Any] | None = None
) -> Entry:
    """Return a manifest as a local list keeps it; its platform is the one in its configuration unless given."""
    from base64 import b64encode
    from json import loads

    document = loads(found.data)
    if platform is None:
        digest = document["config"]["digest"]
        platform = loads(remote_blob(invocation.state, invocation.world, reference.canonical(), digest))
    descriptor = found.descriptor
    known = {key: platform[key] for key in _PLATFORM if platform.get(key) or key in ("architecture", "os")}
    shown = {"mediaType": descriptor.media_type, "digest": descriptor.digest, "size": descriptor.size}
    kind = "OCIManifest" if descriptor.media_type == _OCI else "SchemaV2Manifest"
    raw = b64encode(found.data).decode()
    return {"Ref": reference.canonical(), "Descriptor": {**shown, "platform": known}, "Raw": raw, kind: document}


def _children(invocation: Invocation, reference: Reference, found: RemoteManifest) -> list[Entry]:
    """Return the images of an index in a registry."""
    from json import loads

    entries = []
    for row in loads(found.data)["manifests"]:
        pinned = reference.with_digest(row["digest"])
        child = remote_manifest(invocation.state, invocation.world, pinned.canonical())
        entries.append(_entry(invocation, pinned, child, row.get("platform") or {"architecture": "", "os": ""}))
    return entries


def _print_one(invocation: Invocation, entry: Entry) -> int:
    document = entry if invocation.on("verbose") else entry.get("OCIManifest", entry.get("SchemaV2Manifest"))
    invocation.out(encode(document, "\t") + b"\n")
    return 0


def _print_list(invocation: Invocation, target: Reference, entries: list[Entry]) -> int:
    try:
        text = encode(entries, "\t") if invocation.on("verbose") else manifest_list(target, entries)
    except CommandError as error:
        raise CommandError(f"failed to assemble ManifestDescriptor: {error.message}") from None
    invocation.out(text + b"\n")
    return 0
