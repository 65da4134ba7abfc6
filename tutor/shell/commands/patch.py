"""The applet `patch`: apply unified diffs to files.

The one rule: as in busybox a hunk is looked for by its lines alone, from where the last one ended; its numbers count
only for telling new files and removed ones from others. A file with a hunk that has no place is left as it was.
"""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Failure, applet, number, options
from tutor.shell.commands._files import content_of
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._applet import Options
    from tutor.shell.process import Process

_LONG = {"reverse": "R", "forward": "N", "strip:": "p", "input:": "i", "remove-empty-files": "E", "dry-run": "dry-run"}
_RANGES = re.compile(rb"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))?")
_NOWHERE = "/dev/null"


@applet(
    "[-RNE] [-p N] [-i DIFF] [ORIGFILE [PATCHFILE]]\n\n"
    "\t-p N\tTake N leading parts off the names of files\n\t-i DIFF\tRead DIFF, not standard input\n"
    "\t-R\tTake the changes back\n\t-N\tPass over what is there already\n\t-E\tRemove files that become empty\n"
    "\t--dry-run\tOnly say what would be done",
    "Apply a unified diff.",
)
def main(process: Process) -> int:
    """Apply a diff."""
    opts = options(process, "p:i:RNEu", _LONG, at_most=2)
    source = opts.value("i") or (opts.arguments[1] if len(opts.arguments) > 1 else "-")
    if source == "-":
        data = process.stdin.read()
    else:
        try:
            data = content_of(process, source).read()
        except FsError as error:
            raise Failure(f"can't open '{source}': {error.strerror}") from None
    return _Patch(process, opts).run(data)


class _File:
    """A file that is being patched: its lines, those that are done, and how many hunks it has had."""

    def __init__(self, path: str, lines: list[bytes], mode: int) -> None:
        self.path = path
        self.lines = lines
        self.at = 0
        self.done: list[bytes] = []
        self.mode = mode
        self.hunks = 0


class _Search:
    """The search for the lines that a hunk takes away or leaves, one line of the file after the other.

    `over` says that it has ended, `fits` with a match; `seen` where a line stood that the hunk was to add. With
    `forward` the search then goes on for what the hunk makes, so that one that is there already passes.
    """

    def __init__(self, hunk: list[bytes], reverse: bool, forward: bool) -> None:
        self._hunk = hunk
        self._reverse = reverse
        self._forward = forward
        self._at = 0
        self._buffer: list[bytes] = []
        before = next((at for at, line in enumerate(hunk) if line[:1] != b" "), len(hunk))
        behind = next((at for at, line in enumerate(reversed(hunk)) if line[:1] != b" "), len(hunk))
        self._to_end = not behind or behind < before
        self.over = False
        self.fits = False
        self.seen = 0

    def _skip(self, line: bytes | None, number: int) -> None:
        """Pass over lines of the hunk that it would add."""
        while self._at < len(self._hunk) and self._hunk[self._at][:1] == (b"-" if self._reverse else b"+"):
            if line is not None and not self.seen and line == self._hunk[self._at][1:]:
                self.seen = number
                if self._forward:
                    self._reverse = not self._reverse
                    continue
            self._at += 1

    def next(self, line: bytes | None, number: int) -> list[bytes]:
        """Take the next line (None: there is none); return those that are now known to be none of the hunk's."""
        self._skip(line, number)
        if line is None:
            self.over = True
            self.fits = self._at == len(self._hunk) and self._to_end
            return []
        self._buffer.append(line)
        passed: list[bytes] = []
        check = len(self._buffer) - 1
        while True:
            if self._at == len(self._hunk) or self._buffer[check] != self._hunk[self._at][1:]:
                passed.append(self._buffer.pop(0))
                self._at = check = 0
                if not self._buffer:
                    return passed
                continue
            self._at += 1
            if self._at == len(self._hunk) and not self._to_end:
                self.over = self.fits = True
                return passed
            check += 1
            if check == len(self._buffer):
                return passed


class _Patch:
    """A diff that is being applied, line by line."""

    def __init__(self, process: Process, opts: Options) -> None:
        self.process = process
        self.reverse = "R" in opts
        self.forward = "N" in opts
        self.remove = "E" in opts
        self.dry = "dry-run" in opts
        self.strip = number(opts.value("p") or "0") if "p" in opts else None
        self.given = opts.arguments[0] if opts.arguments else ""
        self.names = ["", ""]
        self.file: _File | None = None
        self.code = 0

    def run(self, data: bytes) -> int:
        """Apply all of a diff; the exit code."""
        lines = data.split(b"\n")
        if lines and not lines[-1]:
            lines.pop()
        at = 0
        headed = False
        while at < len(lines):
            line = lines[at]
            self.process.tick()
            at += 1
            if line.startswith((b"--- ", b"+++ ")):
                headed = line.startswith(b"+")
                self._finish()
                name = line[4:].partition(b"\t")[0].decode("utf-8", "surrogateescape")
                self.names[headed] = name
            elif headed and (ranges := _RANGES.match(line)):
                hunk, at, whole = self._collected(lines, at, ranges)
                opened = self._opened(ranges)
                if self.file is not None:
                    self.file.hunks += 1
                if not opened or (at == len(lines) and not whole and lines[-1] is (hunk or [b""])[-1]):
                    headed = False  # nothing to apply to, or the diff ends before the hunk does
                    continue
                where = f"{ranges[1].decode()}/{ranges[3].decode()}"
                headed = self._apply(hunk) if whole else False
                if not headed:
                    self._fail(hunk, where)
        self._finish()
        return self.code

    def _collected(self, lines: list[bytes], at: int, ranges: re.Match[bytes]) -> tuple[list[bytes], int, bool]:
        """Return the lines of a hunk, where it ends, and whether it has as many as it says."""
        old, new = (int(ranges[group]) if ranges[group] is not None else 1 for group in (2, 4))
        if old < 1 and new < 1:
            raise Failure(f"Really? {lines[at - 1].decode('utf-8', 'surrogateescape')}")
        hunk: list[bytes] = []
        while at < len(lines) and (old or new):
            line = lines[at] or b" "
            if line[:1] not in (b" ", b"+", b"-"):
                return hunk, at + 1, False
            hunk.append(line)
            old -= line[:1] != b"+"
            new -= line[:1] != b"-"
            at += 1
        return hunk, at, not (old or new)

    # files

    def _opened(self, ranges: re.Match[bytes]) -> bool:
        """Open the file of the first hunk; False where there is nothing to apply to it. Raises Failure."""
        if self.file is not None:
            return True
        process = self.process
        sums = [int(ranges[1]) + int(ranges[2] or b"1"), int(ranges[3]) + int(ranges[4] or b"1")]
        target = not self.reverse
        if self.given:
            self.names[target] = self.given
        name = self.names[target]
        empty = name == _NOWHERE or not sums[target]
        if empty:
            name = self.names[not target]
        path = name if self.given else self._stripped(name)
        if empty:
            self._emptied(path)
            return False
        if self.names[not target] == _NOWHERE or not sums[not target]:
            process.out(f"creating {path}\n")
            if not self.dry:
                self._created(path)
            self.file = _File(path, [], 0o666 & ~process.umask)
            return True
        process.out(f"patching file {path}\n")
        try:
            data = content_of(process, path).read()
            mode = process.fs.stat(process.path(path)).mode
        except FsError as error:
            raise Failure(f"can't open '{path}': {error.strerror}") from None
        lines = data.split(b"\n")
        if not lines[-1]:
            lines.pop()
        self.file = _File(path, lines, mode)
        return True

    def _stripped(self, name: str) -> str:
        """Return a name without its leading parts: as many as -p says, else all but the last."""
        parts = re.split("/+", name)
        if self.strip is None:
            return parts[-1]
        if self.strip >= len(parts):
            return parts[-1]
        return name if self.strip == 0 else "/".join(parts[self.strip :])

    def _emptied(self, path: str) -> None:
        process = self.process
        process.out(f"removing {path}\n" if self.remove else f"patching file {path}\n")
        if self.dry:
            return
        try:
            if self.remove:
                process.fs.unlink(process.path(path))
            else:
                process.fs.stat(process.path(path))
                process.fs.write(process.path(path), b"")
        except FsError as error:
            verb = "remove file:" if self.remove else "open"
            raise Failure(f"can't {verb} '{path}': {error.strerror}") from None

    def _created(self, path: str) -> None:
        process = self.process
        try:
            if "/" in path:
                process.fs.mkdir(process.path(path.rpartition("/")[0] or "/"), parents=True)
            if process.fs.exists(process.path(path)):
                raise FsError("EEXIST", path)
            process.fs.write(process.path(path), b"", 0o666 & ~process.umask)
        except FsError as error:
            raise Failure(f"can't open '{path}': {error.strerror}") from None

    def _finish(self) -> None:
        """Write the file that is being patched."""
        file, self.file = self.file, None
        if file is None or self.dry:
            return
        lines = file.done + file.lines[file.at :]
        self.process.fs.write(self.process.path(file.path), b"".join([line + b"\n" for line in lines]), file.mode)

    # hunks

    def _apply(self, hunk: list[bytes]) -> bool:
        """Find the place of a hunk and change the lines there; False where it has none."""
        file = self.file
        assert file is not None
        search = _Search(hunk, self.reverse, self.forward)
        taken = file.at
        while not search.over:
            self.process.tick()
            line = file.lines[taken] if taken < len(file.lines) else None
            taken += line is not None
            file.done += search.next(line, taken + (line is None))
        if not search.fits:
            if search.seen:
                self.process.err(f"Possibly reversed hunk {file.hunks} at {taken + 1}\n")
            return False
        file.done += [line[1:] for line in hunk if line[:1] != (b"+" if self.reverse else b"-")]
        file.at = taken
        return True

    def _fail(self, hunk: list[bytes], where: str) -> None:
        """Say which hunk has no place, and leave its file as it was."""
        count = self.file.hunks if self.file is not None else 1
        self.process.err(f"Hunk {count} FAILED {where}.\n")
        self.process.err(b"".join([line + b"\n" for line in hunk]))
        self.file = None
        self.code = 1


