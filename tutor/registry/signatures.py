"""Signatures of images, kept in the registry beside them: as artifacts that refer to what they sign.

One rule: what is signed is a digest, in a payload that says so (containers/image, docs/containers-signature; the media
types are cosign's, its specs/SIGNATURE_SPEC.md), so who has the digest and the public key needs to believe nobody.
"""

from __future__ import annotations

from tutor.oci import ed25519
from tutor.oci.descriptor import Descriptor, InvalidDocument
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import OCI_EMPTY
from tutor.store.blobs import Blob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.registry.client import Client

ARTIFACT = "application/vnd.dev.cosign.artifact.sig.v1+json"
PAYLOAD = "application/vnd.dev.cosign.simplesigning.v1+json"
SIGNATURE = "dev.cosignproject.cosign/signature"
_TYPE = "cosign container image signature"
_LONGEST = 1 << 20


def payload(repository: str, digest: str) -> bytes:
    """Return what is signed: that the image with a digest is known as a repository ("localhost:5000/app")."""
    import json

    critical = {
        "identity": {"docker-reference": repository}, "image": {"docker-manifest-digest": digest}, "type": _TYPE,
    }  # fmt: skip
    return json.dumps({"critical": critical, "optional": None}, separators=(",", ":")).encode()


def attach(client: Client, name: str, repository: str, target: Descriptor, secret: bytes) -> str:
    """Sign an image that a registry has, and put the signature beside it; return the digest of its manifest.

    Raises RegistryError, TransportError.
    """
    from base64 import b64encode

    said = Blob.of(payload(repository, target.digest))
    empty = Blob.of(b"{}")
    signature = b64encode(ed25519.sign(secret, said.read())).decode()
    layer = Descriptor(PAYLOAD, said.digest, said.size).annotated({SIGNATURE: signature})
    manifest = Manifest.build(
        Descriptor(OCI_EMPTY, empty.digest, empty.size), (layer,), artifact_type=ARTIFACT, subject=target.bare()
    )
    for blob in (empty, said):
        if not client.has_blob(name, blob.digest):
            client.push_blob(name, blob)
    client.push_manifest(name, manifest.id, manifest.descriptor(), manifest.raw)
    return manifest.id


def signed_as(client: Client, name: str, digest: str, public: bytes) -> tuple[str, ...]:
    """Return the repositories as which an image was signed with a key, none where it was not.

    Raises RegistryError, TransportError.
    """
    found: dict[str, None] = {}
    for row in client.referrers(name, digest, ARTIFACT):
        if row.size > _LONGEST:
            continue
        try:
            manifest = Manifest.from_bytes(client.fetch(name, row).read())
        except InvalidDocument:
            continue
        for layer in manifest.layers:
            if layer.media_type == PAYLOAD and layer.size <= _LONGEST:
                raw = client.fetch(name, layer).read()
                told = _claim(raw, digest) if _is_signed(raw, layer.annotation(SIGNATURE), public) else ""
                if told:
                    found[told] = None
    return tuple(found)


def _is_signed(raw: bytes, signature: str, public: bytes) -> bool:
    import binascii
    from base64 import b64decode

    try:
        return ed25519.verify(public, raw, b64decode(signature, validate=True))
    except (binascii.Error, ValueError):
        return False


def _claim(raw: bytes, digest: str) -> str:
    """Return the repository that a payload names, "" where it is of another image or no payload."""
    import json

    try:
        critical = json.loads(raw)["critical"]
        told = critical["identity"]["docker-reference"]
        right = critical["image"]["docker-manifest-digest"] == digest and critical["type"] == _TYPE
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    return told if right and isinstance(told, str) else ""
