"""The applet `ls`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Options, Output, applet, number, options
from tutor.shell.commands._files import link_count
from tutor.shell.commands._modes import mode_text
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import Stat

_COLOURS = {
    "directory": "1;34", "symlink": "1;36", "fifo": "0;33", "socket": "1;35", "char": "1;33", "block": "1;33",
}  # fmt: skip
_MARKS = {"directory": "/", "symlink": "@", "fifo": "|", "socket": "="}


@applet("[-1AaCxdLHRFplinshrSXvctu] [-w WIDTH] [FILE]...", "List FILEs, or what is in folders (by default this one).")
def main(process: Process) -> int:
    """List files and folders."""
    long = {"full-time": "full-time", "group-directories-first": "dirs-first", "color::": "color"}
    opts = options(process, "Cadi1lgnsxAkFpRQctuSXrvLHhw:T:bGNq", long)
    with Output(process) as out:
        return _Listing(process, out, opts).run(opts.arguments)


class _Entry:
    """One name to show."""

    __slots__ = ("name", "path", "stat", "target")

    def __init__(self, name: str, path: str, stat: Stat, target: str) -> None:
        self.name = name
        self.path = path
        self.stat = stat
        self.target = target


class _Listing:
    """One run of ls."""

    def __init__(self, process: Process, out: Output, opts: Options) -> None:
        self.process = process
        self.out = out
        self.opts = opts
        layout = opts.last_of("lgn1Cx")
        self.long = ("full-time" in opts and not layout) or layout in ("l", "g", "n")
        self.columns = not self.long and (layout in ("C", "x") or (layout is None and process.stdout.tty))
        self.across = layout == "x"
        self.width = number(opts.value("w") or "0") or int(getattr(process.host, "columns", 0) or 80) - 1
        self.charset = Charset(process.env)
        self.coloured = self.with_colour()
        self.printed = False
        self.users: dict[int, str] = {}
        self.groups: dict[int, str] = {}

    def with_colour(self) -> bool:
        when = self.opts.value("color")
        if when in ("", "always", "yes", "force"):
            return True
        if when in ("never", "no", "none"):
            return False
        env = self.process.env
        return self.process.stdout.tty and env.get("TERM", "dumb") != "dumb" and "NO_COLOR" not in env

    def run(self, names: list[str]) -> int:
        """List what was named: files first, then folders."""
        opts = self.opts
        names = names or ["."]
        follow = "L" in opts or "H" in opts or not (self.long or "i" in opts or "s" in opts or "F" in opts)
        entries = [entry for name in names if (entry := self.entry(name, name, follow)) is not None]
        folders = [entry for entry in entries if entry.stat.is_dir and "d" not in opts]
        files = [entry for entry in entries if not entry.stat.is_dir or "d" in opts]
        if files:
            self.show(self.ordered(files))
        titled = len(names) > 1 or "R" in opts
        for folder in self.ordered(folders):
            self.folder(folder, titled)
        return self.out.code

    def entry(self, name: str, path: str, follow: bool) -> _Entry | None:
        """Look at a file; complains if there is none."""
        fs = self.process.fs
        full = self.process.path(path)
        try:
            stat = fs.stat(full if path else "", follow)
            target = fs.readlink(full) if stat.is_symlink else ""
        except FsError as error:
            self.out.complain(f"{path}: {error.strerror}")
            return None
        return _Entry(name, path, stat, target)

    def folder(self, folder: _Entry, titled: bool) -> None:
        """List a folder, and with -R those in it."""
        opts = self.opts
        self.process.tick()
        if titled:
            self.out.text(f"{chr(10) if self.printed else ''}{folder.path}:\n")
            self.printed = True
        try:
            names = self.process.fs.listdir(self.process.path(folder.path))
        except FsError as error:
            self.out.complain(f"can't open '{folder.path}': {error.strerror}")
            names = []
        else:
            names = [".", "..", *names] if "a" in opts else names
        if "a" not in opts and "A" not in opts:
            names = [name for name in names if not name.startswith(".")]
        base = folder.path if folder.path.endswith("/") else folder.path + "/"
        found = [entry for name in names if (entry := self.entry(name, base + name, "L" in opts)) is not None]
        entries = self.ordered(found)
        if self.long or "s" in opts:
            self.out.text(f"total {self.total(entries)}\n")
        self.show(entries)
        if "R" in opts:
            for entry in entries:
                if entry.stat.is_dir and entry.name not in (".", ".."):
                    self.folder(entry, titled=True)

    def total(self, entries: list[_Entry]) -> str:
        """Return the disk space of entries as the first line of a long listing shows it."""
        kilobytes = sum(entry.stat.blocks for entry in entries) // 2
        if "h" not in self.opts:
            return str(kilobytes)
        from tutor.shell.commands._sizes import human_rounded

        return f"{human_rounded(kilobytes * 1024):<7s}"

    def ordered(self, entries: list[_Entry]) -> list[_Entry]:
        """Sort as the options say."""
        opts = self.opts
        found = sorted(entries, key=lambda entry: entry.name.encode("utf-8", "surrogateescape"))
        order = opts.last_of("StXvctu")
        if order == "S":
            found.sort(key=lambda entry: -entry.stat.size)
        elif order == "t" or (order is not None and order in "cu" and "l" not in opts):
            found.sort(key=lambda entry: -entry.stat.mtime)
        elif order == "X":
            found.sort(key=lambda entry: entry.name[entry.name.rfind(".") :] if "." in entry.name else "")
        elif order == "v":
            from tutor.shell.commands._versions import version_key

            found.sort(key=lambda entry: version_key(entry.name.encode("utf-8", "surrogateescape")))
        if "r" in opts:
            found.reverse()
        if "dirs-first" in opts:
            found.sort(key=lambda entry: not entry.stat.is_dir)
        return found

    def show(self, entries: list[_Entry]) -> None:
        """Print entries, one a line or in columns."""
        if entries:
            self.printed = True
        if not self.columns:
            for entry in entries:
                self.out.text("".join(self.cell(entry)[0]) + "\n")
            return
        cells = [self.cell(entry) for entry in entries]
        extra = (8 if "i" in self.opts else 0) + (5 if "s" in self.opts else 0)
        width = max((len(self.quoted(entry.name)) for entry in entries), default=0) + 2 + extra
        count = max(1, self.width // width)
        rows = -(-len(entries) // count)
        for row in range(rows):
            line = ""
            used = 0
            for column in range(count):
                index = row * count + column if self.across else column * rows + row
                if index < len(cells):
                    text, size = cells[index]
                    line += " " * (column * width - used) + text
                    used = column * width + size
            self.out.text(line + "\n")

    def cell(self, entry: _Entry) -> tuple[str, int]:
        """Return what is shown of an entry, and how wide it is on the screen."""
        opts = self.opts
        head = ""
        if "i" in opts:
            head += f"{entry.stat.ino:7d} "
        if "s" in opts:
            head += f"{entry.stat.blocks // 2:6d} "
        if self.long:
            head += self.details(entry)
        name = self.quoted(entry.name)
        shown = self.paint(name, entry.stat)
        tail = self.mark(entry.stat)
        if self.long and entry.target:
            tail = f" -> {self.goal(entry)}"
        return head + shown + tail, len(head) + len(name) + len(tail)

    def goal(self, entry: _Entry) -> str:
        """Return what a symbolic link leads to, in its colour and with its mark."""
        name = self.quoted(entry.target)
        try:
            stat = self.process.fs.stat(self.process.path(entry.path))
        except FsError:
            return f"\x1b[1;31m{name}\x1b[m" if self.coloured else name
        return self.paint(name, stat) + self.mark(stat)

    def quoted(self, name: str) -> str:
        """Return a name as the screen can show it."""
        name = self.charset.argument(name)
        if not name.isprintable() or self.charset.name != "utf-8":
            last = "\U0010ffff" if self.charset.name == "utf-8" else "~"
            name = "".join([char if char.isprintable() and char <= last else "?" for char in name])
        if "Q" in self.opts:
            name = name.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{name}"'
        return name

    def mark(self, stat: Stat) -> str:
        """Return what -F or -p puts behind a name."""
        if "F" not in self.opts and "p" not in self.opts:
            return ""
        if stat.is_dir:
            return "/"
        if "F" not in self.opts:
            return ""
        if stat.is_file:
            return "*" if stat.mode & 0o111 else ""
        return _MARKS.get(stat.kind, "")

    def paint(self, name: str, stat: Stat) -> str:
        """Return a name in its colour."""
        if not self.coloured:
            return name
        plain = "1;32" if stat.mode & 0o111 else "0;0"
        return f"\x1b[{_COLOURS.get(stat.kind, plain)}m{name}\x1b[m"

    def details(self, entry: _Entry) -> str:
        """Return the columns of a long listing."""
        stat = entry.stat
        owner = f"{self.user(stat.uid):<8s} " if "g" not in self.opts else ""
        text = f"{mode_text(stat.kind, stat.mode)} {link_count(self.process, entry.path, stat):4d} {owner}"
        text += f"{self.group(stat.gid):<8s} "
        if stat.kind in ("char", "block"):
            text += f"{stat.device[0]:4d}, {stat.device[1]:3d} "
        elif "h" in self.opts:
            from tutor.shell.commands._sizes import human

            text += f"{human(stat.size):>7s} "
        else:
            text += f"{stat.size:9d} "
        return text + self.date(stat.mtime) + " "

    def date(self, mtime: int) -> str:
        from tutor.shell.commands._times import listing_date, strftime
        from tutor.shell.commands._zone import Zone

        zone = Zone(self.process.env)
        if "full-time" in self.opts:
            return strftime("%Y-%m-%d %H:%M:%S %z", mtime, zone)
        return listing_date(mtime, self.process.host.now(), zone)

    def user(self, uid: int) -> str:
        self.names()
        return str(uid) if "n" in self.opts else self.users.get(uid, str(uid))[:8]

    def group(self, gid: int) -> str:
        self.names()
        return str(gid) if "n" in self.opts else self.groups.get(gid, str(gid))[:8]

    def names(self) -> None:
        """Read the names of users and groups, unless numbers are wanted."""
        if self.users or "n" in self.opts:
            return
        from tutor.shell.commands._users import Users

        known = Users(self.process)
        self.users = {user.uid: user.name for user in reversed(known.users)}
        self.groups = {group.gid: group.name for group in reversed(known.groups)}
        self.users.setdefault(-1, "")
