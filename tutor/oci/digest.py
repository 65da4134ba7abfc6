"""Digests: `sha256:<64 hex digits>`, the names of content (OCI image-spec, descriptor.md § Digests).

One rule: a digest is a plain `str` that has been through `of` or `parse`. `parse` gives the same one for equal texts:
manifests, configurations and the store all name a layer, and thousands of layers are kept in memory.
"""

from __future__ import annotations

import hashlib
from sys import intern

from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

Digest = str

EMPTY: Digest = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_HEX_DIGITS = "0123456789abcdef"


class DigestError(LayerwiseError):
    """A text that is no digest, or content that has another one. `text` is the digest in question."""

    def __init__(self, text: str, message: str) -> None:
        super().__init__(message)
        self.text = text


def of(data: bytes | bytearray | memoryview | Iterable[bytes]) -> Digest:
    """Return the SHA-256 digest of some bytes, or of the concatenation of pieces of bytes."""
    if isinstance(data, (bytes, bytearray, memoryview)):
        return "sha256:" + hashlib.sha256(data).hexdigest()
    hasher = hashlib.sha256()
    for piece in data:
        hasher.update(piece)
    return "sha256:" + hasher.hexdigest()


def parse(text: str) -> Digest:
    """Return `text` if it is a digest of a registered algorithm (sha256, sha384, sha512).

    Raises DigestError with the message that go-digest gives: "invalid checksum digest format", "invalid checksum digest
    length" or "unsupported digest algorithm".
    """
    if len(text) == len(EMPTY) and text.startswith("sha256:") and text.islower():
        try:
            if len(bytes.fromhex(text[7:])) == 32:  # the quickest look at 64 digits; it would skip spaces
                return intern(text)
        except ValueError:
            pass
    algorithm, colon, encoded = text.partition(":")
    if not algorithm or not colon or not encoded:
        raise DigestError(text, "invalid checksum digest format")
    length = _LENGTHS.get(algorithm)
    if length is None:
        import re

        known = re.fullmatch(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+", text)
        raise DigestError(text, "unsupported digest algorithm" if known else "invalid checksum digest format")
    if len(encoded) != length:
        raise DigestError(text, "invalid checksum digest length")
    if encoded.strip(_HEX_DIGITS):
        raise DigestError(text, "invalid checksum digest format")
    return intern(text)


def is_digest(text: str) -> bool:
    """Say whether `text` is a digest as `parse` takes it."""
    try:
        parse(text)
    except DigestError:
        return False
    return True


def encoded(digest: Digest) -> str:
    """Return what follows the algorithm: the hex digits."""
    return digest.partition(":")[2]


def short(digest: Digest) -> str:
    """Return the first 12 hex digits: how Docker shows an ID."""
    return encoded(digest)[:12]


def verify(digest: Digest, pieces: Iterable[bytes]) -> int:
    """Return the length in bytes of the concatenated pieces; raise DigestError if their digest is another."""
    hasher = hashlib.new(parse(digest).partition(":")[0])
    size = 0
    for piece in pieces:
        hasher.update(piece)
        size += len(piece)
    if hasher.hexdigest() != encoded(digest):
        raise DigestError(digest, f"content of {digest} has another digest: {hasher.name}:{hasher.hexdigest()}")
    return size
