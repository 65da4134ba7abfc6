"""The applet `du`."""

from __future__ import annotations

from tutor.shell.commands._applet import Options, Output, applet, number, options
from tutor.shell.commands._sizes import human
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_ENDLESS = 1 << 30


@applet("[-aHLdclsxhmk] [FILE]...", "Print how much space FILEs, and all that is in folders, take up.")
def main(process: Process) -> int:
    """Print how much space files take up."""
    opts = options(process, "aHkLsxd:lcbhm", {"max-depth:": "d"})
    with Output(process) as out:
        counter = _Counter(process, out, opts)
        total = 0
        for name in opts.arguments or ["."]:
            total += counter.count(name, 0, 1 if opts.last_of("HL") == "H" and opts.arguments else counter.follow)
        if "c" in opts:
            counter.show(total, "total")
        return out.code


class _Counter:
    def __init__(self, process: Process, out: Output, opts: Options) -> None:
        self.process = process
        self.out = out
        self.everything = "a" in opts
        self.bytes = "b" in opts
        self.same_mount = "x" in opts
        self.again = "l" in opts
        self.follow = _ENDLESS if opts.last_of("HL") == "L" else 0
        unit = opts.last_of("hmk")
        self.unit = {"h": 0, "m": 1 << 20}.get(unit or "", 1024)
        if self.bytes and not unit:
            self.unit = 1
        self.deepest = 0 if opts.last_of("sd") == "s" else number(opts.value("d") or str(_ENDLESS))
        self._seen: set[int] = set()

    def count(self, name: str, depth: int, follow: int) -> int:
        """Return the space of a file and of what is in it; print it if that is asked for.

        `follow` says down to which depth links are followed.
        """
        process, fs = self.process, self.process.fs
        process.tick()
        path = process.path(name) if name else ""
        try:
            stat = fs.stat(path, follow=False)
            if stat.is_symlink and follow > depth:
                stat = fs.stat(path)
                follow = _ENDLESS
        except FsError as error:
            self.out.complain(f"{name}: {error.strerror}")
            return 0
        if depth and self.same_mount and any(mount.path == path for mount in fs.mounts):
            return 0
        if stat.nlink > 1 and not stat.is_dir and not self.again:
            if stat.ino in self._seen:
                return 0
            self._seen.add(stat.ino)
        total = stat.size if self.bytes else stat.blocks
        if stat.is_dir:
            try:
                children = fs.listdir(path)
            except FsError as error:
                self.out.complain(f"can't open '{name}': {error.strerror}")
                return total
            base = name if name.endswith("/") else name + "/"
            total += sum([self.count(base + child, depth + 1, follow) for child in children])
        elif depth and not self.everything:
            return total
        if depth <= self.deepest:
            self.show(total, name)
        return total

    def show(self, size: int, name: str) -> None:
        """Print a line; sizes in a fixed unit are rounded up."""
        block = 1 if self.bytes else 512
        if not self.unit:
            text = human(size, block)
        else:
            size += (self.unit - 1) // 1024
            text = str((size * block + self.unit // 2) // self.unit)
        self.out.text(f"{text}\t{name}\n")
