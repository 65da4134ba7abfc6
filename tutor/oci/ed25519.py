"""Ed25519 signatures (RFC 8032, § 5.1), in the small: a key and a signature now and then, not many.

One rule: what is computed does not depend on a clock or a random source. It is not made for secrets that others could
measure: operations take as long as their numbers do.

Keys are written as PEM files: PKCS #8 for the private one, SubjectPublicKeyInfo for the public one (RFC 8410).
"""

from __future__ import annotations

from hashlib import sha512

from tutor.errors import LayerwiseError

_P = 2**255 - 19
_L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, _P - 2, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)  # of -1
_PRIVATE = bytes.fromhex("302e020100300506032b657004220420")
_PUBLIC = bytes.fromhex("302a300506032b6570032100")

Point = tuple[int, int, int, int]
"""Extended homogeneous coordinates X, Y, Z, T."""


class BadKey(LayerwiseError):
    """A text that is no Ed25519 key in PEM."""

    def __init__(self, what: str) -> None:
        super().__init__(f"this is no {what} key for Ed25519 in PEM")


def public_key(secret: bytes) -> bytes:
    """Return the public key (32 bytes) of a secret one (32 bytes)."""
    scalar, _ = _expanded(secret)
    return _packed(_times(scalar, _BASE))


def sign(secret: bytes, message: bytes) -> bytes:
    """Return the signature (64 bytes) of a message."""
    scalar, prefix = _expanded(secret)
    public = _packed(_times(scalar, _BASE))
    nonce = _number(prefix, message)
    start = _packed(_times(nonce, _BASE))
    return start + ((nonce + _number(start, public, message) * scalar) % _L).to_bytes(32, "little")


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether a signature is that of the message under a public key."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, start = _unpacked(public), _unpacked(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or start is None or scalar >= _L:
        return False
    left = _times(scalar, _BASE)
    right = _sum(start, _times(_number(signature[:32], public, message), key))
    return (left[0] * right[2] - right[0] * left[2]) % _P == 0 and (left[1] * right[2] - right[1] * left[2]) % _P == 0


def private_pem(secret: bytes) -> str:
    """Return a secret key as a PEM file."""
    return _pem("PRIVATE KEY", _PRIVATE + secret)


def public_pem(public: bytes) -> str:
    """Return a public key as a PEM file."""
    return _pem("PUBLIC KEY", _PUBLIC + public)


def read_private(text: str) -> bytes:
    """Return the secret key in a PEM file. Raises BadKey."""
    return _read(text, "PRIVATE KEY", _PRIVATE, "private")


def read_public(text: str) -> bytes:
    """Return the public key in a PEM file. Raises BadKey."""
    return _read(text, "PUBLIC KEY", _PUBLIC, "public")


def _expanded(secret: bytes) -> tuple[int, bytes]:
    """Return the scalar of a secret key, and what its nonces begin with."""
    digest = sha512(secret).digest()
    scalar = int.from_bytes(digest[:32], "little")
    return (scalar & (2**254 - 8)) | 2**254, digest[32:]


def _number(*parts: bytes) -> int:
    return int.from_bytes(sha512(b"".join(parts)).digest(), "little") % _L


def _sum(a: Point, b: Point) -> Point:
    m = (a[1] - a[0]) * (b[1] - b[0]) % _P
    n = (a[1] + a[0]) * (b[1] + b[0]) % _P
    c = 2 * a[3] * b[3] * _D % _P
    d = 2 * a[2] * b[2] % _P
    e, f, g, h = n - m, d - c, d + c, n + m
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(scalar: int, point: Point) -> Point:
    found: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            found = _sum(found, point)
        point = _sum(point, point)
        scalar >>= 1
    return found


def _packed(point: Point) -> bytes:
    inverse = pow(point[2], _P - 2, _P)
    x, y = point[0] * inverse % _P, point[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _unpacked(data: bytes) -> Point | None:
    """Return the point that 32 bytes stand for, None where they stand for none."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (2**255 - 1)
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, _P - 2, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (x == 0 and odd):
        return None
    if x & 1 != odd:
        x = _P - x
    return x, y, 1, x * y % _P


def _base() -> Point:
    found = _unpacked((4 * pow(5, _P - 2, _P) % _P).to_bytes(32, "little"))
    assert found is not None
    return found


_BASE = _base()


def _pem(label: str, data: bytes) -> str:
    from base64 import b64encode

    return f"-----BEGIN {label}-----\n{b64encode(data).decode()}\n-----END {label}-----\n"


def _read(text: str, label: str, start: bytes, what: str) -> bytes:
    import binascii
    from base64 import b64decode

    head, _, rest = text.partition(f"-----BEGIN {label}-----")
    body, end, _ = rest.partition(f"-----END {label}-----")
    try:
        data = b64decode("".join(body.split()), validate=True)
    except (binascii.Error, ValueError):
        raise BadKey(what) from None
    if head.strip() or not end or not data.startswith(start) or len(data) != len(start) + 32:
        raise BadKey(what)
    return data[len(start) :]
