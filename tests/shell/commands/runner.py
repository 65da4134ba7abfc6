"""Runs scripts in the simulated machine, by its own shell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.shell.commands.world import STAMP, WORK, tree
from tutor.shell.commands import APPLETS
from tutor.shell.host import PlainHost
from tutor.shell.launch import launch
from tutor.shell.process import Process
from tutor.shell.streams import Buffer, Input
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.tree import Tree

NOW = STAMP + 700 * 86400
ENVIRONMENT = {"PATH": "/bin", "HOME": "/root", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Result:
    """What a script printed and how it ended."""

    stdout: bytes
    stderr: bytes
    code: int


@cache
def _base() -> Tree:
    return tree(sorted({*APPLETS, "sh"}))


def filesystem(uid: int = 0, gid: int = 0) -> FileSystem:
    """The machine's files, fresh."""
    return FileSystem(_base(), now=lambda: NOW, uid=uid, gid=gid)


def run(script: str, *, fs: FileSystem | None = None, stdin: bytes = b"", tty: bool = False, cwd: str = WORK) -> Result:
    """Run a script and return what it printed."""
    files = fs or filesystem()
    stdout, stderr = Buffer(tty=tty), Buffer(tty=tty)
    host = PlainHost(NOW, hostname="box")
    argv = ["/bin/sh", "-c", script]
    code = launch(Process(argv, dict(ENVIRONMENT), cwd, files, Input(stdin), stdout, stderr, host, tty=tty))
    return Result(stdout.getvalue(), stderr.getvalue(), code)


def said(script: str, *, uid: int = 0, stdin: bytes = b"", tty: bool = False) -> str:
    """Run a script; return what it printed, then what it complained of, then its status if that is not 0."""
    result = run(script, fs=filesystem(uid, uid), stdin=stdin, tty=tty)
    text = (result.stdout + result.stderr).decode()
    return f"{text}exit {result.code}\n" if result.code else text
