"""The applets `md5sum`, `sha1sum`, `sha256sum`, `sha512sum` and `sha3sum`."""

from __future__ import annotations

import hashlib

from tutor.shell.commands._applet import Failure, Options, Output, Usage, applet, decode, number, options
from tutor.shell.commands._files import open_input, pieces
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_SHA3 = (224, 256, 384, 512)


@applet("[-c[sw]] [FILE]...", "Print the digests of FILEs; -c: compare with those that are listed in FILEs.")
def main(process: Process) -> int:
    """Print or compare digests."""
    sha3 = process.name == "sha3sum"
    opts = options(process, "scwbta:" if sha3 else "scwbt", {"check": "c", "quiet": "s", "status": "s", "warn": "w"})
    checking = "c" in opts
    if not checking and ("s" in opts or "w" in opts):
        raise Usage
    algorithm = process.name.removesuffix("sum")
    if sha3:
        width = number(opts.value("a") or "224")
        if width not in _SHA3:
            raise Failure("only -a 224, 256, 384 and 512 are known")
        algorithm = f"sha3_{width}"
    with Output(process) as out:
        for name in opts.arguments or ["-"]:
            if checking:
                _check(process, opts, out, name, algorithm)
                continue
            digest = _digest(process, out, name, algorithm)
            if digest:
                out.text(f"{digest}  {name}\n")
        return out.code


def _digest(process: Process, out: Output, name: str, algorithm: str) -> str:
    """Return the digest of a file; empty, after complaining, if it cannot be read."""
    try:
        stream = open_input(process, name)
    except FsError as error:
        verb = "read" if error.code == "EISDIR" else "open"
        out.complain(f"can't {verb} '{name}': {error.strerror}")
        return ""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces(stream):
        digest.update(piece)
        process.tick()
    return digest.hexdigest()


def _check(process: Process, opts: Options, out: Output, name: str, algorithm: str) -> None:
    """Compare files with the digests that a file lists."""
    silent = "s" in opts
    total = failed = 0
    try:
        stream = open_input(process, name)
    except FsError as error:
        if error.code != "EISDIR":
            raise
        lines: list[bytes] = []
    else:
        lines = list(stream)
    for line in lines:
        total += 1
        known, space, rest = decode(line.removesuffix(b"\n")).partition(" ")
        if not space or rest[:1] not in (" ", "*") or not rest:
            if "w" in opts:
                out.complain("invalid format")
            failed += 1
            continue
        digest = _digest(process, out, rest[1:], algorithm)
        well = bool(digest) and digest == known
        failed += not well
        if not silent:
            out.text(f"{rest[1:]}: {'OK' if well else 'FAILED'}\n")
    if failed:
        out.code = 1
        if not silent:
            out.complain(f"WARNING: {failed} of {total} computed checksums did NOT match")
    if not total:
        out.complain(f"{name}: no checksum lines found")
