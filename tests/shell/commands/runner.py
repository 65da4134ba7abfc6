"""Runs command lines with our applets and no shell: words, quotes, `|`, `<`, `>`, `>>`, `2>&1`, `;`, `&&`, `||`."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from functools import cache

from tests.shell.commands.world import STAMP, WORK, tree
from tutor.shell.commands import APPLETS
from tutor.shell.host import PlainHost
from tutor.shell.launch import LaunchError, launch
from tutor.shell.process import Process
from tutor.shell.streams import Buffer, Input
from tutor.vfs.filesystem import FileSystem
from tutor.vfs.tree import Tree

NOW = STAMP + 700 * 86400
ENVIRONMENT = {"PATH": "/bin", "HOME": "/root", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Result:
    stdout: bytes
    stderr: bytes
    code: int


@cache
def _base() -> Tree:
    return tree(sorted({*APPLETS, "sh"}))


def filesystem(uid: int = 0, gid: int = 0) -> FileSystem:
    """The machine's files, fresh."""
    return FileSystem(_base(), now=lambda: NOW, uid=uid, gid=gid)


def run(line: str, *, fs: FileSystem | None = None, stdin: bytes = b"", tty: bool = False, cwd: str = WORK) -> Result:
    """Run one line and return what it printed."""
    files = fs or filesystem()
    stdout, stderr = Buffer(tty=tty), Buffer(tty=tty)
    code = 0
    for operator, pipeline in _lists(line):
        if (operator == "&&" and code != 0) or (operator == "||" and code == 0):
            continue
        code = _pipeline(pipeline, files, stdin, stdout, stderr, tty, cwd)
    return Result(stdout.getvalue(), stderr.getvalue(), code)


def _lists(line: str) -> list[tuple[str, list[str]]]:
    lexer = shlex.shlex(line, posix=False, punctuation_chars="|<>&;")
    lexer.whitespace_split = True
    lexer.commenters = ""
    found: list[tuple[str, list[str]]] = [(";", [])]
    for word in lexer:
        if word in (";", "&&", "||"):
            found.append((word, []))
        else:
            found[-1][1].append(word)
    return [(operator, words) for operator, words in found if words]


def _unquote(word: str) -> str:
    if word.startswith("$'") or ("$" in word and "'" not in word):
        raise ValueError(f"too much shell for the runner: {word}")
    return "".join(shlex.split(word, posix=True)) if word not in ("''", '""') else ""


def _pipeline(
    words: list[str], fs: FileSystem, stdin: bytes, stdout: Buffer, stderr: Buffer, tty: bool, cwd: str
) -> int:
    commands: list[list[str]] = [[]]
    for word in words:
        if word == "|":
            commands.append([])
        else:
            commands[-1].append(word)
    code = 0
    for index, command in enumerate(commands):
        last = index == len(commands) - 1
        out = stdout if last else Buffer()
        code = _command(command, fs, stdin, out, stderr, tty and last, cwd)
        if not last:
            stdin = out.getvalue()
    return code


def _command(words: list[str], fs: FileSystem, stdin: bytes, out: Buffer, err: Buffer, tty: bool, cwd: str) -> int:
    argv: list[str] = []
    env = dict(ENVIRONMENT)
    target, append = "", False
    todo = list(words)
    while todo:
        word = todo.pop(0)
        if word == "<":
            stdin = fs.read(f"{cwd}/{_unquote(todo.pop(0))}")
        elif word in (">", ">>"):
            if argv and argv[-1] == "2":
                argv.pop()
                name = todo.pop(0)
                err = Buffer() if name == "/dev/null" else err
                continue
            target, append = _unquote(todo.pop(0)), word == ">>"
            out = Buffer()
        elif word == ">&":
            argv.pop()
            todo.pop(0)
            err = out
        elif not argv and "=" in word and not word.startswith("="):
            name, _, value = word.partition("=")
            env[name] = _unquote(value) if value else ""
        else:
            argv.append(_unquote(word))
    process = Process(argv, env, cwd, fs, Input(stdin), out, err, PlainHost(NOW, hostname="box"), tty=tty)
    try:
        code = launch(process)
    except LaunchError as error:
        err.write(f"sh: {argv[0]}: {'not found' if error.code == 127 else error.strerror}\n".encode())
        code = error.code
    if target:
        fs.write(target if target.startswith("/") else f"{cwd}/{target}", out.getvalue(), 0o644, append)
    return code
