"""The program `registry` of the image of that name: OCI distribution over the simulated network.

One rule: what it holds is in memory, and follows from the requests that it was sent, which are kept with the container.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.engine.registry_http import heard, told
from tutor.programs import daemon, web
from tutor.registry.server import Server
from tutor.shell import http
from tutor.shell.http import BadMessage
from tutor.shell.network import NetworkError
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Run `registry serve CONFIG`."""
    words = process.argv[1:]
    version = process.env.get("REGISTRY_VERSION", "v2.8.3")
    if words[:1] in (["--version"], ["-v"]):
        process.out(f"registry github.com/docker/distribution {version}\n")
        return 0
    if words[:1] != ["serve"] or len(words) < 2:
        process.err("Usage: \n  registry [flags]\n  registry [command]\n\nAvailable Commands: \n  serve\n")
        return 1
    try:
        text = process.fs.read(process.path(words[1])).decode("utf-8", "replace")
    except FsError as error:
        process.err(f"configuration error: open {words[1]}: {error.strerror.lower()}\n")
        return 1
    found = re.search(r"^\s*addr:\s*\S*:(\d+)\s*$", text, re.MULTILINE)
    port = int(process.env.get("REGISTRY_HTTP_ADDR", "").rpartition(":")[2] or (found[1] if found else "5000"))
    server = _Registry(process, version)
    try:
        daemon.listen(process, port, server.respond)
    except NetworkError:
        server.log("fatal", f"listen tcp :{port}: bind: address already in use")
        return 1
    server.log("info", f"listening on [::]:{port}")
    return daemon.wait(process, {daemon.SIGTERM: lambda: 0, daemon.SIGINT: lambda: 0})


class _Registry:
    """A registry that answers bytes with bytes, and logs."""

    def __init__(self, process: Process, version: str) -> None:
        self.process = process
        self.version = version
        self.server = Server()

    def log(self, level: str, text: str) -> None:
        """Write a line of the log."""
        from time import gmtime, strftime

        now = self.process.host.now()
        moment = strftime("%Y-%m-%dT%H:%M:%S", gmtime(now)) + f".{int(now * 1e9) % 1_000_000_000:09}Z"
        self.process.err(f'time="{moment}" level={level} msg="{text}" go.version=go1.20.8 version={self.version}\n')

    def respond(self, data: bytes) -> bytes:
        """Answer one request."""
        self.process.tick(20)
        self.process.kernel.meter.fits(len(data))
        try:
            asked = http.Request.parse(data)
        except BadMessage:
            return http.Response(400, (("Connection", "close"),)).encode()
        answer = told(asked, self.server.respond(heard(asked)))
        when = web.common_time(self.process.host.now())
        agent = asked.header("user-agent")
        self.process.out(f'{web.CLIENT} - - [{when}] "{asked.method} {asked.target} {asked.version}" {answer.status} ')
        self.process.out(f'{len(answer.body)} "" "{agent}"\n')
        return answer.encode()
