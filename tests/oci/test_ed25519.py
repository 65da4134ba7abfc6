"""Ed25519 by the test vectors of RFC 8032 (§ 7.1), and against OpenSSL."""

from __future__ import annotations

import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.oci.ed25519 import (
    BadKey,
    private_pem,
    public_key,
    public_pem,
    read_private,
    read_public,
    sign,
    verify,
)  # fmt: skip

VECTORS = [
    ("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
     "655141438e7a100b"),
    ("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
     "b00d291612bb0c00"),
    ("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
     "c027beceea1ec40a"),
]  # fmt: skip


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_the_vectors_of_the_rfc(secret: str, public: str, message: str, signature: str) -> None:
    key, text = bytes.fromhex(secret), bytes.fromhex(message)
    assert public_key(key).hex() == public
    assert sign(key, text).hex() == signature
    assert verify(bytes.fromhex(public), text, bytes.fromhex(signature))


@settings(max_examples=10, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100), st.integers(0, 64 * 8 - 1))
def test_a_signature_is_for_one_message_one_key_and_every_bit(secret: bytes, message: bytes, at: int) -> None:
    public, signature = public_key(secret), sign(secret, message)
    assert verify(public, message, signature)
    assert not verify(public, message + b"x", signature)
    assert not verify(public_key(sha256(secret).digest()), message, signature)
    changed = bytearray(signature)
    changed[at // 8] ^= 1 << at % 8
    assert not verify(public, message, bytes(changed))


@pytest.mark.parametrize(("public", "signature"), [
    (b"", b""), (bytes(32), bytes(64)), (b"\xff" * 32, bytes(64)), (public_key(bytes(32)), b"\xff" * 64),
    (public_key(bytes(32)), bytes(63)),
])  # fmt: skip
def test_what_is_no_key_or_signature_verifies_nothing(public: bytes, signature: bytes) -> None:
    assert not verify(public, b"message", signature)


def test_keys_in_files() -> None:
    secret = bytes(range(32))
    public = public_key(secret)
    assert read_private(private_pem(secret)) == secret
    assert read_public(public_pem(public)) == public
    for text in ("", "x", public_pem(public)[:-5], public_pem(public[:-1]), "x" + public_pem(public)):
        with pytest.raises(BadKey, match="this is no public key"):
            read_public(text)
    with pytest.raises(BadKey, match="this is no private key"):
        read_private(public_pem(public))


@pytest.mark.slow
def test_openssl_takes_our_keys_and_signatures(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    secret = sha256(b"secret").digest()
    (tmp_path / "key").write_text(private_pem(secret))
    (tmp_path / "pub").write_text(public_pem(public_key(secret)))
    (tmp_path / "message").write_bytes(b"a message")
    (tmp_path / "signature").write_bytes(sign(secret, b"a message"))

    def openssl(*words: str) -> bytes:
        return subprocess.run(["openssl", *words], cwd=tmp_path, check=True, capture_output=True).stdout

    openssl("pkeyutl", "-verify", "-pubin", "-inkey", "pub", "-rawin", "-in", "message", "-sigfile", "signature")
    assert openssl("pkey", "-in", "key", "-pubout").decode() == public_pem(public_key(secret))
    made = openssl("pkeyutl", "-sign", "-inkey", "key", "-rawin", "-in", "message")
    assert made == sign(secret, b"a message")
