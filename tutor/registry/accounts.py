"""Names and passwords of a registry that is served: from the command line, or an htpasswd file.

One rule: who is known may do everything, and everyone else nothing, or only pull.
"""

from __future__ import annotations

import hmac
from hashlib import md5, sha1, sha256, sha512

from tutor.errors import LayerwiseError
from tutor.registry.access import PULL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Crypt = Callable[[str, str], str | None]

_LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class PasswordFileError(LayerwiseError):
    """A line of an htpasswd file that cannot be used."""

    def __init__(self, file: str, number: int, reason: str, remedy: str = "") -> None:
        super().__init__(f"{file}, line {number}: {reason}", remedy)


class FixedAccounts:
    """Accounts that do not change while they are used; `anonymous` lets anyone pull."""

    def __init__(self, checks: Mapping[str, Callable[[str], bool]], *, anonymous: bool = False) -> None:
        self._checks = checks
        self._anonymous = anonymous
        self._seen: dict[str, bytes] = {}

    def known(self, user: str, password: str) -> bool:
        """Whether a password is right; one that was right is known again at once, for sealed ones take long."""
        digest = sha256(password.encode()).digest()
        if hmac.compare_digest(self._seen.get(user, b""), digest):
            return True
        check = self._checks.get(user)
        if check is None or not check(password):
            return False
        self._seen[user] = digest
        return True

    def may(self, user: str, kind: str, name: str, action: str) -> bool:
        """Whether someone may do this."""
        return bool(user) or (self._anonymous and kind == "repository" and action == PULL)


def plain(password: str) -> Callable[[str], bool]:
    """Return the check of a password that is known as it is."""
    wanted = sha256(password.encode()).digest()
    return lambda given: hmac.compare_digest(wanted, sha256(given.encode()).digest())


def htpasswd(text: str, file: str, crypt: Crypt | None = None) -> dict[str, Callable[[str], bool]]:
    """Return the checks of an htpasswd file: SHA-1 (`-s`), Apache's MD5 (`-m`) and SHA-512 or SHA-256 (`-5`, `-2`).

    `crypt` is the system's, for bcrypt (`-B`), which takes too long in Python. Raises PasswordFileError.
    """
    found: dict[str, Callable[[str], bool]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        user, colon, sealed = line.partition(":")
        if not colon or not user:
            raise PasswordFileError(file, number, "not of the form name:password")
        if sealed.startswith("{SHA}"):
            found[user] = _sha1(sealed)
        elif sealed.startswith(("$apr1$", "$5$", "$6$")) and sealed.count("$") >= 3:
            found[user] = _crypted(sealed)
        elif sealed.startswith("$2") and crypt is not None and crypt("", sealed):
            found[user] = _system(sealed, crypt)
        else:
            kind = "bcrypt is not known here" if sealed.startswith("$2") else "an unknown way to seal a password"
            raise PasswordFileError(file, number, kind, "make it with: htpasswd -5 FILE NAME")
    return found


def _system(sealed: str, crypt: Crypt) -> Callable[[str], bool]:
    return lambda password: hmac.compare_digest(crypt(password, sealed) or "", sealed)


def _sha1(sealed: str) -> Callable[[str], bool]:
    from base64 import b64encode

    def check(password: str) -> bool:
        made = "{SHA}" + b64encode(sha1(password.encode(), usedforsecurity=False).digest()).decode()
        return hmac.compare_digest(made, sealed)

    return check


def _crypted(sealed: str) -> Callable[[str], bool]:
    _, kind, salt, *_ = sealed.split("$")
    make = _apr1 if kind == "apr1" else lambda password, salt: _sha_crypt(password, sealed)
    return lambda password: hmac.compare_digest(make(password.encode(), salt), sealed)


def _apr1(word: bytes, text: str) -> str:
    """Apache's variant of MD5 crypt (apr_md5_encode)."""
    salt = text.encode()[:8]
    inner = md5(word + salt + word, usedforsecurity=False).digest()
    data = word + b"$apr1$" + salt
    for at in range(0, len(word), 16):
        data += inner[: min(16, len(word) - at)]
    length = len(word)
    while length:
        data += b"\0" if length & 1 else word[:1]
        length >>= 1
    made = md5(data, usedforsecurity=False).digest()
    for turn in range(1000):
        part = word if turn & 1 else made
        part += salt if turn % 3 else b""
        part += word if turn % 7 else b""
        part += made if turn & 1 else word
        made = md5(part, usedforsecurity=False).digest()
    groups = [(0, 6, 12), (1, 7, 13), (2, 8, 14), (3, 9, 15), (4, 10, 5)]
    letters = "".join(_letters(made[a] << 16 | made[b] << 8 | made[c], 4) for a, b, c in groups)
    return f"$apr1${salt.decode()}${letters}{_letters(made[11], 2)}"


def _sha_crypt(word: bytes, sealed: str) -> str:
    """SHA-256 and SHA-512 crypt ("Unix crypt using SHA-256 and SHA-512", U. Drepper)."""
    _, kind, *parts = sealed.split("$")
    new, size = (sha256, 32) if kind == "5" else (sha512, 64)
    rounds, said = 5000, ""
    if parts[0].startswith("rounds="):
        digits = parts.pop(0).removeprefix("rounds=")
        rounds = min(max(int(digits), 1000), 999_999_999) if digits.isdecimal() else 5000
        said = f"rounds={rounds}$"
    salt = parts[0].encode()[:16]
    made = _first(new, size, word, salt)
    p = _spread(new(word * len(word)).digest(), len(word))
    s = _spread(new(salt * (16 + made[0])).digest(), len(salt))
    for turn in range(rounds):
        part = p if turn & 1 else made
        part += s if turn % 3 else b""
        part += p if turn % 7 else b""
        part += made if turn & 1 else p
        made = new(part).digest()
    third = size // 3
    letters, a, b, c = "", 0, third, 2 * third
    for _ in range(third):
        letters += _letters(made[a] << 16 | made[b] << 8 | made[c], 4)
        a, b, c = (c + 1, a + 1, b + 1) if size == 32 else (b + 1, c + 1, a + 1)
    letters += _letters(made[31] << 8 | made[30], 3) if size == 32 else _letters(made[63], 2)
    return f"${kind}${said}{salt.decode()}${letters}"


def _first(new: Callable[[bytes], object], size: int, word: bytes, salt: bytes) -> bytes:
    inner: bytes = new(word + salt + word).digest()  # type: ignore[attr-defined]
    data = word + salt + _spread(inner, len(word))
    length = len(word)
    while length:
        data += inner if length & 1 else word
        length >>= 1
    made: bytes = new(data).digest()  # type: ignore[attr-defined]
    return made


def _spread(data: bytes, length: int) -> bytes:
    return (data * (length // len(data) + 1))[:length]


def _letters(value: int, count: int) -> str:
    return "".join(_LETTERS[value >> 6 * index & 63] for index in range(count))
