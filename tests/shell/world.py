"""A small machine for the shell's tests: busybox's files, a home, `/etc/passwd`."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.shell.host import PlainHost
from tutor.shell.interpreter import Shell
from tutor.shell.launch import launch
from tutor.shell.limits import Limits
from tutor.shell.process import Process
from tutor.shell.state import fresh
from tutor.shell.streams import Buffer, Input
from tutor.vfs.content import Bytes
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.tree import Tree

ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LANG": "C"}
ELF = b"\x7fELF\x02\x01\x01\0"
NAMES = [
    "sh", "ash", "cat", "echo", "printf", "test", "true", "false", "head", "tail", "sort", "wc", "yes", "seq",
    "sleep", "env", "ls", "rm", "mkdir", "grep", "sed", "cut", "tr", "uniq", "tee", "touch", "chmod", "expr", "xargs",
    "kill", "basename", "dirname", "date", "id", "mktemp", "mv", "cp", "ln", "timeout", "awk", "find", "tar", "gzip",
    "gunzip", "zcat", "od", "paste", "stat", "md5sum", "sha256sum", "cmp", "comm", "dd", "df", "du", "fold", "hexdump",
    "install", "nl", "printenv", "pwd", "readlink", "realpath", "rev", "rmdir", "split", "tac", "truncate", "xxd",
    "base64", "egrep", "uname", "hostname",
]  # fmt: skip
NOW = 1_700_000_000


@dataclass
class Outcome:
    """What a run printed and how it ended."""

    stdout: str
    stderr: str
    code: int


def machine() -> FileSystem:
    """Return a fresh file system."""
    fs = FileSystem(Tree.empty(), now=lambda: NOW)
    for folder in ("/bin", "/etc", "/root", "/tmp", "/usr/bin", "/work"):
        fs.mkdir(folder, 0o1777 if folder == "/tmp" else 0o755, parents=True)
    fs.write("/bin/busybox", Bytes(ELF), 0o755)
    for name in NAMES:
        fs.symlink("/bin/busybox", f"/bin/{name}")
    fs.write("/etc/passwd", b"root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1::/usr/sbin:/bin/false\n")
    return fs


def sh(
    *argv: str,
    fs: FileSystem | None = None,
    stdin: bytes = b"",
    limits: Limits | None = None,
    env: dict[str, str] | None = None,
) -> Outcome:
    """Run `sh ARGV…` as a program in `/work` and return its outcome."""
    out, err = Buffer(), Buffer()
    host = PlainHost(NOW, limits=limits or Limits())
    fs = fs or machine()
    process = Process(["sh", *argv], dict(env or ENVIRONMENT), "/work", fs, Input(stdin), out, err, host)
    code = launch(process)
    return Outcome(text(out.getvalue()), text(err.getvalue()), code)


def text(data: bytes) -> str:
    """Return output as text."""
    return data.decode("utf-8", "surrogateescape")


def interactive(fs: FileSystem | None = None) -> tuple[Shell, Buffer]:
    """Return an interactive shell and the buffer that takes both its outputs."""
    out = Buffer()
    state = fresh(ENVIRONMENT, "/work")
    return Shell(PlainHost(NOW), fs or machine(), state, Input(), out, out, interactive=True), out
