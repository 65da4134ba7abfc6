"""The applet `xargs`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, applet, number, options
from tutor.shell.commands._files import open_input
from tutor.shell.launch import LaunchError
from tutor.shell.streams import Input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.shell.process import Process
    from tutor.shell.streams import Stream

_BLANK = b" \t\n"
_MOST = 32 * 1024 - 2048


@applet("[OPTIONS] [PROG ARGS]", "Run PROG with arguments read from standard input.")
def main(process: Process) -> int:
    """Run a program with arguments from the input."""
    letters = "0rtpxn:s:E:e::I:i::P:a:"
    opts = options(process, letters, {"no-run-if-empty": "r", "null": "0", "max-args:": "n"}, permute=False)
    runner = _Runner(process, opts)
    try:
        stream = open_input(process, opts.value("a") or "-")
    except FsError as error:
        raise Failure(f"can't open '{opts.value('a')}': {error.strerror}") from None
    runner.run(stream)
    return runner.code


class _Runner:
    def __init__(self, process: Process, opts: Options) -> None:
        self.process = process
        self.opts = opts
        self.argv = opts.arguments or ["echo"]
        self.code = 0
        self.stopped = False
        self.end = opts.value("E") if opts.last_of("Ee") == "E" else opts.value("e")
        self.most = number(opts.value("n") or "0", 1) if "n" in opts else 0
        self.room = (number(opts.value("s") or "0", 1) if "s" in opts else _MOST) - sum(len(w) + 1 for w in self.argv)
        if self.room <= 0:
            raise Failure("can't fit single argument within argument list size limit")
        self.stdin = Input(b"")

    def run(self, stream: Stream) -> None:
        """Read the input and run the program on it."""
        opts = self.opts
        if "I" in opts or "i" in opts:
            mark = (opts.value("I") if opts.last_of("Ii") == "I" else opts.value("i")) or "{}"
            for item in self.lines(stream):
                self.spawn([word.replace(mark, item) for word in self.argv])
                if self.stopped:
                    return
            return
        items = self.nulls(stream) if "0" in opts else self.words(stream)
        group: list[str] = []
        used = 0
        ran = False
        for item in items:
            size = len(item.encode("utf-8", "surrogateescape")) + 1
            if group and used + size > self.room:
                self.spawn([*self.argv, *group])
                group, used, ran = [], 0, True
            if used + size > self.room:
                raise Failure("argument line too long")
            group.append(item)
            used += size
            if self.most and len(group) >= self.most:
                self.spawn([*self.argv, *group])
                group, used, ran = [], 0, True
            if self.stopped:
                return
        if group or (not ran and "r" not in opts):
            self.spawn([*self.argv, *group])

    def spawn(self, argv: list[str]) -> None:
        """Run the program once and note how it ended."""
        process = self.process
        process.tick()
        if "t" in self.opts or "p" in self.opts:
            process.err(" ".join(argv))
            if "p" in self.opts:
                if not process.tty:
                    raise Failure("can't open '/dev/tty': No such device or address")
                process.err(" ?...")
                if process.stdin.readline().lstrip()[:1] not in (b"y", b"Y"):
                    return
            else:
                process.err("\n")
        try:
            status = process.spawn(argv, stdin=self.stdin)
        except LaunchError as error:
            process.fail(f"{argv[0]}: {error.strerror}")
            self.code, self.stopped = error.code, True
            return
        if status == 255:
            process.fail(f"{argv[0]}: exited with status 255; aborting")
            self.code, self.stopped = 124, True
        elif status > 128:
            process.fail(f"{argv[0]}: terminated by signal {status - 128}")
            self.code, self.stopped = 125, True
        elif status:
            self.code = 123

    def lines(self, stream: Stream) -> Iterator[str]:
        """Yield whole lines without the blanks before them; empty ones do not count."""
        if "0" in self.opts:
            yield from self.nulls(stream)
            return
        for line in stream:
            text = line.removesuffix(b"\n").lstrip(b" \t")
            if text:
                yield _text(text)

    def nulls(self, stream: Stream) -> Iterator[str]:
        """Yield what stands between NUL bytes."""
        held = b""
        while piece := stream.read(4096):
            *whole, held = (held + piece).split(b"\0")
            yield from map(_text, whole)
        if held:
            yield _text(held)

    def words(self, stream: Stream) -> Iterator[str]:
        """Yield words, in which quotes and backslashes hide blanks."""
        word = bytearray()
        begun = False
        quote = 0
        while line := stream.readline():
            at = 0
            while at < len(line):
                byte = line[at]
                at += 1
                if quote:
                    if byte == quote:
                        quote = 0
                    else:
                        word.append(byte)
                elif byte in _BLANK:
                    if begun:
                        if _text(word) == self.end:
                            return
                        yield _text(word)
                        word.clear()
                        begun = False
                else:
                    begun = True
                    if byte in b"'\"":
                        quote = byte
                    elif byte == 92 and at < len(line):
                        word.append(line[at])
                        at += 1
                    else:
                        word.append(byte)
        if quote:
            raise Failure(f"unmatched {'single' if quote == 39 else 'double'} quote")
        if begun and _text(word) != self.end:
            yield _text(word)


def _text(data: bytes | bytearray) -> str:
    return bytes(data).decode("utf-8", "surrogateescape")
