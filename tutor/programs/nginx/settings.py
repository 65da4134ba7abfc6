"""What a configuration means: servers by port, types, formats of logs, upstreams; and what holds for a request."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.programs import web
from tutor.programs.nginx.config import ConfigError, Directive

if TYPE_CHECKING:
    from tutor.shell.http import Request
    from tutor.shell.process import Process


class Settings:
    """A configuration that holds: its servers by port, its logs, its upstreams."""

    def __init__(self, process: Process, top: tuple[Directive, ...]) -> None:
        self.top = Directive("main", (), top, "", 0)
        blocks = self.top.all("http")
        self.http = blocks[0] if blocks else Directive("http", (), (), "", 0)
        self.types = dict(web.TYPES) if not self.http.all("types") else {}
        for block in self.http.all("types"):
            for entry in block.block or ():
                self.types.update(dict.fromkeys(entry.arguments, entry.name))
        self.formats = {
            found.arguments[0]: "".join(found.arguments[1:]) for found in self.http.all("log_format") if found.arguments
        }
        self.upstreams = {
            found.arguments[0]: [server.arguments[0] for server in found.all("server") if server.arguments]
            for found in self.http.all("upstream")
            if found.arguments
        }
        self.servers: dict[int, list[Directive]] = {}
        for server in self.http.all("server"):
            ports = [self.port(listen) for listen in server.all("listen")] or [80]
            for port in dict.fromkeys(ports):
                self.servers.setdefault(port, []).append(server)
        self._check_upstreams(process, self.http)

    @staticmethod
    def port(listen: Directive) -> int:
        """Return the port that a listen directive names. Raises ConfigError."""
        text = listen.arguments[0]
        if text.startswith("unix:"):
            return 0
        number = text.rpartition(":")[2] if ":" in text else text
        if not number.isdecimal():
            if re.fullmatch(r"[\w.\-]+|\[::\]", text):
                return 80
            raise ConfigError(f'invalid port in "{text}" of the "listen" directive in {listen.file}:{listen.line}')
        if not 0 < int(number) < 65536:
            raise ConfigError(f'invalid port in "{text}" of the "listen" directive in {listen.file}:{listen.line}')
        return int(number)

    def _check_upstreams(self, process: Process, within: Directive) -> None:
        """Refuse a host that no name server knows, as nginx does when it starts."""
        from tutor.shell.commands._network import address_of

        for found in within.block or ():
            name = ""
            if found.name == "proxy_pass" and found.arguments:
                target = found.arguments[0]
                if not target.startswith(("http://", "https://")):
                    if "$" not in target:
                        raise ConfigError(f"invalid URL prefix in {found.file}:{found.line}")
                    continue
                name = target.partition("://")[2].partition("/")[0].partition(":")[0]
                name = "" if name in self.upstreams or "$" in target else name
            elif within.name == "upstream" and found.name == "server" and found.arguments:
                name = found.arguments[0].partition(":")[0]
            if name and address_of(process, name) is None:
                shown = name if found.name == "proxy_pass" else found.arguments[0]
                shown = f'host not found in upstream "{shown}"'
                raise ConfigError(f"{shown} in {found.file}:{found.line}")
            if found.block is not None:
                self._check_upstreams(process, found)


class Context:
    """A request on its way: the blocks that hold for it, the innermost last."""

    def __init__(self, request: Request, blocks: list[Directive]) -> None:
        self.request = request
        self.blocks = blocks
        self.path = request.path
        self.hops = 0

    def words(self, name: str) -> tuple[str, ...]:
        """Return the words of a directive, from the innermost block that has it."""
        for block in reversed(self.blocks):
            found = block.all(name)
            if found:
                return found[-1].arguments
        return ()

    def every(self, name: str) -> list[Directive]:
        """Return all of a directive, from the innermost block that has any."""
        for block in reversed(self.blocks):
            found = block.all(name)
            if found:
                return found
        return []
