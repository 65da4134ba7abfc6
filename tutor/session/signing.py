"""The tutor word `sign`: make a key, sign an image in a registry, see who signed one, ask for signatures.

Keys are files of the host, in the formats that OpenSSL writes; signatures lie in the registry as cosign puts them.
"""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.docker.errors import CommandError
from tutor.engine.errors import EngineError
from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.world import World
    from tutor.session.machine import Machine
    from tutor.shell.process import Process

USAGE = "sign key NAME | sign image IMAGE NAME.key | sign check IMAGE NAME.pub | sign require [PREFIX NAME.pub|off]"


def sign(process: Process) -> int:
    """Do what the first word says."""
    verb, words = process.argv[1] if len(process.argv) > 1 else "", process.argv[2:]
    try:
        if verb == "key" and len(words) == 1:
            return _key(process, *words)
        if verb == "image" and len(words) == 2:
            return _image(process, *words)
        if verb == "check" and len(words) == 2:
            return _check(process, *words)
        if verb == "require" and not words:
            return _rules(process)
        if verb == "require" and len(words) == 2:
            return _require(process, *words)
    except EngineError as error:
        return process.fail(error.message)
    except LayerwiseError as error:
        return process.fail(str(error))
    return process.fail(USAGE)


def _machine(process: Process) -> Machine:
    return process.host  # type: ignore[return-value]  # the word is a program of the learner's machine alone


def _world(process: Process) -> World:
    from tutor.docker.logins import Logins

    return replace(_machine(process).world(), login=Logins(process).of)


def _key(process: Process, name: str) -> int:
    """Make a pair of keys; each is another one, but the same in every sandbox that did the same."""
    from tutor.engine.ids import draw
    from tutor.oci.ed25519 import private_pem, public_key, public_pem

    private, public = f"{name}.key", f"{name}.pub"
    for file in (private, public):
        if process.fs.exists(process.path(file)):
            return process.fail(f"{file} is there already")
    machine = _machine(process)
    machine.state, digits = draw(machine.state, "signing key")
    secret = bytes.fromhex(digits)
    process.fs.write(process.path(private), private_pem(secret).encode(), mode=0o600)
    process.fs.write(process.path(public), public_pem(public_key(secret)).encode(), mode=0o644)
    process.out(f"{private} signs and stays with you; {public} is for everyone who checks\n")
    return 0


def _text(process: Process, file: str) -> str:
    return process.fs.read(process.path(file)).decode("utf-8", "replace")


def _image(process: Process, image: str, file: str) -> int:
    from tutor.engine.signing import sign as sign_image
    from tutor.oci.ed25519 import read_private

    machine, secret = _machine(process), read_private(_text(process, file))
    signed = machine.apply(sign_image(machine.state, _world(process), image, secret))
    process.out(f"signed {signed}\n")
    return 0


def _check(process: Process, image: str, file: str) -> int:
    from tutor.engine.signing import signers
    from tutor.oci.ed25519 import read_public

    name, found = signers(_machine(process).state, _world(process), image, read_public(_text(process, file)))
    if not found:
        return process.fail(f"{name} is not signed with this key")
    process.out("".join(f"{name} is signed with this key, as {told}\n" for told in found))
    return 0


def _rules(process: Process) -> int:
    from tutor.docker.trust import Trust

    rules = Trust(process).rules()
    process.out("".join(f"{prefix}: only images signed with {_short(key)}\n" for prefix, key in sorted(rules.items()))
                or "no rules: every image may be pulled, signed or not\n")  # fmt: skip
    return 0


def _short(key: str) -> str:
    from hashlib import sha256

    from tutor.oci.ed25519 import read_public

    return "key " + sha256(read_public(key)).hexdigest()[:12]


def _require(process: Process, prefix: str, file: str) -> int:
    from tutor.docker.trust import Trust
    from tutor.oci.ed25519 import read_public

    name = _canonical(prefix)
    if file == "off":
        Trust(process).put(name, None)
        return 0
    key = _text(process, file)
    read_public(key)
    Trust(process).put(name, key)
    return 0


def _canonical(prefix: str) -> str:
    """Return a prefix as complete names begin: "alpine" is docker.io/library/alpine; a host alone stays one."""
    from tutor.oci.reference import InvalidReference, Reference

    if "/" not in prefix and ("." in prefix or ":" in prefix or prefix == "localhost"):
        return prefix
    try:
        return Reference.parse(prefix).name
    except InvalidReference as error:
        raise CommandError(error.message) from None
