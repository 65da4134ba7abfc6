"""curl and wget against the real ones, both asking the same little server."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.shell.world import ELF, ENVIRONMENT, NOW, Outcome, machine, text
from tutor.shell.host import PlainHost
from tutor.shell.http import Request, Response
from tutor.shell.launch import launch
from tutor.shell.process import Process
from tutor.shell.streams import Buffer, Input

_PAGES = {
    "/a.txt": b"hello\n", "/": b"<p>hi</p>\n", "/dir/page": b"in a folder\n", "/empty": b"", "/big": b"x" * 250_000,
}  # fmt: skip
_MOVED = {"/old": "/a.txt", "/far": "/old", "/loop": "/loop", "/dir/near": "page"}


def serve(data: bytes) -> bytes:
    """Answer as a small fixed server."""
    request = Request.parse(data)
    path = request.target.partition("?")[0]
    dated = (("Server", "tiny"), ("Connection", "close"), ("Last-Modified", "Mon, 02 Mar 2026 10:30:00 GMT"))
    if path in _MOVED:
        return Response(302, (*dated, ("Location", _MOVED[path]), ("Content-Length", "0"))).encode()
    if path == "/echo":
        own = ("Host", "User-Agent", "Connection")
        kept = [f"{name}: {value}" for name, value in request.headers if name not in own]
        body = "\n".join([f"{request.method} {request.target}", *sorted(kept), "", ""]).encode() + request.body
        return Response(200, (*dated, ("Content-Length", str(len(body)))), body).encode()
    if path.startswith("/status/"):
        body = b"said\n"
        return Response(int(path[8:]), (*dated, ("Content-Length", "5")), body).encode()
    if path not in _PAGES:
        return Response(404, (*dated, ("Content-Length", "5")), b"none\n").encode()
    body = _PAGES[path]
    described = (*dated, ("Content-Type", "text/plain"), ("Content-Length", str(len(body))))
    return Response(200, described, b"" if request.method == "HEAD" else body).encode()


def _whole(data: bytes) -> bool:
    head, end, body = data.partition(b"\r\n\r\n")
    if not end:
        return False
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return length is None or len(body) >= int(length[1])


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = socket.create_server(("127.0.0.1", 0))

    def loop() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                data = connection.recv(65536)
                if data.startswith(b"\x16"):  # a TLS handshake
                    connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    continue
                while data and not _whole(data):
                    more = connection.recv(65536)
                    data = data + more if more else b""
                if data:
                    connection.sendall(serve(data))

    thread = threading.Thread(target=loop, daemon=True)
    thread.start()
    yield server.getsockname()[1]
    server.close()


def ours(line: str, port: int) -> Outcome:
    """Run a line in the simulated shell, on a machine where the server listens."""
    fs = machine()
    for name in ("curl", "wget"):
        fs.write(f"/bin/{name}", ELF + b"\0", 0o755)
    fs.write("/work/data", b"from\na file\n")
    host = PlainHost(NOW)
    host.network.listen(port, serve)
    out, err = Buffer(), Buffer()
    code = launch(Process(["sh", "-c", line], dict(ENVIRONMENT), "/work", fs, Input(), out, err, host))
    return Outcome(text(out.getvalue()), text(err.getvalue()), code)


def real(line: str, folder: Path) -> Outcome:
    """Run a line in a real shell, wget being busybox's."""
    (folder / "data").write_bytes(b"from\na file\n")
    line = f'wget() {{ busybox wget "$@"; }}\n{line}'
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "LC_ALL": "C"}
    done = subprocess.run(["sh", "-c", line], cwd=folder, env=environment, capture_output=True, timeout=60, check=False)
    return Outcome(done.stdout.decode(), done.stderr.decode(), done.returncode)


_SPEEDS = re.compile(r"(?: +[\d.]+[kM]?){2} (?:[-\d]+:[-\d]+:[-\d]+ +){2}[-\d]+:[-\d]+:[-\d]+ +[\d.]+[kM]?")


def settled(outcome: Outcome, port: int) -> Outcome:
    """Take out what depends on real time: the meter's speeds, and milliseconds."""
    err = _SPEEDS.sub(" SPEED", outcome.stderr)
    err = re.sub(r"after \d+ ms", "after 0 ms", err)
    err = re.sub(r"(?<=\r)[^\r\n]*SPEED\r(?=[^\r\n]*SPEED)", "", err)
    return Outcome(outcome.stdout, err, outcome.code)


_LINES = [
    "curl $U/a.txt", "curl -s $U/a.txt", "curl -so x $U/a.txt; cat x", "curl -sO $U/a.txt; cat a.txt; ls",
    "curl -sI $U/a.txt", "curl -si $U/a.txt", "curl -f $U/nope; echo $?", "curl -fsSL $U/nope; echo $?",
    "curl -fs $U/nope; echo $?", "curl -s $U/nope; echo $?", "curl -s --fail-with-body $U/nope; echo $?",
    r"curl -so /dev/null -w '%{http_code} %{size_download} %{content_type}\n' $U/a.txt",
    r"curl -sL -o /dev/null -w '%{http_code} %{num_redirects} %{url_effective}\n' $U/far",
    r"curl -s -w '[%{redirect_url}] %% %{nope}|\t|' $U/old", "curl -sL $U/far", "curl -sL $U/dir/near",
    "curl -sSL $U/loop; echo $?", "curl -sSL --max-redirs 2 $U/loop; echo $?", "curl -s -X PUT -d a=b $U/echo",
    "curl -s -d a=b -d c=d $U/echo", "curl -s -G -d a=b $U/echo", "curl -s -H 'X-One: 1' -H 'Accept:' $U/echo",
    "curl -s --data-urlencode 'q=a b&c' $U/echo", "curl -s -u me:secret $U/echo", "curl -s -A tester -e ref $U/echo",
    "curl -s --json '{}' $U/echo", "curl -s -d @data $U/echo", "curl -s --data-binary @data $U/echo",
    "curl -s -T data $U/echo | grep -v Expect", "curl -sL -d a=b $U/old", "curl http://nope.invalid; echo $?",
    "curl -sS http://nope.invalid; echo $?", "curl -sS http://127.0.0.1:9/; echo $?",
    "curl http://127.0.0.1:9; echo $?", "curl; echo $?", "curl -Q; echo $?", "curl --nope; echo $?",
    "curl -s foo://x; echo $?", "curl -sS foo://x; echo $?", "curl -sS -o /nope/x $U/a.txt; echo $?",
    "curl -O $U/; echo $?", "curl -sS $U/empty; echo $?", "curl -s $U/a.txt $U/dir/page",
    "curl -s $U/a.txt -o one $U/dir/page -o two; cat two one", "curl -s -o d/e/f --create-dirs $U/a.txt; cat d/e/f",
    "curl -s file://$PWD/data", "curl -o y $U/big; wc -c < y", "curl -# -o z $U/a.txt; cat z",
    "curl -sS https://127.0.0.1:$P/ 2>&1 | cut -c 1-10", "curl -s -I $U/nope", "curl -fsS $U/status/503; echo $?",
    "curl -s $U/status/418; echo $?", "curl -sS http://127.0.0.1:99999/; echo $?", "wget $U/a.txt; cat a.txt",
    "wget -q -O- $U/a.txt", "wget -O- $U/a.txt", "wget -qO x $U/a.txt; cat x", "wget -O x $U/nope; echo $?; ls",
    "wget -q $U/nope; echo $?", "wget --spider $U/a.txt; echo $?", "wget --spider $U/nope; echo $?",
    "wget -S -O /dev/null $U/a.txt", "wget http://127.0.0.1:9/; echo $?", "wget http://nope.invalid/; echo $?",
    "wget -q http://nope.invalid/; echo $?", "wget $U/; cat index.html", "wget -P d $U/a.txt; echo $?",
    "mkdir d; wget -q -P d $U/a.txt; cat d/a.txt", "echo 1 > a.txt; wget $U/a.txt; echo $?", "wget -q -O- $U/old",
    "wget -O- $U/far", "wget -q -O- --post-data a=b $U/echo", "wget foo://x/; echo $?",
    "wget -q -O- --header 'X-One: 1' $U/echo", "wget -O y $U/big; wc -c < y", "wget -qO- $U/dir/near",
    "wget -q $U/a.txt $U/dir/page; cat a.txt page", "wget -qO- $U/status/500; echo $?", "wget -qO- $U/empty; echo $?",
]  # fmt: skip


@pytest.mark.skipif(not (shutil.which("curl") and shutil.which("busybox")), reason="no curl, or no busybox")
@pytest.mark.parametrize("line", _LINES)
def test_downloads_are_those_of_the_real_programs(line: str, port: int, tmp_path: Path) -> None:
    whole = f"U=http://127.0.0.1:{port}; P={port}; {line}"
    assert settled(ours(whole, port), port) == settled(real(whole, tmp_path), port)
