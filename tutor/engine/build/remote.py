"""ADD of a URL: BuildKit's HTTP source.

One rule: what was downloaded counts in the cache by the name of its file, its digest and its Last-Modified; with a
checksum by that alone, so that nothing is asked for where the step is cached.
"""

from __future__ import annotations

import re
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.dockerfile.errors import ParseError
from tutor.engine import download
from tutor.engine.build.faults import BuildFault
from tutor.engine.build.select import Picked
from tutor.vfs.content import Bytes
from tutor.vfs.nodes import File

if TYPE_CHECKING:
    from tutor.engine.build.progress import Draft
    from tutor.engine.build.session import Session

_MODE = 0o600
_LENGTHS = {"sha256": 64, "sha384": 96, "sha512": 128}
_DIGEST = re.compile(r"[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+")


def check(sources: list[str], checksum: str) -> None:
    """Refuse a checksum that cannot be compared with, and sources that lie outside. Raises ParseError, BuildFault."""
    for source in sources:
        if download.is_git(source):
            raise BuildFault(f"failed to load cache key: {source}: git repositories lie outside this sandbox")
    if not checksum:
        return
    if len(sources) != 1:
        raise ParseError("checksum can't be specified for multiple sources")
    if not download.is_http(sources[0]):
        raise ParseError("checksum requires HTTP(S) or Git sources")
    algorithm, _, digits = checksum.partition(":")
    if not _DIGEST.fullmatch(checksum):
        raise ParseError("invalid checksum digest format")
    if algorithm not in _LENGTHS:
        raise ParseError("unsupported digest algorithm")
    if len(digits) != _LENGTHS[algorithm]:
        raise ParseError("invalid checksum digest length")
    if not re.fullmatch("[a-f0-9]+", digits):
        raise ParseError("invalid checksum digest format")


class Remote:
    """One URL: fetched when its key or its bytes are first wanted."""

    def __init__(self, session: Session, url: str, checksum: str, draft: Draft) -> None:
        self.url = url
        self.checksum = checksum
        self._session = session
        self._draft = draft
        self._file: File | None = None
        path = url.partition("#")[0].partition("?")[0].partition("://")[2].partition("/")[2]
        self.name = path.rstrip("/").rpartition("/")[2] or "__unnamed__"

    def key(self) -> str:
        """Return what the step's cache key has of it. Raises BuildFault."""
        if self.checksum:
            return f"http {self.name} {self.checksum}"
        try:
            file = self.file()
        except BuildFault as fault:
            raise BuildFault(f"failed to load cache key: {fault.message}", step=fault.step, located=False) from None
        return f"http {self.name} {_digest(file)} {file.mtime}"

    def file(self) -> File:
        """Return the file: for root alone, as old as the server says. Raises BuildFault."""
        if self._file is None:
            self._file = self._fetched()
        return self._file

    def picked(self) -> Picked:
        """Return it as something to copy. Raises BuildFault."""
        return Picked("/" + self.name, self.file())

    def _fetched(self) -> File:
        session = self._session
        try:
            session.state, response = download.get(session.state, session.world, self.url, session.events)
        except download.DownloadError as error:
            raise self._fault(error.message) from None
        if not 200 <= response.status < 400:
            raise self._fault(f"invalid response status {response.status}")
        file = File(Bytes(response.body), _MODE, 0, 0, download.modified(response))
        if self.checksum and _digest(file) != self.checksum:
            raise self._fault(f"digest mismatch for {self.url}: {_digest(file)} (expected: {self.checksum})")
        return file

    def _fault(self, message: str) -> BuildFault:
        self._draft.error = message
        return BuildFault(message, step=self._draft.name, located=False)


def _digest(file: File) -> str:
    return f"sha256:{sha256(file.content.read()).hexdigest()}"
