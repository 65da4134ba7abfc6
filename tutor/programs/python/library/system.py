"""`sys`."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tutor.programs.python import files
from tutor.programs.python.values import Builtin, Class, Instance

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `sys`."""
    process = machine.process
    kind = files.file_class(machine)
    direct = getattr(machine, "unbuffered", False)
    streams: dict[str, Any] = {"stdout": files.Output(process.stdout, direct=direct)}
    streams["stderr"] = files.Output(process.stderr, direct=True)
    streams["stderr"].name = "<stderr>"
    streams["stdin"] = files.Opened(machine, process.stdin, "<stdin>", "r", "utf-8", "surrogateescape")
    machine.flushed.append(streams["stdout"])
    for name, native in streams.items():
        names[name] = names[f"__{name}__"] = Instance(kind, native=native)
    major, minor, micro = machine.version
    names.update(
        argv=machine.argv,
        path=machine.path,
        modules=machine.modules,
        executable=machine.executable,
        prefix=machine.prefix,
        base_prefix=machine.prefix,
        version=f"{major}.{minor}.{micro} (main, Jun  6 2025, 17:42:23) [GCC 12.2.0]",
        version_info=_version_info(machine),
        platform="linux",
        byteorder="little",
        maxsize=(1 << 63) - 1,
        flags=None,
        hexversion=major << 24 | minor << 16 | micro << 8 | 0xF0,
        implementation=Instance(Class(machine, "SimpleNamespace", (machine.object,)), {"name": "cpython"}),
        dont_write_bytecode=bool(process.env.get("PYTHONDONTWRITEBYTECODE")),
        stdlib_module_names=frozenset(),
    )

    def leave(code: Any = None) -> None:
        raise machine.error("SystemExit", *([] if code is None else [code]))

    def size_of(value: Any, *default: Any) -> int:
        return 28 if isinstance(value, int) else 49 + len(value) if isinstance(value, str) else 56

    def information() -> tuple[Any, Any, Any]:
        if not machine.handling:
            return (None, None, None)
        return (machine.handling[-1].cls, machine.handling[-1], None)

    table: dict[str, Any] = {
        "exit": leave,
        "getrecursionlimit": lambda: 1000,
        "setrecursionlimit": lambda limit: None,
        "getsizeof": size_of,
        "getdefaultencoding": lambda: "utf-8",
        "getfilesystemencoding": lambda: "utf-8",
        "intern": lambda text: text,
        "exc_info": information,
    }
    for name, call in table.items():
        names[name] = Builtin(name, call)


class VersionInfo(tuple[Any, ...]):
    """`sys.version_info`: a tuple whose first items have names."""

    __slots__ = ()

    def shown(self, machine: Machine) -> str:
        """Return its text."""
        major, minor, micro = self[:3]
        return f"sys.version_info(major={major}, minor={minor}, micro={micro}, releaselevel='final', serial=0)"


def _version_info(machine: Machine) -> VersionInfo:
    from tutor.programs.python.methods import METHODS, TUPLE

    METHODS.setdefault(
        VersionInfo,
        {
            **TUPLE,
            **{
                name: property(itemgetter(at))
                for at, name in enumerate(("major", "minor", "micro", "releaselevel", "serial"))
            },
        },
    )
    return VersionInfo((*machine.version, "final", 0))
