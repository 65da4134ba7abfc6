"""What can go wrong in a file system.

The one rule: an error names the fault by its `errno` name and the path as it was given; who reports it adds the rest.
"""

from __future__ import annotations

from tutor.errors import LayerwiseError

STRERROR = {
    "EACCES": "Permission denied",
    "EBUSY": "Device or resource busy",
    "EEXIST": "File exists",
    "EFBIG": "File too large",
    "EINVAL": "Invalid argument",
    "EISDIR": "Is a directory",
    "ELOOP": "Too many levels of symbolic links",
    "EMLINK": "Too many links",
    "ENAMETOOLONG": "File name too long",
    "ENODEV": "No such device",
    "ENOENT": "No such file or directory",
    "ENOSPC": "No space left on device",
    "ENOTDIR": "Not a directory",
    "ENOTEMPTY": "Directory not empty",
    "ENXIO": "No such device or address",
    "EPERM": "Operation not permitted",
    "EROFS": "Read-only file system",
    "EXDEV": "Invalid cross-device link",
}
"""Texts of error codes, in the words of glibc's `strerror`."""


class FsError(LayerwiseError):
    """A file operation that failed: `code` is the errno name ("ENOENT"), `path` the path as it was given."""

    def __init__(self, code: str, path: str = "") -> None:
        super().__init__(f"{path}: {STRERROR[code]}" if path else STRERROR[code])
        self.code = code
        self.path = path

    @property
    def strerror(self) -> str:
        """The text of the code."""
        return STRERROR[self.code]


class VfsError(LayerwiseError):
    """An archive or layer that cannot be read or applied; the message names the member and the fault."""


class TarError(VfsError):
    """A tar archive that cannot be read.

    `fault` is what is wrong with it: "empty", "short" (it ends within a header), "data" (within a file), "magic" (it is
    something else), "sum" (a header's checksum does not fit), "damaged".
    """

    def __init__(self, message: str, fault: str = "damaged") -> None:
        super().__init__(message)
        self.fault = fault

    @property
    def plain(self) -> str:
        """The fault in the words of Go's archive/tar, which Docker prints."""
        return "unexpected EOF" if self.fault in ("short", "data") else "archive/tar: invalid tar header"
