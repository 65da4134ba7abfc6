"""What `curl` tells about a transfer: the progress meter, and the variables of -w."""

from __future__ import annotations

import re

from tutor.shell.http import Url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.http import Response
    from tutor.shell.process import Process

_HEAD = """  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
"""
_START = "\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0"
_RATE = 10
"""Transfers take no simulated time; the speed shown is as if each had taken a tenth of a second."""


class Meter:
    """curl's progress meter on standard error."""

    def __init__(self, process: Process, *, silent: bool, bar: bool) -> None:
        self._process = process
        self._silent = silent
        self._bar = bar
        self._open = False

    def begin(self) -> None:
        """Begin a transfer."""
        if not self._silent and not self._bar:
            self._process.err(_HEAD + _START)
            self._open = True

    def end(self, received: int, size: int, sent: int) -> None:
        """End it: `received` of `size` bytes came, `sent` went."""
        if self._silent:
            return
        if self._bar:
            if received:
                self._process.err("\r" + "#" * 72 + " 100.0%\n")
            return
        if not self._open:
            return
        self._open = False
        total = size + sent
        done = 100 * (received + sent) // total if total else 0
        down, up = _speed(received * _RATE), _speed(sent * _RATE)
        amounts = f"{_part(received, size):3} {_count(received)}  {_part(sent, sent):3} {_count(sent)}"
        times = "--:--:-- --:--:-- --:--:--"
        self._process.err(f"\r{done:3} {_count(total)}  {amounts}  {down:>5}  {up:>5} {times} {down:>5}\n")


def _part(done: int, whole: int) -> int:
    return 100 * done // whole if whole else 0


def _count(amount: int) -> str:
    return f"{_speed(amount):>5}"


def _speed(amount: int) -> str:
    """Return an amount in at most five characters, as curl's max5data does."""
    if amount < 100_000:
        return str(amount)
    if amount < 10_000 << 10:
        return f"{amount >> 10}k"
    if amount < 100 << 20:
        return f"{amount >> 20}.{(amount % (1 << 20)) // ((1 << 20) // 10)}M"
    return f"{amount >> 20}M"


class Transfer:
    """What -w can say of a transfer. `heads` are the headers to be shown, `warnings` lines for standard error."""

    def __init__(self, text: str, now: Callable[[], float]) -> None:
        self.values: dict[str, str] = {"url": text, "url_effective": text}
        self.heads = b""
        self.warnings: list[str] = []
        self.redirects = 0
        self.sent = 0
        self.code = 0
        self.response: Response | None = None
        self._now = now
        self._began = now()

    def reached(self, url: Url, address: str) -> None:
        """Keep where a request went."""
        self.values.update(
            url_effective=str(url), remote_ip=address, remote_port=str(url.port), scheme=url.scheme.upper()
        )

    def done(self, response: Response) -> None:
        """Keep what came back."""
        self.response = response

    def variable(self, name: str) -> str | None:
        """Return a variable, None where there is none of that name."""
        response = self.response
        status = f"{response.status:03}" if response is not None else "000"
        if name in ("http_code", "response_code"):
            return status
        if name == "size_download":
            return str(len(response.body)) if response is not None else "0"
        if name == "content_type":
            return response.header("Content-Type") if response is not None else ""
        if name == "size_header":
            return str(len(response.head())) if response is not None else "0"
        if name == "num_headers":
            return str(len(response.headers)) if response is not None else "0"
        if name == "redirect_url":
            return self._redirect()
        if name == "http_version":
            return response.version.removeprefix("HTTP/") if response is not None else "0"
        if name.startswith("time_"):
            return f"{self._now() - self._began:.6f}"
        known = {
            "num_redirects": str(self.redirects), "exitcode": str(self.code), "size_upload": str(self.sent),
            "speed_download": "0", "speed_upload": "0", "num_connects": "1", "ssl_verify_result": "0",
            "filename_effective": "", "method": "GET", "local_ip": "", "local_port": "0", "remote_ip": "",
            "remote_port": "0", "scheme": "", "http_connect": "000", "size_request": "0", "urlnum": "0",
        }  # fmt: skip
        return self.values.get(name, known.get(name))

    def _redirect(self) -> str:
        """Return where a response that was not followed points to."""
        location = self.response.header("Location") if self.response is not None else ""
        return str(Url.parse(self.values["url_effective"]).join(location)) if location else ""


_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def written(template: str, transfer: Transfer, message: str) -> tuple[str, str]:
    """Return what -w writes to standard output, and what to standard error."""
    complaints = ""
    streams = {"stdout": "", "stderr": ""}
    current = "stdout"
    for match in re.finditer(r"%%|%\{([^}]*)\}|%header\{([^}]*)\}|\\(.)|([^%\\]+|.)", template, re.DOTALL):
        whole, name, header, escape, plain = match[0], match[1], match[2], match[3], match[4]
        if whole == "%%":
            text = "%"
        elif name is not None:
            if name in streams:
                current = name
                continue
            if name == "errormsg":
                text = message
            else:
                found = transfer.variable(name)
                text = found or ""
                if found is None:
                    complaints += f"curl: unknown --write-out variable: '{name}'\n"
        elif header is not None:
            text = transfer.response.header(header) if transfer.response is not None else ""
        elif escape is not None:
            text = _ESCAPES.get(escape, "\\" + escape)
        else:
            text = plain
        streams[current] += text
    return streams["stdout"], complaints + streams["stderr"]
