"""What `curl` sends: method, headers and body, from its options."""

from __future__ import annotations

from tutor.shell.commands._network import basic
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._applet import Options
    from tutor.shell.commands._network import Url
    from tutor.shell.http import Headers
    from tutor.shell.process import Process

_FORM = "application/x-www-form-urlencoded"
_BOUNDARY = "------------------------d74496d66958873e"
_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DATA = ("d", "data-raw", "data-binary", "data-urlencode", "json")


class BadOption(Exception):
    """An option whose file cannot be read."""


def method_of(opts: Options, sends: bool) -> str:
    """Return the method of a request."""
    given = opts.value("X")
    if given:
        return given
    if "I" in opts:
        return "HEAD"
    if "T" in opts:
        return "PUT"
    return "POST" if sends and "G" not in opts else "GET"


def payload(process: Process, opts: Options) -> tuple[bytes, str]:
    """Return the body and its type; the type is "" where nothing is sent. Raises BadOption."""
    upload = opts.value("T")
    if upload:
        return _read(process, upload), "application/octet-stream"
    if "F" in opts:
        return _multipart(process, opts.values("F")), f"multipart/form-data; boundary={_BOUNDARY}"
    parts = [_part(process, key, value or "") for key, value in opts.given if key in _DATA]
    if not parts:
        return b"", ""
    if "json" in opts:
        return b"".join(parts), "application/json"
    return b"&".join(parts), _FORM


def _part(process: Process, key: str, value: str) -> bytes:
    if key == "data-urlencode":
        name, equals, text = value.partition("=")
        if not equals:
            name, text = "", value
        data = text.encode("utf-8", "surrogateescape")
        encoded = "".join("+" if byte == 32 else chr(byte) if byte in _SAFE else f"%{byte:02X}" for byte in data)
        return (f"{name}={encoded}" if name else encoded).encode()
    if value.startswith("@") and key != "data-raw":
        data = _read(process, value[1:])
        return data.replace(b"\n", b"").replace(b"\r", b"") if key == "d" else data
    return value.encode("utf-8", "surrogateescape")


def _read(process: Process, name: str) -> bytes:
    if name == "-":
        return process.stdin.read()
    try:
        return process.fs.read(process.path(name))
    except FsError as error:
        raise BadOption(f"Failed to open {name}: {error.strerror}") from None


def _multipart(process: Process, forms: list[str]) -> bytes:
    body = b""
    for form in forms:
        name, _, value = form.partition("=")
        where = f'form-data; name="{name}"'
        data = value.encode("utf-8", "surrogateescape")
        kind = ""
        if value.startswith(("@", "<")):
            path = value[1:].partition(";")[0]
            data = _read(process, path)
            if value[0] == "@":
                where += f'; filename="{path.rpartition("/")[2]}"'
                kind = "Content-Type: application/octet-stream\r\n"
        body += f"--{_BOUNDARY}\r\nContent-Disposition: {where}\r\n{kind}\r\n".encode() + data + b"\r\n"
    return body + f"--{_BOUNDARY}--\r\n".encode()


def headers_of(opts: Options, url: Url, body: bytes, kind: str) -> Headers:
    """Return the headers of a request; those of -H replace curl's own, and "Name:" takes one away."""
    own = [("Host", url.place)]
    user = opts.value("u") or url.user
    if user:
        own.append(basic(user if ":" in user else user + ":"))
    own += [("User-Agent", opts.value("A") or "curl/7.88.1"), ("Accept", "*/*")]
    if "json" in opts:
        own[-1] = ("Accept", "application/json")
    if opts.value("e"):
        own.append(("Referer", opts.value("e") or ""))
    if opts.value("b"):
        own.append(("Cookie", opts.value("b") or ""))
    if kind:
        own += [("Content-Length", str(len(body)))]
        if kind != "application/octet-stream":
            own += [("Content-Type", kind)]
    given = [text.partition(":") for text in opts.values("H")]
    named = {name.lower(): value.strip() for name, _, value in given}
    kept = [(name, named.pop(name.lower(), value)) for name, value in own]
    more = [(name, value.strip()) for name, _, value in given if name.lower() in named and value.strip()]
    return (*((name, value) for name, value in kept if value), *more)
