"""The applet `dd`.

The one rule: from file to file nothing is read: the new content refers to the old one, whatever its size.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, number
from tutor.shell.commands._files import ContentReader, full_path, open_input, open_output
from tutor.shell.commands._sizes import human
from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated, appended, part_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process
    from tutor.shell.streams import Stream
    from tutor.vfs.content import Content

_SUFFIXES = {
    "c": 1, "w": 2, "b": 512, "kB": 1000, "kD": 1000, "k": 1 << 10, "K": 1 << 10, "MB": 10**6, "MD": 10**6,
    "M": 1 << 20, "GB": 10**9, "GD": 10**9, "G": 1 << 30,
}  # fmt: skip
_NUMBERS = {"bs": 1, "ibs": 1, "obs": 1, "count": 0, "seek": 0, "skip": 0}
_FLAGS = {
    "conv": ("notrunc", "sync", "noerror", "fsync", "swab"),
    "iflag": ("skip_bytes", "count_bytes", "fullblock", "direct"),
    "oflag": ("seek_bytes", "append", "direct"),
    "status": ("none", "noxfer"),
}
_SPEED = 1 << 31
"""Bytes that are copied in a second of simulated time."""
_START = 0.00002
"""Seconds that even the shortest copy takes."""


class _Plan:
    """What the operands say."""

    def __init__(self, words: list[str]) -> None:
        values: dict[str, int] = {}
        names: dict[str, str] = {}
        self.flags: set[str] = set()
        for word in words:
            key, equals, value = word.partition("=")
            if word == "--":
                continue
            if not equals:
                raise Usage
            if key in _NUMBERS:
                values[key] = number(value, _NUMBERS[key], suffixes=_SUFFIXES)
                if key == "bs":
                    values["ibs"] = values["obs"] = values[key]
            elif key in _FLAGS:
                for flag in [value] if key == "status" else value.split(","):
                    if flag not in _FLAGS[key]:
                        raise Failure(f"invalid argument '{flag}' to '{key}'")
                    self.flags.add(flag)
            elif key in ("if", "of"):
                names[key] = value
            else:
                raise Usage
        self.source, self.target = names.get("if"), names.get("of")
        self.ibs, self.obs = values.get("ibs", 512), values.get("obs", 512)
        self.skip = values.get("skip", 0) * (1 if "skip_bytes" in self.flags else self.ibs)
        self.seek = values.get("seek", 0) * (1 if "seek_bytes" in self.flags else self.obs)
        self.count = values.get("count")
        self.most = None if self.count is None else self.count * (1 if "count_bytes" in self.flags else self.ibs)


@applet("[if=FILE] [of=FILE] [ibs=N obs=N/bs=N] [count=N] [skip=N] [seek=N] [conv=…] [iflag=…] [oflag=…] [status=…]",
        "Copy a file in blocks.")  # fmt: skip
def main(process: Process) -> int:
    """Copy a file in blocks."""
    plan = _Plan(process.argv[1:])
    source = _source(process, plan)
    path = _target(process, plan)
    copier = _Copier(process, plan)
    null = plan.target is not None and process.fs.device(full_path(process, plan.target)) == (1, 3)
    as_it_is = (path or null) and not plan.flags & {"sync", "swab"}
    if as_it_is and isinstance(source, ContentReader) and copier.ends(source):
        copier.refer(source.content, path)
    elif path:
        copier.collect(source, path)
    else:
        copier.pump(source, process.stdout if plan.target is None else open_output(process, plan.target))
    copier.report()
    return copier.code


def _source(process: Process, plan: _Plan) -> Stream:
    """Open the input."""
    if plan.source is None:
        return process.stdin
    try:
        return open_input(process, plan.source)
    except FsError as error:
        what = plan.source if error.code == "EISDIR" else f"can't open '{plan.source}'"
        raise Failure(f"{what}: {error.strerror}") from None


def _target(process: Process, plan: _Plan) -> str:
    """Open the output; return its path if it is a file, which then has been cut as the operands say."""
    if plan.target is None:
        return ""
    fs, path = process.fs, full_path(process, plan.target)
    process.kernel.sync()
    try:
        if fs.device(path) is not None:
            return ""
        if not fs.exists(path):
            fs.write(path, b"", 0o666 & ~process.umask)
        elif not plan.flags & {"notrunc", "append"}:
            fs.write(path, _resized(fs.content(path), plan.seek))
        else:
            fs.write(path, b"", append=True)
            if not fs.access(path, "w"):
                raise FsError("EISDIR" if fs.is_dir(path) else "EACCES")
    except FsError as error:
        raise Failure(f"can't open '{plan.target}': {error.strerror}") from None
    return path


def _resized(content: Content, size: int) -> Content:
    """Return a content cut or filled up with zeros to a size."""
    if size <= content.size:
        return part_of(content, 0, size)
    return appended(content, Generated("", size - content.size, "zero"))


class _Copier:
    """Copies, and counts blocks."""

    def __init__(self, process: Process, plan: _Plan) -> None:
        self.process = process
        self.plan = plan
        self.full_in = self.part_in = self.full_out = self.part_out = self.total = 0
        self.code = 0

    def ends(self, source: ContentReader) -> bool:
        """Whether the input ends, or the operands say where to stop."""
        return self.plan.most is not None or source.content.size < 1 << 50

    def refer(self, content: Content, path: str) -> None:
        """Let the output refer to a part of the input."""
        plan = self.plan
        size = max(0, content.size - plan.skip)
        size = size if plan.most is None else min(size, plan.most)
        self.full_in, rest = divmod(size, plan.ibs)
        self.part_in = int(rest > 0)
        self.full_out, rest = divmod(size, plan.obs)
        self.part_out = int(rest > 0)
        if path and size:
            self.put(path, part_of(content, plan.skip, size))
        self.total = size

    def collect(self, source: Stream, path: str) -> None:
        """Copy a stream into a file."""
        parts: list[bytes] = []
        meter = self.process.kernel.meter

        def keep(data: bytes) -> None:
            meter.wrote(len(data))
            parts.append(data)

        self.blocks(source, keep)
        self.put(path, Bytes(b"".join(parts)))

    def pump(self, source: Stream, target: Stream) -> None:
        """Copy a stream to a stream."""
        self.blocks(source, target.write)

    def put(self, path: str, data: Content) -> None:
        """Put bytes into the file where they belong."""
        plan, fs = self.plan, self.process.fs
        old = fs.content(path)
        start = old.size if "append" in plan.flags else plan.seek
        rest = part_of(old, start + data.size, old.size - start - data.size) if start + data.size < old.size else None
        new = appended(_resized(old, start), data)
        try:
            fs.write(path, appended(new, rest) if rest is not None else new)
        except FsError as error:
            self.code = self.process.fail(f"error writing '{plan.target}': {error.strerror}")

    def blocks(self, source: Stream, write: Callable[[bytes], None]) -> None:
        """Copy block by block."""
        plan, left, held = self.plan, self.plan.most, bytearray()
        skip = plan.skip
        while skip > 0 and (passed := len(source.read(min(skip, 1 << 16)))):
            skip -= passed
        read = source.read if "fullblock" in plan.flags else source.read_some
        blocks = plan.count if "count_bytes" not in plan.flags else None
        while blocks != 0 and left != 0:
            self.process.tick()
            data = read(plan.ibs if left is None or blocks is not None else min(plan.ibs, left))
            if not data:
                break
            blocks = None if blocks is None else blocks - 1
            left = None if left is None else max(0, left - len(data))
            if blocks is not None:
                left = None
            data = self.changed(data)
            if plan.ibs == plan.obs:
                self.write(data, write)
                continue
            held += data
            while len(held) >= plan.obs:
                self.write(bytes(held[: plan.obs]), write)
                del held[: plan.obs]
        if held:
            self.write(bytes(held), write)

    def changed(self, data: bytes) -> bytes:
        """Count a block that was read, and return what `conv` makes of it."""
        if "swab" in self.plan.flags:
            even = len(data) & ~1
            pairs = bytearray(data)
            pairs[0:even:2], pairs[1:even:2] = data[1:even:2], data[0:even:2]
            data = bytes(pairs)
        if len(data) == self.plan.ibs:
            self.full_in += 1
            return data
        self.part_in += 1
        return data.ljust(self.plan.ibs, b"\0") if "sync" in self.plan.flags else data

    def write(self, data: bytes, write: Callable[[bytes], None]) -> None:
        """Write a block and count it."""
        write(data)
        self.total += len(data)
        if len(data) == self.plan.obs:
            self.full_out += 1
        else:
            self.part_out += 1

    def report(self) -> None:
        """Say what was copied, and in which (simulated) time."""
        if "none" in self.plan.flags:
            return
        process = self.process
        process.err(f"{self.full_in}+{self.part_in} records in\n{self.full_out}+{self.part_out} records out\n")
        if "noxfer" in self.plan.flags:
            return
        seconds = _START + self.total / _SPEED
        process.sleep(seconds)
        speed = human(int(self.total / seconds))
        process.err(f"{self.total} bytes ({human(self.total)}B) copied, {seconds:f} seconds, {speed}B/s\n")
