from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.registry.test_server import push_image
from tutor.net.server import PortError, serve
from tutor.registry.message import Request, Response
from tutor.registry.server import Server


def with_server(handler: Callable[[Request], Response], talk: Callable[[int], Awaitable[None]], **options: int) -> None:
    async def main() -> None:
        ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        task = asyncio.create_task(serve(handler, "127.0.0.1", 0, ready.set_result, **options))
        try:
            await talk(await ready)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())


async def exchange(port: int, data: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


def echo(request: Request) -> Response:
    text = f"{request.method} {request.path} {request.argument('q')} ".encode() + request.body
    return Response(200, (), (text,), len(text))


def test_requests_arrive_whole() -> None:
    async def talk(port: int) -> None:
        head = b"POST /a%20b?q=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
        assert (await exchange(port, head + b"Content-Length: 5\r\n\r\nhello")).endswith(b"POST /a b 1 hello")
        chunked = b"Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
        assert (await exchange(port, head + chunked)).endswith(b"POST /a b 1 hello")

    with_server(echo, talk)


def test_one_connection_carries_several_requests_and_a_head_has_no_body() -> None:
    async def talk(port: int) -> None:
        answer = await exchange(port, b"HEAD /x HTTP/1.1\r\n\r\nGET /y HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert answer.count(b"HTTP/1.1 200 OK") == 2
        assert b"HEAD /x" not in answer
        assert answer.endswith(b"GET /y  ")

    with_server(echo, talk)


@pytest.mark.parametrize(("data", "status"), [
    (b"nonsense\r\n\r\n", b"400"),
    (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", b"400"),
    (b"POST / HTTP/1.1\r\nContent-Length: 11\r\n\r\n", b"413"),
    (b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", b"413"),
    (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n", b"413"),
])  # fmt: skip
def test_what_is_no_request_or_too_large_is_refused(data: bytes, status: bytes) -> None:
    async def talk(port: int) -> None:
        assert (await exchange(port, data)).split()[1] == status

    with_server(echo, talk, body_limit=10)


def test_a_port_in_use_is_one_clear_line() -> None:
    async def talk(port: int) -> None:
        with pytest.raises(PortError, match=f"cannot listen on 127.0.0.1:{port}"):
            await serve(echo, "127.0.0.1", port, lambda _: None)

    with_server(echo, talk)


@pytest.mark.slow
def test_skopeo_pushes_and_pulls(tmp_path: Path) -> None:
    skopeo = shutil.which("skopeo")
    if skopeo is None:
        pytest.skip("skopeo is not installed")
    server = Server()
    digest = push_image(server, "team/app", "1")

    async def talk(port: int) -> None:
        def run(*arguments: str) -> str:
            done = subprocess.run([skopeo, "--insecure-policy", *arguments], capture_output=True, text=True, timeout=60)
            assert done.returncode == 0, done.stderr
            return done.stdout

        raw = await asyncio.to_thread(
            run, "inspect", "--raw", "--tls-verify=false", f"docker://127.0.0.1:{port}/team/app:1"
        )
        assert json.loads(raw)["schemaVersion"] == 2
        await asyncio.to_thread(
            run,
            "copy",
            "--preserve-digests",
            "--src-tls-verify=false",
            "--dest-tls-verify=false",
            f"docker://127.0.0.1:{port}/team/app:1",
            f"docker://127.0.0.1:{port}/other/app:2",
        )

    with_server(server.respond, talk)
    assert server.registry.repository("other/app").tags["2"].digest == digest
