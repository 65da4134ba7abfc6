"""`layerwise registry serve`: real clients pull the bundled images and push their own."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
import uuid
from contextlib import suppress
from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.net.server import Limits, serve
from tutor.registry.contents import Memory
from tutor.registry.server import Server

if TYPE_CHECKING:
    import ssl
    from argparse import Namespace
    from collections.abc import Callable
    from typing import Any

    from tutor.registry.access import Guard
    from tutor.registry.storage import Storage

_STALE = 7 * 24 * 3600.0
"""Seconds after which an upload that got nothing more is forgotten."""


def run(options: Namespace) -> int:
    """Serve until interrupted."""
    tls, guard = _tls(options), _guard(options)
    if options.store is None:
        _serve(options, Memory(), guard, tls)
        return 0
    from tutor.registry.folder import Folder

    folder = Folder.open(options.store)
    try:
        folder.forget_stale(time.time() - _STALE)
        _serve(options, folder, guard, tls)
    finally:
        folder.close()
    return 0


def _serve(options: Namespace, storage: Storage, guard: Guard | None, tls: ssl.SSLContext | None) -> None:
    if not options.empty:
        from tutor.engine.hub_storage import HubStorage
        from tutor.outer import places
        from tutor.registry.overlay import Overlay

        storage = Overlay(storage, HubStorage(places.hub()))
    server = Server(storage, guard, lambda: str(uuid.uuid4()), deletes=not options.keep)
    scheme = "https" if tls is not None else "http"

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    def ready(port: int) -> None:
        say(f"serving on {scheme}://{options.host}:{port}, ctrl-c ends it")

    async def main() -> None:
        task = asyncio.current_task()
        assert task is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
        note = say if options.log else lambda line: None
        await serve(server, options.host, options.port, ready, limits=Limits(), tls=tls, note=note)

    with suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(main())


def _tls(options: Namespace) -> ssl.SSLContext | None:
    if options.tls is None:
        return None
    import ssl

    certificate, key = options.tls
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:  # ssl.SSLError is one
        reason = error.strerror if error.filename or not isinstance(error, ssl.SSLError) else error.reason
        raise LayerwiseError(
            f"cannot use the certificate {certificate} with the key {key} ({reason or error})", "give two PEM files"
        ) from None
    return context


def _guard(options: Namespace) -> Guard | None:
    if not options.basic_auth and options.htpasswd is None:
        return None
    from tutor.registry.access import Basic
    from tutor.registry.accounts import FixedAccounts, htpasswd, plain

    checks = {}
    if options.htpasswd is not None:
        try:
            with open(options.htpasswd, encoding="utf-8") as file:
                checks.update(htpasswd(file.read(), options.htpasswd, _crypt()))
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not a text"
            raise LayerwiseError(f"cannot read {options.htpasswd} ({reason})", "check the path") from None
    for pair in options.basic_auth:
        user, colon, password = pair.partition(":")
        if not colon or not user or not password:
            raise LayerwiseError("--basic-auth needs a name and a password", "write --basic-auth NAME:PASSWORD")
        checks[user] = plain(password)
    return Basic("Layerwise registry", FixedAccounts(checks, anonymous=options.anonymous_pull))


def _crypt() -> Callable[[str, str], str | None] | None:
    """The system's crypt(3), None where there is none: Python's own module for it is gone since 3.13."""
    import ctypes

    for name in ("libcrypt.so.1", "libcrypt.so.2"):
        try:
            function = ctypes.CDLL(name).crypt
        except (OSError, AttributeError):
            continue
        function.argtypes, function.restype = (ctypes.c_char_p, ctypes.c_char_p), ctypes.c_char_p

        def crypt(password: str, setting: str, function: Any = function) -> str | None:
            made = function(password.encode(), setting.encode())
            return made.decode() if made and not made.startswith(b"*") else None

        return crypt
    return None
