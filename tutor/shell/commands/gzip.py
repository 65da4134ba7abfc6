"""The applets `gzip`, `gunzip`, `zcat`, and `bzip2`, `xz` and what belongs to them."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, Output, applet, options
from tutor.shell.commands._files import content_of, open_output, pieces
from tutor.shell.commands._unpack import BadStream, packing_of, unpacked
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tutor.shell.process import Process

_HOW = {
    "gzip": "gzip", "gunzip": "gzip", "bzip2": "bzip2", "bunzip2": "bzip2", "bzcat": "bzip2", "xz": "xz", "unxz": "xz",
    "xzcat": "xz",
}  # fmt: skip
_ENDINGS = {"gzip": (".gz", ".tgz"), "bzip2": (".bz2", ".tbz"), "xz": (".xz", ".txz")}
_LONG = {
    "stdout": "c", "to-stdout": "c", "force": "f", "verbose": "v", "quiet": "q", "decompress": "d", "uncompress": "d",
    "test": "t", "no-name": "n", "keep": "k",
}  # fmt: skip


def main(process: Process) -> int:
    """Pack or unpack files."""
    name = process.name
    if name == "zcat":
        return _zcat(process)
    return _unpack(process) if name.startswith(("gun", "bun", "bzc", "un", "xzc")) else _pack(process)


@applet("[-cfkdt123456789] [FILE]...", "Pack FILEs, or standard input; -d: unpack them.")
def _pack(process: Process) -> int:
    opts = options(process, "cfkvqdtn123456789", _LONG)
    if "d" in opts or "t" in opts:
        return _Worker(process, opts, _HOW[process.name], unpack=True).run(opts.arguments)
    return _Worker(process, opts, _HOW[process.name], unpack=False).run(opts.arguments)


@applet("[-cfkt] [FILE]...", "Unpack FILEs, or standard input.")
def _unpack(process: Process) -> int:
    opts = options(process, "cfkvqdtnT:", _LONG)
    worker = _Worker(process, opts, _HOW[process.name], unpack=True)
    worker.to_stdout = worker.to_stdout or process.name.endswith("cat")
    return worker.run(opts.arguments)


@applet("[FILE]...", "Unpack to standard output what gzip, bzip2 or xz have packed.")
def _zcat(process: Process) -> int:
    opts = options(process, "cfkvqdtn", _LONG)
    with Output(process) as out:
        for name in opts.arguments or ["-"]:
            try:
                stream = iter(_read(process, name))
            except FsError as error:
                out.complain(f"{name}: {error.strerror}")
                continue
            first = next(stream, b"")
            if len(first) < 2:
                raise Failure("short read")
            how = packing_of(first)
            if not how:
                raise Failure("no gzip/bzip2/xz magic")
            try:
                for piece in unpacked(_again(first, stream), how):
                    out.write(piece)
            except BadStream as error:
                out.complain(str(error), out.code)  # its child fails, not the program
        return out.code


def _again(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _read(process: Process, name: str) -> Iterable[bytes]:
    """Return the bytes of a file or of standard input, in pieces. Raises FsError."""
    return pieces(process.stdin) if name == "-" else content_of(process, name).chunks()


def packed(data: Iterable[bytes], how: str) -> Iterator[bytes]:
    """Yield the packed form of a stream."""
    if how == "gzip":
        from tutor.vfs.gzip import compress

        yield from compress(data)
        return
    import bz2

    packer = bz2.BZ2Compressor()
    for piece in data:
        yield packer.compress(piece)
    yield packer.flush()


class _Worker:
    """Packs or unpacks one file after the other."""

    def __init__(self, process: Process, opts: Options, how: str, unpack: bool) -> None:
        self.process = process
        self.how = how
        self.unpack = unpack
        self.testing = "t" in opts
        self.to_stdout = "c" in opts
        self.force = "f" in opts
        self.keep = "k" in opts
        self.verbose = "v" in opts
        if how == "xz" and not unpack:
            raise Failure("only decompression is supported")

    def run(self, names: list[str]) -> int:
        """Work on files, or on standard input if there are none; return the status."""
        with Output(self.process) as out:
            for name in names or ["-"]:
                self.file(out, name)
            return out.code

    def file(self, out: Output, name: str) -> None:
        """Work on one file."""
        process = self.process
        try:
            data = _read(process, name)
        except FsError as error:
            said = f"can't open '{name}': {error.strerror}" if error.code == "EACCES" else f"{name}: {error.strerror}"
            if error.code == "EISDIR":  # a folder can be opened, but not read
                said = "invalid magic" if self.unpack else "read error: Is a directory"
            out.complain(said)
            return
        changed = unpacked(data, self.how) if self.unpack else packed(data, self.how)
        into_file = name != "-" and not self.to_stdout and not self.testing
        if not into_file:
            terminal = process.stdin.tty if self.unpack else process.stdout.tty
            if name == "-" and terminal and not self.force:
                verb, place = ("", "read from") if self.unpack else ("", "written to")
                raise Failure(f"compressed data not {verb}{place} terminal, use -f to force it")
        new = self.new_name(name) if into_file else ""
        if new is None:
            out.complain(f"{name}: unknown suffix - ignored")
            return
        write: Callable[[bytes], None] = out.write
        if into_file:
            opened = self.open(out, name, new)
            if opened is None:
                return
            write = opened
        try:
            for piece in changed:
                if not self.testing:
                    write(piece)
        except BadStream as error:
            out.complain(str(error))
            if into_file:
                process.kernel.sync()
                process.fs.unlink(process.path(new))
            return
        if into_file:
            process.kernel.sync()
            self.finish(name, new)

    def new_name(self, name: str) -> str | None:
        """Return what the result is called; None if the name does not say what is in the file."""
        packed, archive = _ENDINGS[self.how]
        if not self.unpack:
            return name + packed
        if name.endswith(archive):
            return name.removesuffix(archive) + ".tar"
        return name.removesuffix(packed) if name.endswith(packed) else None

    def open(self, out: Output, name: str, new: str) -> Callable[[bytes], None] | None:
        """Make the new file and return what writes to it; complains if it is there."""
        process, fs = self.process, self.process.fs
        path = process.path(new)
        try:
            if self.force and fs.exists(path, follow=False):
                fs.unlink(path)
            mode = fs.stat(process.path(name)).mode & ~process.umask
            fs.write(path, b"", mode, exclusive=True)
            return open_output(process, new).write
        except FsError as error:
            out.complain(f"can't open '{new}': {error.strerror}")
            return None

    def finish(self, name: str, new: str) -> None:
        """Report, and remove the file that has been replaced."""
        process, fs = self.process, self.process.fs
        if self.verbose:
            before, after = fs.stat(process.path(name)).size, fs.stat(process.path(new)).size
            # what is said of packing is nonsense in busybox too: gzip reports no size, and the number has no sign
            written = 0 if self.how == "gzip" and not self.unpack else after
            percent = (100 - (before * 100 // written if written else 0)) & 0xFFFFFFFF
            process.err(f"{name}: {percent}% - replaced with {new}\n")
        if not self.keep:
            try:
                fs.unlink(process.path(name))
            except FsError as error:
                raise Failure(f"can't remove file '{name}': {error.strerror}") from None
