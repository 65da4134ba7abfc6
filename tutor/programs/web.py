"""What web servers have in common: types of files, log files, times as they write them."""

from __future__ import annotations

from time import gmtime
from typing import TYPE_CHECKING

from tutor.shell.files import open_file
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

CLIENT = "172.17.0.1"
"""Whom log lines name: an exchange has no other end here, and a published port is reached through the gateway."""

TYPES = {
    "html": "text/html", "htm": "text/html", "shtml": "text/html", "css": "text/css", "xml": "text/xml",
    "gif": "image/gif", "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "application/javascript",
    "txt": "text/plain", "png": "image/png", "svg": "image/svg+xml", "ico": "image/x-icon", "webp": "image/webp",
    "woff": "font/woff", "woff2": "font/woff2", "json": "application/json", "pdf": "application/pdf",
    "zip": "application/zip", "mp3": "audio/mpeg", "mp4": "video/mp4", "wasm": "application/wasm",
}  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def extension(path: str) -> str:
    """Return the extension of a path in lower case, "" where it has none."""
    return path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else ""


def common_time(seconds: float) -> str:
    """Return a time as the common log format writes it."""
    at = gmtime(seconds)
    return f"{at.tm_mday:02}/{_MONTHS[at.tm_mon - 1]}/{at.tm_year}:{at.tm_hour:02}:{at.tm_min:02}:{at.tm_sec:02} +0000"


def append(process: Process, path: str, text: str) -> None:
    """Write a line to a log file, or to what it is a link to; a file that cannot be written is let be."""
    try:
        stream = open_file(process.kernel, process.fs, path, ">>", process.umask, process.fds, False)
        stream.write(text.encode("utf-8", "surrogateescape"))
        stream.flush()
    except FsError:
        return
