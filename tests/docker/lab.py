"""A machine for tests of the docker command: an empty sandbox with a fixed clock, and what a command printed."""

from __future__ import annotations

import shlex
from typing import Any, NamedTuple, TypeVar

from tutor.docker.program import docker
from tutor.engine.hub import EmptyHub, Hub
from tutor.engine.outcome import Outcome
from tutor.engine.state import State, initial
from tutor.engine.world import World
from tutor.shell.host import PlainHost
from tutor.shell.process import Process
from tutor.shell.streams import Reader, Writer
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.nodes import Directory
from tutor.vfs.tree import Tree

T = TypeVar("T")
NOW = 1_800_000_000.0
HOME = "/home/learner"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Lab(PlainHost):
    """A host whose only program is docker, and the engine's box behind it."""

    interactive = False

    def __init__(self, hub: Hub | None = None) -> None:
        super().__init__(NOW)
        tree = Tree.empty().set("/home", Directory()).set(HOME, Directory(uid=1000, gid=1000))
        self._state = initial("test", tree)
        self.hub: Hub = hub or EmptyHub()
        self.events: list[Any] = []
        self.fs = FileSystem(tree, now=lambda: int(self.now()), uid=1000, gid=1000)

    @property
    def machine(self) -> Lab:
        return self

    @property
    def state(self) -> State:
        return self._state

    @state.setter
    def state(self, state: State) -> None:
        self._state = state

    def world(self) -> World:
        return World(self.now(), self.hub)

    def apply(self, outcome: Outcome[T]) -> T:
        self._state = outcome.state
        self.events += outcome.events
        self.sleep(outcome.elapsed)
        return outcome.value

    def run_bytes(self, line: str, stdin: bytes = b"") -> bytes:
        """Run one command line; what it wrote to standard output."""
        return self._run(line, stdin, False, 80)[1]

    def run(self, line: str, stdin: bytes = b"", *, tty: bool = False, columns: int = 80) -> Ran:
        """Run one docker command line (words as a shell splits them)."""
        code, out, err = self._run(line, stdin, tty, columns)
        return Ran(code, out.decode(), err.decode())

    def _run(self, line: str, stdin: bytes, tty: bool, columns: int) -> tuple[int, bytes, bytes]:
        out: list[bytes] = []
        err: list[bytes] = []
        self.columns = columns
        pieces = iter((stdin,))
        process = Process(
            shlex.split(line),
            {"HOME": HOME, "PATH": "/bin", "LANG": "C"},
            HOME,
            self.fs,
            Reader(lambda: next(pieces, b""), tty=tty),
            Writer(out.append, tty=tty),
            Writer(err.append, tty=tty),
            self,
        )
        code = docker(process)
        return code, b"".join(out), b"".join(err)
