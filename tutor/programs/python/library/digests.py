"""`hashlib` and `base64`."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from tutor.programs.python.values import Builtin, Class, Instance

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill one of the modules."""
    if module == "base64":
        for name in ("b64encode", "b64decode", "urlsafe_b64encode", "urlsafe_b64decode", "b32encode", "b16encode"):

            def run(data: Any, name: str = name) -> bytes:
                machine.made(len(data) * 2)
                found: bytes = getattr(base64, name)(data)
                return found

            names[name] = Builtin(name, run)
        return
    cls = Class(machine, "HASH", (machine.object,), module="_hashlib")

    def update(self: Instance, data: Any) -> None:
        if isinstance(data, str):
            raise TypeError("Strings must be encoded before hashing")
        machine.tick(len(data) // 64)
        self.native.update(data)

    cls.namespace["update"] = Builtin("update", update, binds=True)
    cls.namespace["hexdigest"] = Builtin("hexdigest", lambda self: self.native.hexdigest(), binds=True)
    cls.namespace["digest"] = Builtin("digest", lambda self: self.native.digest(), binds=True)

    def make(name: str, data: bytes = b"") -> Instance:
        made = Instance(cls, {"name": name}, hashlib.new(name))
        update(made, data)
        return made

    for name in _HASHES:
        names[name] = Builtin(name, lambda data=b"", name=name: make(name, data))

    def by_name(name: str, data: bytes = b"") -> Instance:
        if name not in _HASHES:
            raise ValueError(f"unsupported hash type {name}")
        return make(name, data)

    names["new"] = Builtin("new", by_name)
