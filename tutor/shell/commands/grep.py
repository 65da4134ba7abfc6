"""The applets `grep`, `egrep` and `fgrep`."""

from __future__ import annotations

from collections import deque

from tutor.shell.commands._applet import Charset, Failure, Options, Output, Usage, applet, number, options
from tutor.shell.commands._files import open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.shell.commands._regex import Match, Regex
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


@applet(
    "[-HhnlLoqvsrRiwFEz] [-m N] [-A|B|C N] { PATTERN | -e PATTERN... | -f FILE... } [FILE]...",
    "Print the lines of FILEs, or of standard input, that match PATTERN.",
    code=2,
)
def main(process: Process) -> int:
    """Print lines that match."""
    opts = options(process, "lnqvscFiHhe:f:LorRm:wxA:B:C:EaIz", {"color::": "color"})
    arguments = opts.arguments
    charset = Charset(process.env)
    patterns = _patterns(process, opts, arguments)
    fixed = process.name == "fgrep" or ("F" in opts and opts.last_of("FEG") != "E")
    extended = process.name == "egrep" or "E" in opts
    with Output(process) as out:
        texts = [charset.argument(pattern) for pattern in patterns]
        return _Search(process, out, opts, charset, texts, fixed, extended).run(arguments)


def _patterns(process: Process, opts: Options, arguments: list[str]) -> list[str]:
    found: list[str] = []
    if "e" not in opts and "f" not in opts:
        if not arguments:
            raise Usage
        return arguments.pop(0).split("\n")
    for pattern in opts.values("e"):
        found += pattern.split("\n")
    for name in opts.values("f"):
        try:
            data = open_input(process, name).read()
        except FsError as error:
            raise Failure(f"{name}: {error.strerror}") from None
        found += data.removesuffix(b"\n").decode("utf-8", "surrogateescape").split("\n") if data else []
    return found


class _Search:
    """One run of grep over several files."""

    def __init__(
        self, process: Process, out: Output, opts: Options, charset: Charset, patterns: list[str], fixed: bool,
        extended: bool,
    ) -> None:  # fmt: skip
        self.process = process
        self.out = out
        self.opts = opts
        self.charset = charset
        self.invert = "v" in opts
        self.patterns = _Patterns(patterns, opts, fixed, extended, charset.name != "utf-8")
        self.only = "o" in opts
        self.most = number(opts.value("m") or "0", low=None) if "m" in opts else -1
        context = opts.value("C") or "0"
        self.after = number(opts.value("A") or context)
        self.before = number(opts.value("B") or context)
        self.end = b"\0" if "z" in opts else b"\n"
        self.named = "H" in opts
        self.any = False
        self.shown = False

    def run(self, names: list[str]) -> int:
        """Search the files; return the status."""
        opts = self.opts
        recursive = "r" in opts or "R" in opts
        names = names or ["-"]
        self.named = opts.last_of("hH") != "h" and (len(names) > 1 or "H" in opts)
        for name in names:
            for path, found in self.files(name, recursive):
                try:
                    stream = found or open_input(self.process, path)
                except FsError as error:
                    if error.code != "EISDIR":
                        self.trouble(path, error, path == name)
                    continue
                if self.file(path, stream):
                    self.any = True
                    if "q" in opts:
                        return 0
        if "L" in opts:
            return self.out.code or (0 if self.any else 1)
        return 0 if self.any and not self.out.code else self.out.code or 1

    def trouble(self, name: str, error: FsError, named: bool = False) -> None:
        """Say that a file cannot be read; only one that was `named` makes the run fail."""
        if "s" not in self.opts:
            self.out.complain(f"{name}: {error.strerror}", self.out.code)
        if named:
            self.out.code = 2

    def files(self, name: str, recursive: bool) -> Iterator[tuple[str, Stream | None]]:
        """Yield the file `name`, or the files below it."""
        fs = self.process.fs
        if not recursive or name == "-":
            yield name, None
            return
        follow = "R" in self.opts
        todo = [name]
        while todo:
            here = todo.pop()
            path = self.process.path(here)
            if not fs.is_dir(path):
                yield here, None
                continue
            if here != name and not follow and fs.is_symlink(path):
                continue
            self.named = self.named or "h" not in self.opts
            self.process.tick()
            try:
                children = fs.listdir(path)
            except FsError as error:
                self.trouble(here, error, named=True)
                continue
            todo.extend(f"{here.rstrip('/')}/{child}" for child in reversed(children))

    def lines(self, stream: Stream) -> Iterator[bytes]:
        """Yield the lines of a stream without their ends."""
        if self.end == b"\n":
            for line in stream:
                yield line[:-1] if line.endswith(b"\n") else line
        else:
            data = stream.read()
            yield from data.removesuffix(b"\0").split(b"\0") if data else ()

    def file(self, name: str, stream: Stream) -> bool:
        """Search one stream; return whether it counts as found."""
        opts = self.opts
        quiet = "q" in opts or "l" in opts or "L" in opts
        count = self.matching(name, stream, quiet, silent=quiet or "c" in opts)
        if "q" in opts:
            return count > 0
        shown = "(standard input)" if name == "-" else name
        if "c" in opts:
            self.out.text(f"{shown}:{count}\n" if self.named else f"{count}\n")
        if "L" in opts:
            if not count:
                self.out.text(f"{shown}\n")
            return not count
        if "l" in opts and count:
            self.out.text(f"{shown}\n")
        return count > 0

    def matching(self, name: str, stream: Stream, first_only: bool, silent: bool) -> int:
        """Print the lines that match; return how many they are."""
        find, decode, invert = self.patterns.find, self.charset.decode, self.invert
        count = pending = printed = 0
        separated = bool(self.before or self.after)
        held: deque[tuple[int, bytes]] = deque(maxlen=self.before)
        if self.most == 0:
            return 0
        for line_number, line in enumerate(self.lines(stream), 1):
            text = decode(line)
            found = find(text)
            if (found < 0) == invert:
                count += 1
                if first_only:
                    break
                if not silent:
                    if separated and self.shown and (not printed or line_number - len(held) > printed + 1):
                        self.out.write(b"--\n")
                    self.shown = True
                    for at, before in held:
                        self.show(name, at, b"-", before)
                    held.clear()
                    self.hit(name, line_number, text, line, found)
                    printed = line_number
                    pending = self.after
                if count == self.most and not pending:
                    break
            elif not silent:
                if pending:
                    self.show(name, line_number, b"-", line)
                    printed = line_number
                    pending -= 1
                    if count == self.most and not pending:
                        break
                elif self.before:
                    held.append((line_number, line))
        return count

    def hit(self, name: str, line_number: int, text: str, line: bytes, index: int) -> None:
        """Print a line that matches, or the parts of it that do."""
        if not self.only:
            self.show(name, line_number, b":", line)
        elif index >= 0:
            for part in self.patterns.parts(text, index):
                if part:
                    self.show(name, line_number, b":", self.charset.encode(part))

    def show(self, name: str, line_number: int, mark: bytes, line: bytes) -> None:
        """Print a line with what goes before it."""
        head = b""
        if self.named:
            shown = "(standard input)" if name == "-" else name
            head = shown.encode("utf-8", "surrogateescape") + mark
        if "n" in self.opts:
            head += b"%d" % line_number + mark
        self.out.write(head + line + self.end)


class _Patterns:
    """What is searched for: fixed texts or regular expressions, any of which may match."""

    def __init__(self, texts: list[str], opts: Options, fixed: bool, extended: bool, ascii: bool) -> None:
        self._word = "w" in opts
        self._whole = "x" in opts
        self._fold = "i" in opts
        self._texts = texts
        self._regexes: list[Regex] = []
        if fixed:
            return
        from tutor.shell.commands._regex import Regex, RegexError

        for text in texts:
            try:
                self._regexes.append(Regex(text, extended, ignore_case=self._fold, ascii=ascii, lenient=True))
            except RegexError:
                raise Failure(f"bad regex '{text}'") from None

    def find(self, text: str) -> int:
        """Return the number of the first pattern that matches, or -1."""
        if self._regexes:
            for index, regex in enumerate(self._regexes):
                if self._whole:
                    if regex.full(text):
                        return index
                elif self._word:
                    if self._word_match(regex, text) is not None:
                        return index
                elif regex.test(text):
                    return index
            return -1
        folded = text.lower() if self._fold else text
        for index, literal in enumerate(self._texts):
            if self._fold:
                literal = literal.lower()
            if self._whole:
                if folded == literal:
                    return index
            elif literal in folded and (not self._word or self._has_word(folded, literal)):
                return index
        return -1

    def _has_word(self, text: str, literal: str) -> bool:
        at = text.find(literal)
        while at >= 0:
            if _alone(text, at, at + len(literal)):
                return True
            at = text.find(literal, at + 1)
        return False

    def _word_match(self, regex: Regex, text: str) -> Match | None:
        """Return the first match that is a whole word; what overlaps one that is not is passed over."""
        at = 0
        while (found := regex.search(text, at)) is not None:
            if _alone(text, found.start(), found.end()):
                return found
            if found.end() <= at:
                break
            at = found.end()
        return None

    def parts(self, text: str, index: int) -> Iterator[str]:
        """Yield the parts of a line that pattern `index` matches; of fixed texts the pattern itself, once.

        Of whole words only the first is looked for: behind it each match counts, as in busybox.
        """
        if not self._regexes:
            yield self._texts[index]
            return
        regex = self._regexes[index]
        found = self._word_match(regex, text) if self._word else regex.search(text)
        while found is not None:
            start, end = found.start(), found.end()
            yield text[start:end]
            if end == len(text):
                break
            found = regex.search(text, end if end > start else end + 1)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether no word character touches a part of a text."""
    before = text[start - 1 : start] if start else ""
    behind = text[end : end + 1]
    return not (before.isalnum() or before == "_" or behind.isalnum() or behind == "_")
