"""The program `redis-cli`: one command, commands from standard input, or a prompt."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from tutor.programs.redis.protocol import Problem, Status, decode, request
from tutor.shell.commands._network import address_of
from tutor.shell.network import NetworkError

if TYPE_CHECKING:
    from tutor.shell.process import Process


class _Target:
    """Where to ask, and how to show the answers."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.host = "127.0.0.1"
        self.port = 6379
        self.password = process.env.get("REDISCLI_AUTH", "")
        self.raw = not process.stdout.tty
        self.database = 0

    def ask(self, words: list[bytes]) -> Any:
        """Return the reply to a command. Raises NetworkError."""
        before = request([b"AUTH", self.password.encode()]) if self.password else b""
        address = address_of(self.process, self.host)
        if address is None:
            raise NetworkError("EHOSTUNREACH")
        self.process.tick(50)
        data = self.process.host.network.exchange(address, self.port, before + request(words))
        if not data:
            raise NetworkError("ECONNRESET")
        at = 0
        if before:
            said, at = decode(data)
            if isinstance(said, Problem):
                self.process.err(f"AUTH failed: {said}\n")
        return decode(data, at)[0]


def shown(value: Any, raw: bool, indent: str = "") -> str:
    """Return a reply as it is printed."""
    if isinstance(value, list):
        if not value:
            return "\n" if raw else "(empty array)\n"
        if raw:
            return "".join(shown(item, raw) for item in value)
        width = len(str(len(value)))
        parts = []
        for at, item in enumerate(value, 1):
            parts.append(f"{indent if at > 1 else ''}{at:>{width}}) {shown(item, raw, indent + ' ' * (width + 2))}")
        return "".join(parts)
    if isinstance(value, Problem):
        return f"{value}\n\n" if raw else f"(error) {value}\n"
    if isinstance(value, Status):
        return f"{value}\n"
    if isinstance(value, int):
        return f"{value}\n" if raw else f"(integer) {value}\n"
    if value is None:
        return "\n" if raw else "(nil)\n"
    text = value.decode("utf-8", "surrogateescape")
    if raw:
        return f"{text}\n"
    quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{quoted}"\n'


def main(process: Process) -> int:
    """Run redis-cli."""
    target = _Target(process)
    words = list(process.argv[1:])
    while words and words[0].startswith("-") and len(words[0]) > 1:
        word = words.pop(0)
        if word in ("-h", "-p", "-a", "-n", "--pass", "-u", "-r", "-i") and words:
            value = words.pop(0)
            if word == "-h":
                target.host = value
            elif word == "-p" and value.isdecimal():
                target.port = int(value)
            elif word in ("-a", "--pass"):
                target.password = value
                process.err(
                    "Warning: Using a password with '-a' or '-u' option on the command line interface may not be "
                    "safe.\n"
                )
        elif word in ("-v", "--version"):
            process.out(f"redis-cli {process.env.get('REDIS_VERSION', '7.2.5')}\n")
            return 0
        elif word == "--raw":
            target.raw = True
        elif word == "--no-raw":
            target.raw = False
        elif word not in ("--no-auth-warning", "--no-raw", "--csv"):
            process.err(f"Unrecognized option or bad number of args for: '{word}'\n")
            return 1
    if words:
        return _once(process, target, words)
    return _loop(process, target)


def _once(process: Process, target: _Target, words: list[str]) -> int:
    try:
        answer = target.ask([word.encode("utf-8", "surrogateescape") for word in words])
    except NetworkError as error:
        if words[0].lower() == "shutdown":
            return 0
        process.err(_refused(target, error))
        return 1
    if words[0].lower() == "info" and isinstance(answer, bytes):
        process.out(answer)
        return 0
    process.out(shown(answer, target.raw))
    return 0


def _refused(target: _Target, error: NetworkError) -> str:
    reason = "Name or service not known" if error.code == "EHOSTUNREACH" else error.strerror
    return f"Could not connect to Redis at {target.host}:{target.port}: {reason}\n"


def _loop(process: Process, target: _Target) -> int:
    while True:
        if process.stdin.tty:
            process.out(f"{target.host}:{target.port}> ")
        line = process.stdin.readline()
        if not line:
            return 0
        try:
            words = shlex.split(line.decode("utf-8", "surrogateescape"))
        except ValueError:
            process.out("Invalid argument(s)\n")
            continue
        if not words:
            continue
        if words[0].lower() in ("quit", "exit"):
            return 0
        try:
            answer = target.ask([word.encode("utf-8", "surrogateescape") for word in words])
            process.out(shown(answer, target.raw))
        except NetworkError as error:
            process.err(_refused(target, error))
            if not process.stdin.tty:
                return 1
