"""`platform`, `socket` and `getpass`: what a script can learn about the machine it runs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.errors import os_error
from tutor.programs.python.values import Builtin, Class, Instance

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill one of the modules."""
    process = machine.process
    version = ".".join(map(str, machine.version))
    kernel, build = _uname(machine)
    architecture = process.host.architecture
    if module == "socket":
        from tutor.shell.commands._network import address_of

        def resolved(name: str) -> str:
            found = address_of(process, name)
            if found is None:
                raise os_error(machine, "EAI_NONAME", "Name or service not known")
            return found

        names.update(
            gethostname=Builtin("gethostname", lambda: process.host.hostname),
            getfqdn=Builtin("getfqdn", lambda name="": name or process.host.hostname),
            gethostbyname=Builtin("gethostbyname", resolved),
            AF_INET=2,
            SOCK_STREAM=1,
            error=machine.exceptions["OSError"],
            socket=Builtin("socket", _refused("socket.socket")),
        )
    elif module == "getpass":
        names["getuser"] = Builtin("getuser", lambda: process.env.get("USER") or _login(machine))
    else:
        parts = {
            "system": "Linux", "node": process.host.hostname, "release": kernel, "version": build,
            "machine": architecture, "processor": "",
        }  # fmt: skip
        kind = Class(machine, "uname_result", (machine.object,), module="platform")
        whole = {**parts, "sysname": "Linux", "nodename": process.host.hostname}
        for name, value in parts.items():
            names[name] = Builtin(name, lambda value=value: value)
        names["uname"] = Builtin("uname", lambda: Instance(kind, dict(whole)))
        names["python_version"] = Builtin("python_version", lambda: version)
        names["python_implementation"] = Builtin("python_implementation", lambda: "CPython")
        names["platform"] = Builtin("platform", lambda: f"Linux-{kernel}-{architecture}-with-glibc2.36")


def _refused(what: str) -> Any:
    def refuse(*arguments: Any, **named: Any) -> None:
        raise Outside(what)

    return refuse


def _login(machine: Machine) -> str:
    from tutor.programs.python.library.operating import _login as login

    return login(machine)


def _uname(machine: Machine) -> tuple[str, str]:
    """Return the kernel's release and build, as `uname` tells them."""
    from tutor.shell.commands import uname

    release = getattr(uname, "RELEASE", "6.10.14-linuxkit")
    return release, getattr(uname, "VERSION", "#1 SMP")
