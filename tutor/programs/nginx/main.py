"""The program `nginx`: its options, its start, its signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.programs import daemon
from tutor.programs.nginx import config
from tutor.programs.nginx.config import ConfigError
from tutor.programs.nginx.server import Server, moment
from tutor.programs.nginx.settings import Settings
from tutor.programs.outside import CODE
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_FILE = "/etc/nginx/nginx.conf"
_OUTSIDE = ("rewrite", "fastcgi_pass", "ssl_certificate", "if", "map", "auth_basic", "stream")
_SIGNALS = {"stop": 15, "quit": 3, "reload": 1, "reopen": 10}


class _Options:
    def __init__(self) -> None:
        self.file = _FILE
        self.extra = ""
        self.test = 0
        self.quiet = False
        self.signal = ""
        self.version = 0


def main(process: Process) -> int:
    """Run nginx."""
    options = _Options()
    wrong = _parse(process.argv[1:], options)
    version = process.env.get("NGINX_VERSION", "") or "1.27.0"
    if wrong:
        process.err(f"nginx: {wrong}\n")
        return 1
    if options.version:
        process.err(f"nginx version: nginx/{version}\n")
        if options.version > 1:
            process.err("built by gcc 12.2.0 (Debian 12.2.0-14) \nbuilt with OpenSSL 3.0.14 4 Jun 2024\n"
                        "TLS SNI support enabled\nconfigure arguments: --prefix=/etc/nginx\n")  # fmt: skip
        return 0
    try:
        settings = _settings(process, options)
    except ConfigError as error:
        process.err(f"{moment(process)} [emerg] {process.pid}#{process.pid}: {error}\n")
        process.err(f"nginx: [emerg] {error}\n")
        if options.test:
            process.err(f"nginx: configuration file {options.file} test failed\n")
        return 1
    if options.test:
        if not options.quiet:
            process.err(f"nginx: the configuration file {options.file} syntax is ok\n"
                        f"nginx: configuration file {options.file} test is successful\n")  # fmt: skip
        if options.test > 1:
            process.out(process.fs.read(options.file))
        return 0
    if options.signal:
        return _signalled(process, settings, options.signal)
    return _serve(process, settings, options, version)


def _parse(words: list[str], options: _Options) -> str:
    """Read the command line; return what is wrong with it, in nginx's words."""
    rest = list(words)
    while rest:
        word = rest.pop(0)
        if not word.startswith("-") or word == "-":
            return f'invalid option: "{word}"'
        for at, letter in enumerate(word[1:], 2):
            if letter in "vV":
                options.version = max(options.version, 1 if letter == "v" else 2)
            elif letter in "tT":
                options.test = 1 if letter == "t" else 2
            elif letter == "q":
                options.quiet = True
            elif letter in "cgsep":
                value = word[at:] or (rest.pop(0) if rest else "")
                if not value:
                    needs = {
                        "c": "file name",
                        "g": "parameter",
                        "s": "parameter",
                        "e": "file name",
                        "p": "directory name",
                    }
                    return f'option "-{letter}" requires {needs[letter]}'
                if letter == "c":
                    options.file = value if value.startswith("/") else f"/etc/nginx/{value}"
                elif letter == "g":
                    options.extra = value
                elif letter == "s":
                    if value not in _SIGNALS:
                        return f'invalid option: "-s {value}"'
                    options.signal = value
                break
            else:
                return f'invalid option: "{letter}"'
    return ""


def _settings(process: Process, options: _Options) -> Settings:
    """Return what holds. Raises ConfigError."""
    extra = config.parse(
        options.extra if options.extra.rstrip().endswith(";") or not options.extra else options.extra + ";",
        "command line",
    )
    return Settings(process, (*config.read(process.fs, options.file), *extra))


def _signalled(process: Process, settings: Settings, name: str) -> int:
    """Send a signal to the nginx that runs."""
    path = (settings.top.words("pid") or ("/run/nginx.pid",))[0]
    try:
        pid = int(process.fs.read(path))
    except (FsError, ValueError) as error:
        reason = "2: No such file or directory" if isinstance(error, FsError) else 'invalid PID number ""'
        shown = f'open() "{path}" failed ({reason})' if isinstance(error, FsError) else f'{reason} in "{path}"'
        process.err(f"nginx: [error] {shown}\n")
        return 1
    if not process.kernel.kill(pid, _SIGNALS[name]):
        process.err(f"nginx: [alert] kill({pid}, {_SIGNALS[name]}) failed (3: No such process)\n")
        return 1
    return 0


def _serve(process: Process, settings: Settings, options: _Options, version: str) -> int:
    found = _outside(settings)
    if found:
        process.err(f"layerwise: this sandbox's nginx does a small part of what nginx does: {found} is outside it\n")
        return CODE
    server = Server(process, settings, version)
    for port in settings.servers:
        try:
            if port:
                daemon.listen(process, port, lambda data, port=port: server.respond(port, data))  # type: ignore[misc]
        except NetworkError:
            text = f"bind() to 0.0.0.0:{port} failed (98: Address already in use)"
            process.err(f"nginx: [emerg] {text}\n")
            return 1
    for line in (
        'using the "epoll" event method', f"nginx/{version}", "built by gcc 12.2.0 (Debian 12.2.0-14) ",
        "OS: Linux 6.10.14-linuxkit", "getrlimit(RLIMIT_NOFILE): 1048576:1048576", "start worker processes",
        f"start worker process {server.worker}",
    ):  # fmt: skip
        server.notice(line)
    _write_pid(process, settings)
    if settings.top.words("daemon") != ("off",):
        return 0
    return daemon.wait(process, _actions(process, server, options))


def _outside(settings: Settings) -> str:
    """Return a directive that is used but not simulated, "" where there is none."""
    todo = [settings.http, *settings.top.all("stream")]
    while todo:
        block = todo.pop()
        if block.name in _OUTSIDE:
            return block.name
        todo.extend(block.block or ())
    return ""


def _write_pid(process: Process, settings: Settings) -> None:
    path = (settings.top.words("pid") or ("/run/nginx.pid",))[0]
    try:
        process.fs.write(path, f"{process.pid}\n".encode())
    except FsError:
        return


def _actions(process: Process, server: Server, options: _Options) -> dict[int, daemon.Action]:
    worker = server.worker

    def stop(number: int, name: str, graceful: bool) -> int:
        server.notice(f"signal {number} ({name}) received, {'shutting down' if graceful else 'exiting'}")
        if graceful:
            server.notice("gracefully shutting down", pid=worker)
        server.notice("exiting", pid=worker)
        server.notice("exit", pid=worker)
        server.notice(f"signal 17 (SIGCHLD) received from {worker}")
        server.notice(f"worker process {worker} exited with code 0")
        server.notice("exit")
        return 0

    def reload() -> None:
        server.notice("signal 1 (SIGHUP) received, reconfiguring")
        server.notice("reconfiguring")
        try:
            settings = _settings(process, options)
        except ConfigError as error:
            server.notice(str(error), "emerg")
            return
        for port in settings.servers.keys() - server.settings.servers.keys():
            daemon.listen(process, port, lambda data, port=port: server.respond(port, data))  # type: ignore[misc]
        server.settings = settings
        server.worker += 1
        server.notice("start worker processes")

    return {
        daemon.SIGTERM: lambda: stop(15, "SIGTERM", False),
        daemon.SIGINT: lambda: stop(2, "SIGINT", False),
        daemon.SIGQUIT: lambda: stop(3, "SIGQUIT", True),
        daemon.SIGHUP: reload,
        daemon.SIGUSR1: lambda: None,
        daemon.SIGWINCH: lambda: None,
    }
