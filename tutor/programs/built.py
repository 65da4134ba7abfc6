"""Executables that compilers of the sandbox make: files of a believable size that carry their program.

The rule: behind an ELF header stand a mark, the name of the program that runs it, the loader that it needs, and its
data as JSON; then bytes that mean nothing. `shell.launch` reads the mark, so the file runs wherever it is copied to.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tutor.programs.outside import CODE, Outside
from tutor.shell.launch import DEFAULT_PATH, MARK, LaunchError, locate
from tutor.vfs.content import Bytes
from tutor.vfs.generated import MACHINES, Generated, Joined, elf_head

if TYPE_CHECKING:
    from tutor.programs.golang.machine import Machine
    from tutor.shell.process import Process
    from tutor.vfs.content import Content


_UNFIT = Outside("a program whose types do not fit, which the real compiler finds when it builds,")


def executable(kind: str, data: Any, size: int, architecture: str, loader: str) -> Content:
    """Return the content of an executable that the program `kind` runs with `data`; `architecture` is Go's name."""
    machine = MACHINES["elf-arm64" if architecture == "arm64" else "elf"]
    body = json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogateescape")
    head = MARK + kind.encode() + b"\0" + loader.encode() + b"\0" + str(len(body)).encode() + b"\0"
    whole = elf_head(size, machine) + head + body
    rest = max(0, size - len(whole))
    return Joined((Bytes(whole), Generated(key_of(whole.hex()), rest)))


def architecture(process: Process) -> str:
    """Return what Go calls the processor of a process's machine."""
    return "arm64" if process.host.architecture == "aarch64" else "amd64"


def key_of(text: str) -> str:
    """Return a name that depends on a text alone."""
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def loader(process: Process) -> str:
    """Return the path of the loader that dynamic executables of this system need."""
    names = ("/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-aarch64.so.1")
    for name in names:
        if process.fs.exists(name):
            return name
    if process.fs.exists("/etc/alpine-release"):
        return names[0]
    return "/lib64/ld-linux-x86-64.so.2"


def data_of(process: Process) -> Any:
    """Return the data that the executable of a process carries."""
    return read(process, locate(process.fs, process.argv[0], process.env.get("PATH", DEFAULT_PATH), process.cwd))


def read(process: Process, path: str) -> Any:
    """Return the data that a file carries. Raises ValueError, FsError."""
    content = process.fs.content(path)
    start = content.read(0, 512)
    at = start.index(MARK) + len(MARK)
    kind, needs, size = start[at:].split(b"\0", 3)[:3]
    begin = at + len(kind) + len(needs) + len(size) + 3
    return json.loads(content.read(begin, int(size)).decode("utf-8", "surrogateescape"))


def go(process: Process) -> int:
    """Run an executable that `go build` made."""
    from tutor.programs.golang.machine import Machine

    try:
        data = data_of(process)
        machine = Machine(process, tuple(data["version"]))
        return run_go(machine, [(name, text) for name, text in data["files"]], data["set"])
    except (LaunchError, ValueError):
        process.err("Segmentation fault\n")
        return 139


def run_go(machine: Machine, files: list[tuple[str, str]], values: dict[str, str]) -> int:
    """Run the files of a Go program; `values` are set by the linker's -X."""
    from tutor.programs.golang.machine import compiled, run

    try:
        errors, start = compiled(machine, files, values)
        if start is None:
            machine.process.err(f"{errors[0][0]}: {errors[0][1].message}\n")
            return 1
        return run(machine, start)
    except Outside as outside:
        machine.process.err(outside.line("go", "a small part of the language"))
        return CODE
    except (TypeError, AttributeError, KeyError, ValueError, OverflowError):
        machine.process.err(_UNFIT.line("go", "a small part of the language"))
        return CODE
