from __future__ import annotations

import pytest

from tutor.outer.registry_serve import _crypt
from tutor.registry.accounts import FixedAccounts, PasswordFileError, htpasswd, plain

SEALED = """
# made with htpasswd and openssl passwd
sha:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=
apr:$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/
five:$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5
six:$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1
more:$6$rounds=10000$saltstringsaltst$OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.
"""


@pytest.mark.parametrize(("user", "password"), [
    ("sha", "password"), ("apr", "myPassword"), ("five", "Hello world!"), ("six", "Hello world!"),
    ("more", "Hello world!"),
])  # fmt: skip
def test_a_password_of_each_kind(user: str, password: str) -> None:
    accounts = FixedAccounts(htpasswd(SEALED, "file"))
    assert accounts.known(user, password)
    assert not accounts.known(user, password + "x")
    assert not accounts.known("nobody", password)


@pytest.mark.parametrize(("line", "said"), [
    ("a:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC", "file, line 2: bcrypt is not known here"),
    ("a:secret", "file, line 2: an unknown way"), ("nonsense", "file, line 2: not of the form"),
])  # fmt: skip
def test_what_cannot_be_used_is_one_line(line: str, said: str) -> None:
    with pytest.raises(PasswordFileError, match=said):
        htpasswd("\n" + line, "file")


BCRYPT = "me:$2y$05$c4WoMPo3SXsafkva.HHa6uXQZWr7oboPiC2bT/r7q1BB8I2s0BRqC"


def test_bcrypt_is_the_system_s() -> None:
    crypt = _crypt()
    if crypt is None or not crypt("", BCRYPT[3:]):
        pytest.skip("this system's crypt knows no bcrypt")
    accounts = FixedAccounts(htpasswd(BCRYPT, "file", crypt))
    assert accounts.known("me", "myPassword")
    assert not accounts.known("me", "other")


def test_a_password_that_was_right_is_known_again_at_once() -> None:
    asked: list[str] = []

    def slow(password: str) -> bool:
        asked.append(password)
        return password == "right"

    accounts = FixedAccounts({"me": slow})
    assert [accounts.known("me", word) for word in ("wrong", "right", "right", "wrong")] == [False, True, True, False]
    assert asked == ["wrong", "right", "wrong"]


def test_who_may_what() -> None:
    accounts = FixedAccounts({"me": plain("secret")})
    assert accounts.known("me", "secret")
    assert accounts.may("me", "repository", "a", "push")
    assert not accounts.may("", "repository", "a", "pull")
    anyone = FixedAccounts({}, anonymous=True)
    assert anyone.may("", "repository", "a", "pull")
    assert not anyone.may("", "repository", "a", "push")
    assert not anyone.may("", "registry", "catalog", "*")
