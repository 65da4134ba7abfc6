"""Encrypted passwords: SHA-512 crypt, as /etc/shadow has it behind `$6$`.

The one rule: what is not encrypted in this way matches no password. Specification: "Unix crypt using SHA-256 and
SHA-512", U. Drepper.
"""

from __future__ import annotations

from hashlib import sha512

_LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ROUNDS = 5000
_SIZE = 64
SALT = 16
"""Letters of a salt."""


def encrypt(password: str, salt: str) -> str:
    """Return an encrypted password."""
    word, seed = password.encode("utf-8", "surrogateescape"), salt.encode()[:SALT]
    return f"$6${seed.decode()}${_text(_digest(word, seed))}"


def matches(password: str, encrypted: str) -> bool:
    """Whether a password is the one that was encrypted."""
    parts = encrypted.split("$")
    return len(parts) == 4 and parts[1] == "6" and encrypt(password, parts[2]) == encrypted


def salt_of(random: bytes) -> str:
    """Return a salt made of random bytes."""
    return "".join([_LETTERS[byte & 63] for byte in random[:SALT]])


def _repeated(block: bytes, size: int) -> bytes:
    return (block * (size // _SIZE + 1))[:size]


def _digest(word: bytes, salt: bytes) -> bytes:
    """Return the digest, after all rounds."""
    alternate = sha512(word + salt + word).digest()
    first = sha512(word + salt + _repeated(alternate, len(word)))
    count = len(word)
    while count:
        first.update(alternate if count & 1 else word)
        count >>= 1
    result = first.digest()
    long_word = _repeated(sha512(word * len(word)).digest(), len(word))
    long_salt = _repeated(sha512(salt * (16 + result[0])).digest(), len(salt))
    for number in range(_ROUNDS):
        data = long_word if number & 1 else result
        data += long_salt if number % 3 else b""
        data += long_word if number % 7 else b""
        result = sha512(data + (result if number & 1 else long_word)).digest()
    return result


def _text(digest: bytes) -> str:
    """Return a digest in letters: three bytes, 21 apart, make four."""
    out: list[str] = []
    order = [0, 21, 42]
    for _ in range(21):
        value = digest[order[0]] << 16 | digest[order[1]] << 8 | digest[order[2]]
        out += [_LETTERS[value >> shift & 63] for shift in (0, 6, 12, 18)]
        order = [order[1] + 1, order[2] + 1, order[0] + 1]
    return "".join(out) + _LETTERS[digest[63] & 63] + _LETTERS[digest[63] >> 6]
