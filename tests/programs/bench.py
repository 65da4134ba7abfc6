"""A machine for tests of programs: a file tree, a clock, and what a program printed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tests.engine.builders import busybox_files, etc_files, tree_of
from tutor.engine.containers.programs import program
from tutor.shell.host import PlainHost
from tutor.shell.launch import LaunchError, launch
from tutor.shell.limits import Limits
from tutor.shell.process import Process
from tutor.shell.streams import Input, Writer
from tutor.vfs.filesystem import FileSystem

if TYPE_CHECKING:
    from tutor.shell.host import Program

NOW = 1_795_500_000.0
ELF = b"\x7fELF" + b"\0" * 512
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class World(PlainHost):
    """A host with the programs that containers have."""

    def builtin_program(self, name: str, path: str) -> Program | None:
        return program(name, path)


def python_files(version: str = "3.11") -> dict[str, str | bytes]:
    """A Python as the official image has it."""
    return {
        f"/usr/local/bin/python{version}": ELF,
        "/usr/local/bin/python3": f"->python{version}",
        "/usr/local/bin/python": "->python3",
        f"/usr/local/lib/python{version}/site-packages/": "",
    }


class Bench:
    """A file tree in which programs are run."""

    def __init__(self, files: Mapping[str, str | bytes], limits: Limits | None = None) -> None:
        base: dict[str, str | bytes] = {
            **busybox_files(),
            "/bin/wget": "->/bin/busybox",
            **etc_files("test"),
            "/tmp/": "",
            "/app/": "",
        }
        self.host = World(NOW, hostname="box", limits=limits or Limits())
        self.fs = FileSystem(tree_of({**base, **files}), now=lambda: int(self.host.now()))

    def run(
        self, *argv: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, tty: bool = False, cwd: str = "/app"
    ) -> Ran:
        """Run a program to its end."""
        out: list[bytes] = []
        err: list[bytes] = []
        process = Process(
            list(argv),
            {"PATH": PATH, "HOME": "/root", **(env or {})},
            cwd,
            self.fs,
            Input(stdin, tty=tty),
            Writer(out.append, tty=tty),
            Writer(out.append if tty else err.append, tty=tty),
            self.host,
            tty=tty,
        )
        try:
            code = launch(process)
        except LaunchError as error:
            return Ran(error.code, "", f"{error}\n")
        return Ran(code, b"".join(out).decode(errors="replace"), b"".join(err).decode(errors="replace"))
