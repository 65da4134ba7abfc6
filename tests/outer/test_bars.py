from __future__ import annotations

import io

import pytest

from tutor.docker.transfer import bar
from tutor.outer.bars import Bars
from tutor.store.blobs import Blob


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("done", "total", "drawn"), [
    (0, 100, "[>" + " " * 50 + "]       0B/100B"), (50, 100, "[" + "=" * 25 + ">" + " " * 25 + "]      50B/100B"),
    (3_408_000, 3_408_000, "[" + "=" * 50 + ">]  3.408MB/3.408MB"), (0, 0, "[" + "=" * 50 + ">]       0B/0B"),
])  # fmt: skip
def test_a_bar_is_docker_s(done: int, total: int, drawn: str) -> None:
    assert bar(done, total) == drawn


def test_without_a_terminal_there_is_one_line_a_blob() -> None:
    out, blob = io.StringIO(), Blob.of(b"x" * 200_000)
    assert b"".join(Bars("Downloading", "Download complete", out).watched(blob).chunks()) == blob.read()
    assert out.getvalue() == f"{blob.digest[7:19]}: Download complete\n"


def test_on_a_terminal_a_bar_grows_on_its_line() -> None:
    out, blob = Terminal(), Blob.of(b"x" * 200_000)
    watched = Bars("Downloading", "Download complete", out).watched(blob)
    assert (watched.digest, watched.size) == (blob.digest, blob.size)
    for _ in watched.chunks():
        pass
    first, *_, last = out.getvalue().split("\r\x1b[K")[1:]
    assert first == f"{blob.digest[7:19]}: Downloading {bar(65536, 200_000)}"
    assert last == f"{blob.digest[7:19]}: Download complete\n"
