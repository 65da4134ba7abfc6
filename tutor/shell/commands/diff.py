"""The applet `diff`: unified differences of files and folders."""

from __future__ import annotations

import re

from tutor.shell.commands._applet import Failure, Options, Output, applet, number, options
from tutor.shell.commands._diff import Change, hunks, matches
from tutor.shell.commands._files import full_path, open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import Stat

_LONG = {
    "ignore-case": "i", "ignore-tab-expansion": "E", "ignore-space-change": "b", "ignore-all-space": "w",
    "ignore-blank-lines": "B", "text": "a", "unified:": "U", "label:": "L", "show-c-function": "p", "brief": "q",
    "expand-tabs": "t", "initial-tab": "T", "recursive": "r", "new-file": "N", "report-identical-files": "s",
    "starting-file:": "S", "minimal": "d",
}  # fmt: skip
_SPACE = re.compile(rb"[ \t\n\v\f\r]+")
_NONE = "/dev/null"


@applet("[-abBdiNqrTstw] [-L LABEL] [-S FILE] [-U LINES] FILE1 FILE2", "Print how two files or folders differ.")
def main(process: Process) -> int:
    """Compare files or folders."""
    opts = options(process, "abdiL:NqrsS:tTU:wupBE", _LONG, at_least=2, at_most=2)
    with Output(process) as out:
        return _Comparison(process, out, opts).run(*opts.arguments)


class _Comparison:
    """One run."""

    def __init__(self, process: Process, out: Output, opts: Options) -> None:
        self.process = process
        self.out = out
        self.opts = opts
        self.context = number(opts.value("U") or "3") if "U" in opts else 3
        self.labels = opts.values("L")
        self.code = 0

    def run(self, old: str, new: str) -> int:
        """Compare what was named; return the status."""
        stats = [self.look(name) for name in (old, new)]
        folders = [stat is not None and stat.is_dir for stat in stats]
        if any(folders) and "-" in (old, new):
            raise Failure("can't compare stdin to a directory", 1)
        if stats[0] is not None and stats[1] is not None and stats[0].ino == stats[1].ino:
            return 0
        if all(folders):
            self.folders(old, new)
            return self.code
        if folders[0]:
            old = f"{old.rstrip('/')}/{new.rpartition('/')[2]}"
            self.look(old, 1)
        elif folders[1]:
            new = f"{new.rstrip('/')}/{old.rpartition('/')[2]}"
            self.look(new, 1)
        self.files(old, new)
        return self.code

    def look(self, name: str, code: int = 2) -> Stat | None:
        """Return what is known about a file; None for standard input and for one that may be missing."""
        if name == "-":
            return None
        try:
            return self.process.fs.stat(full_path(self.process, name))
        except FsError as error:
            if "N" in self.opts:
                return None
            raise Failure(f"can't stat '{name}': {error.strerror}", code) from None

    def data(self, name: str) -> bytes | None:
        """Return what a file holds; None, after complaining, if it cannot be read."""
        try:
            return open_input(self.process, name).read()
        except FsError as error:
            if "N" in self.opts:
                return b""
            self.out.complain(f"can't open '{name}': {error.strerror}")
            return None

    # files

    def files(self, old: str, new: str, shown: tuple[str, str] | None = None) -> None:
        """Compare two files; `shown` is what they are called where only that they differ is told."""
        names = shown or (old, new)
        one, two = self.data(old), self.data(new)
        if one is None or two is None:
            return
        if one == two:
            if "s" in self.opts:
                self.out.text(f"Files {names[0]} and {names[1]} are identical\n")
            return
        if b"\0" in one + two and "a" not in self.opts:
            self.out.text(f"Files {names[0]} and {names[1]} differ\n")
            self.code = 1
        elif self.lines(one.splitlines(keepends=True), two.splitlines(keepends=True), old, new):
            if "q" in self.opts:
                self.out.text(f"Files {names[0]} and {names[1]} differ\n")
            self.code = 1
        elif "s" in self.opts:
            self.out.text(f"Files {names[0]} and {names[1]} are identical\n")

    def lines(self, old: list[bytes], new: list[bytes], *names: str) -> bool:
        """Compare lines and print how they differ; whether they do."""
        found = matches([self.key(line) for line in old], [self.key(line) for line in new], "d" in self.opts)
        sides = (old, new)
        differ = False
        for group in hunks(found, len(new), self.context):
            if "B" in self.opts and all(_blank(sides, change) for change in group):
                continue
            if "q" not in self.opts:
                if not differ:
                    labels = [*self.labels, *names[len(self.labels) :]]
                    self.out.text(f"--- {labels[0]}\n+++ {labels[1]}\n")
                self.hunk(sides, group)
            differ = True
        return differ

    def key(self, line: bytes) -> bytes:
        """Return what of a line counts."""
        if "i" in self.opts:
            line = line.lower()
        if "w" in self.opts:
            return _SPACE.sub(b"", line)
        if "b" in self.opts:
            return _SPACE.sub(b" ", line if line.endswith(b"\n") else line + b"\n")
        return line

    def hunk(self, sides: tuple[list[bytes], list[bytes]], group: list[Change]) -> None:
        """Print changes with the lines around them."""
        head = "@@"
        starts: list[int] = []
        ends: list[int] = []
        for side in (0, 1):
            start = max(1, group[0].first[side] - self.context)
            end = min(len(sides[side]), group[-1].last[side] + self.context)
            head += f" {'-+'[side]}{min(start, end)}"
            if start != end:
                head += f",{end - start + 1 if start < end else 0}"
            starts.append(start)
            ends.append(end)
        self.out.text(f"{head} @@\n")
        at = starts[0]
        for change in group:
            self.show(b" ", sides[0][at - 1 : change.first[0] - 1])
            for side in (0, 1):
                self.show(b"-+"[side : side + 1], sides[side][change.first[side] - 1 : change.last[side]])
            at = change.last[0] + 1
        self.show(b" ", sides[0][at - 1 : ends[0]])

    def show(self, mark: bytes, lines: list[bytes]) -> None:
        """Print lines with what is told of them."""
        mark += b"\t" if "T" in self.opts else b""
        for line in lines:
            text = line.expandtabs(8) if "t" in self.opts else line
            end = b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n"
            self.out.write(mark + text + end)

    # folders

    def folders(self, old: str, new: str) -> None:
        """Compare what is in two folders."""
        roots = (old.rstrip("/") or "/", new.rstrip("/") or "/")
        lists = [self.below(roots[side], roots[1 - side], "") for side in (0, 1)]
        start = self.opts.value("S") or ""
        for name in sorted({*lists[0], *lists[1]}, key=lambda text: text.encode("utf-8", "surrogateescape")):
            if name < start:
                continue
            missing = next((side for side in (0, 1) if name not in lists[side]), None)
            if missing is not None and "N" not in self.opts:
                self.out.text(f"Only in {(old, new)[1 - missing]}: {name}\n")
                self.code = 1
                continue
            self.pair(f"{roots[0]}/{name}", f"{roots[1]}/{name}", missing)

    def below(self, root: str, other: str, inner: str) -> list[str]:
        """Return the names of what is to be compared below a folder; folders that are gone into are not among them."""
        fs = self.process.fs
        found: list[str] = []
        path = full_path(self.process, f"{root}/{inner}" if inner else root)
        try:
            children = fs.listdir(path)
        except FsError as error:
            self.out.complain(f"{root}/{inner}: {error.strerror}")
            return found
        for child in children:
            name = f"{inner}/{child}" if inner else child
            if not fs.is_dir(f"{path}/{child}") or "r" not in self.opts:
                found.append(name)
            elif "N" in self.opts or fs.is_dir(full_path(self.process, f"{other}/{name}")):
                found += self.below(root, other, name)
            else:
                self.code = 1  # a folder that the other side has not is passed over in silence, as in busybox
        return found

    def pair(self, old: str, new: str, missing: int | None) -> None:
        """Compare two entries of folders, of which one may be `missing`."""
        kinds = []
        for name in (old, new) if missing is None else ((new, new), (old, old))[missing]:
            stat = self.process.fs.stat(full_path(self.process, name))
            kinds.append({"directory": "directory", "file": "regular file"}.get(stat.kind, ""))
        if kinds == ["directory", "directory"]:
            self.out.text(f"Common subdirectories: {old} and {new}\n")
        elif not all(kinds):
            name = old if not kinds[0] else new
            self.out.text(f"File {name} is not a regular file or directory and was skipped\n")
        elif kinds[0] != kinds[1]:
            self.out.text(f"File {old} is a {kinds[0]} while file {new} is a {kinds[1]}\n")
        else:
            self.files(_NONE if missing == 0 else old, _NONE if missing == 1 else new, (old, new))


def _blank(sides: tuple[list[bytes], list[bytes]], change: Change) -> bool:
    """Whether a change is one of empty lines only."""
    return all(len(line) == 1 for side in (0, 1) for line in sides[side][change.first[side] - 1 : change.last[side]])
