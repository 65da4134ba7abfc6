from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from tests.registry.talking import Talk
from tutor.net.server import Limits, PortError, Service, serve
from tutor.oci.digest import of
from tutor.registry.folder import Folder
from tutor.registry.message import Request, Response
from tutor.registry.server import Server


def with_server(
    handler: Callable[[Request], Response] | Service,
    talk: Callable[[int], Awaitable[None]],
    limits: Limits | None = None,
    notes: list[str] | None = None,
) -> None:
    async def main() -> None:
        ready: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        note = notes.append if notes is not None else lambda line: None
        task = asyncio.create_task(serve(handler, "127.0.0.1", 0, ready.set_result, limits=limits, note=note))
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
    with suppress(ConnectionError):
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


HEAD = b"POST / HTTP/1.1\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(("data", "status"), [
    (b"nonsense\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nspace before : colon\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nA: 1\r\n folded\r\n\r\n", 400),
    (b"GET / HTTP/3.0\r\n\r\n", 505),
    (b"GET / FTP/1.1\r\n\r\n", 400),
    (b"G(T / HTTP/1.1\r\n\r\n", 400),
    (HEAD + b"Content-Length: 11\r\n\r\n", 413),
    (HEAD + b"Content-Length: -1\r\n\r\n", 400),
    (HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    (HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    (HEAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
    (b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    (CHUNKED + b"0b\r\nhello world\r\n0\r\n\r\n", 413),
    (CHUNKED + b"-5\r\nhello\r\n0\r\n\r\n", 400),
    (CHUNKED + b"0x5\r\nhello\r\n0\r\n\r\n", 400),
    (CHUNKED + b"\r\n", 400),
    (CHUNKED + b"2\r\nhello\r\n0\r\n\r\n", 400),
    (b"GET / HTTP/1.1\r\nA: " + b"x" * (1 << 16) + b"\r\n\r\n", 431),
    (b"GET / HTTP/1.1\r\nA: " + b"x" * (1 << 20), 431),
])  # fmt: skip
def test_what_is_no_request_or_too_large_is_refused(data: bytes, status: int) -> None:
    async def talk(port: int) -> None:
        assert (await exchange(port, data)).split()[1] == str(status).encode()

    with_server(echo, talk, Limits(body=10))


def test_a_port_in_use_is_one_clear_line() -> None:
    async def talk(port: int) -> None:
        with pytest.raises(PortError, match=f"cannot listen on 127.0.0.1:{port}"):
            await serve(echo, "127.0.0.1", port, lambda _: None)

    with_server(echo, talk)


def test_who_is_silent_or_slow_is_let_go() -> None:
    async def talk(port: int) -> None:
        assert await exchange(port, b"") == b""
        assert await exchange(port, b"GET / HT") == b""
        assert await exchange(port, HEAD + b"Content-Length: 5\r\n\r\nhel") == b""

    with_server(echo, talk, Limits(idle=0.1, head=0.1, stall=0.1))


def test_more_connections_than_allowed_are_told_to_come_back() -> None:
    async def talk(port: int) -> None:
        _, held = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.sleep(0.05)
        assert (await exchange(port, b"")).split()[1] == b"503"
        held.close()

    with_server(echo, talk, Limits(connections=1))


def test_who_waits_for_leave_gets_it_only_where_the_body_is_wanted() -> None:
    async def talk(port: int) -> None:
        ask = "{} HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(ask.format("POST /v2/app/blobs/uploads/").encode())
        assert await reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        writer.write(b"data")
        assert (await reader.read()).split()[1] == b"202"
        writer.close()
        assert (await exchange(port, ask.format("PUT /v2/UPPER/manifests/1").encode())).split()[1] == b"400"

    with_server(Server(), talk)


def test_a_refused_body_is_not_read_to_its_end() -> None:
    async def talk(port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"PUT /v2/app/manifests/1 HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\n" + b"x" * 100)
        answer = await reader.read()
        assert answer.split()[1] == b"413"
        assert b"Connection: close" in answer
        writer.close()

    with_server(Server(), talk)


def test_what_is_under_way_ends_when_the_server_does() -> None:
    async def main() -> None:
        server, ready = Server(), asyncio.get_running_loop().create_future()
        task = asyncio.create_task(serve(server, "127.0.0.1", 0, ready.set_result))
        port = await ready
        place = Talk(server).start("app")
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"PUT {place}?digest={of(b'hello')} HTTP/1.1\r\nContent-Length: 5\r\n\r\nhel".encode())
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0.05)
        writer.write(b"lo")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 201 Created")
        assert b"Connection: close" in answer
        writer.close()
        await asyncio.gather(task, return_exceptions=True)

    asyncio.run(main())


def test_a_blob_of_unknown_length_arrives_in_chunks() -> None:
    async def talk(port: int) -> None:
        answer = await exchange(port, b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert answer.endswith(b"\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
        assert b"Transfer-Encoding: chunked" in answer

    with_server(lambda request: Response(200, (), (b"abc", b"de"), -1), talk)


def test_an_upload_that_broke_off_goes_on(tmp_path: Path) -> None:
    data = bytes(range(256)) * 4096
    folder = Folder.open(str(tmp_path))
    place = Talk(Server(folder)).start("app")

    async def talk(port: int) -> None:
        head = f"PATCH {place} HTTP/1.1\r\nContent-Length: {len(data)}\r\n\r\n".encode()
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(head + data[: 1 << 19])
        await writer.drain()
        await asyncio.sleep(0.1)
        writer.transport.abort()
        await asyncio.sleep(0.1)
        answer = await exchange(port, f"GET {place} HTTP/1.1\r\nConnection: close\r\n\r\n".encode())
        assert b"Range: 0-524287\r\n" in answer
        rest = data[1 << 19 :]
        end = f"PUT {place}?digest={of(data)} HTTP/1.1\r\nContent-Length: {len(rest)}\r\nConnection: close\r\n\r\n"
        assert (await exchange(port, end.encode() + rest)).split()[1] == b"201"

    with_server(Server(folder), talk)
    blob = folder.blob("app", of(data))
    assert blob is not None
    assert blob.read() == data
    folder.close()


def test_the_notes_name_every_response() -> None:
    notes: list[str] = []

    async def talk(port: int) -> None:
        await exchange(port, b"GET /v2/ HTTP/1.1\r\nConnection: close\r\n\r\n")

    with_server(Server(), talk, notes=notes)
    assert notes == ["GET /v2/ 200"]
