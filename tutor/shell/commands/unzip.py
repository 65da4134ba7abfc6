"""The applet `unzip`."""

from __future__ import annotations

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from tutor.shell.commands._applet import Failure, Output, Usage, applet, options
from tutor.shell.commands._files import full_path, open_input
from tutor.shell.commands._tar_names import Prefix
from tutor.shell.patterns import matcher
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zipfile import ZipInfo

    from tutor.shell.commands._applet import Options
    from tutor.shell.process import Process

_METHODS = {0: "Stored", 8: "Defl:"}
_LINK = 0o120000
_KIND = 0o170000


@applet("[-lnojpqtv] FILE[.zip] [FILE]... [-x FILE]... [-d DIR]", "Extract files from a zip archive; -l: list them.")
def main(process: Process) -> int:
    """Extract files from a zip archive."""
    words = process.argv[1:]
    rejected: list[str] = []
    if "-x" in words:
        at = words.index("-x")
        rest = words[at + 1 :]
        end = rest.index("-d") if "-d" in rest else len(rest)
        rejected, words = rest[:end], words[:at] + rest[end:]
    opts = options(process, "d:lnotpqjvK", argv=words)
    if not opts.arguments:
        raise Usage
    name, *wanted = opts.arguments
    archive, shown = _open(process, name, "q" in opts)
    with Output(process) as out:
        _Unzip(process, out, opts, archive).run(shown, wanted, rejected)
        return out.code


def _open(process: Process, name: str, quiet: bool) -> tuple[ZipFile, str]:
    """Open an archive, whose name may lack its ending; return it and its whole name."""
    for ending in ("", ".zip", ".ZIP"):
        try:
            data = open_input(process, name + ending).read()
        except FsError:
            continue
        try:
            return ZipFile(BytesIO(data)), name + ending
        except BadZipFile:
            process.out(f"Archive:  {name}{ending}\n" if not quiet else "")
            raise Failure("short read") from None
    raise Failure(f"can't open {name}[.zip]")


class _Unzip:
    """One run."""

    def __init__(self, process: Process, out: Output, opts: Options, archive: ZipFile) -> None:
        self.process = process
        self.out = out
        self.archive = archive
        self.folder = opts.value("d")
        self.listing = "l" in opts or "v" in opts
        self.verbose = "v" in opts
        self.flat = "j" in opts
        self.to_stdout = "p" in opts or "t" in opts
        self.testing = "t" in opts
        self.quiet = opts.count("q") + opts.count("p") + opts.count("t")
        self.overwrite = opts.last_of("no") or ""

    def run(self, name: str, wanted: list[str], rejected: list[str]) -> None:
        """Deal with all members that are wanted."""
        if self.folder is not None:
            self.enter(self.folder)
        if not self.quiet:
            self.out.text(f"Archive:  {name}\n")
        prefix = Prefix(self.process)
        chosen: list[tuple[ZipInfo, str]] = []
        for info in self.archive.infolist():
            inner = prefix.stripped(info.filename)
            if any(matcher(pattern)(inner) for pattern in rejected):
                continue
            if not wanted or any(matcher(pattern)(inner) for pattern in wanted):
                chosen.append((info, inner))
        if self.listing:
            self.list(chosen)
            return
        for info, inner in chosen:
            self.process.tick()
            try:
                self.member(info, inner)
            except (BadZipFile, NotImplementedError, RuntimeError) as error:
                raise Failure("crc error" if isinstance(error, BadZipFile) else str(error).lower()) from None

    def enter(self, folder: str) -> None:
        """Go to a folder, which is made if it is not there."""
        fs, path = self.process.fs, full_path(self.process, folder)
        try:
            if not fs.exists(path):
                fs.mkdir(path, 0o777 & ~self.process.umask)
            if not fs.is_dir(path):
                raise FsError("ENOTDIR")
        except FsError as error:
            raise Failure(f"can't change directory to '{folder}': {error.strerror}") from None
        self.process.cwd = fs.resolve(path)

    def list(self, chosen: list[tuple[ZipInfo, str]]) -> None:
        """Print a line for each member, and sums."""
        write, loud = self.out.text, self.quiet <= 1
        if loud:
            write(
                " Length   Method    Size  Cmpr    Date    Time   CRC-32   Name\n"
                "--------  ------  ------- ---- ---------- ----- --------  ----\n"
                if self.verbose
                else "  Length      Date    Time    Name\n---------  ---------- -----   ----\n"
            )
        for info, name in chosen:
            year, month, day, hour, minute, _ = info.date_time
            date = f"{month:02d}-{day:02d}-{year:04d} {hour:02d}:{minute:02d}"
            if self.verbose:
                method = _METHODS.get(info.compress_type, f"{info.compress_type:6d}")
                method += "NXFS"[info.flag_bits >> 1 & 3] if method == "Defl:" else ""
                share = _share(info.file_size, info.compress_size)
                sizes = f"{info.file_size:8d}  {method}{info.compress_size:9d}{share:4d}%"
                write(f"{sizes} {date} {info.CRC:08x}  {name}\n")
            else:
                write(f"{info.file_size:9d}  {date}   {name}\n")
        if not loud:
            return
        total = sum([info.file_size for info, _ in chosen])
        count = len(self.archive.infolist())  # those that were passed over too, as in busybox
        packed = sum([info.compress_size for info, _ in chosen])
        if self.verbose:
            write(f"--------          ------- ----{'':28s}----\n")
            write(f"{total:8d}{packed:17d}{_share(total, packed):4d}%{'':28s}{count} files\n")
        else:
            write(f" --------{'':21s}-------\n{total:9d}{'':21s}{count} files\n")

    def member(self, info: ZipInfo, name: str) -> None:
        """Extract one member."""
        mode = info.external_attr >> 16 if info.create_system == 3 else 0
        if self.to_stdout:
            data = self.archive.read(info)
            if not self.testing and mode & _KIND != _LINK:
                self.out.write(data)
            return
        if self.flat:
            name = name.rstrip("/").rpartition("/")[2] if not name.endswith("/") else ""
        if not name:
            return
        if name.endswith("/"):
            self.make_folder(name, mode & 0o7777 or 0o777)
        elif self.may_write(name):
            self.make_folder(name.rpartition("/")[0], 0o777)
            self.make_file(info, name, mode)

    def make_folder(self, name: str, mode: int) -> None:
        """Make a folder and those above it."""
        fs, path = self.process.fs, full_path(self.process, name)
        if not name or fs.is_dir(path):
            return
        if fs.exists(path, follow=False):
            raise Failure(f"'{name}' exists but is not a directory")
        if name.endswith("/") and not self.quiet:
            self.out.text(f"   creating: {name}\n")
        try:
            fs.mkdir(path.rstrip("/"), mode & ~self.process.umask, parents=True)
        except FsError as error:
            raise Failure(f"can't create directory '{name}': {error.strerror}") from None

    def may_write(self, name: str) -> bool:
        """Whether a file may be made, asking if it is there."""
        fs, path = self.process.fs, full_path(self.process, name)
        if not fs.exists(path, follow=False):
            return True
        if self.overwrite == "n":
            return False
        if not fs.stat(path, follow=False).is_file:
            raise Failure(f"'{name}' exists but is not a regular file")
        while not self.overwrite:
            self.out.text(f"replace {name}? [y]es, [n]o, [A]ll, [N]one, [r]ename: ")
            self.out.flush()
            answer = self.process.stdin.readline()[:1].decode("latin-1")
            if not answer:
                raise Failure("can't read standard input")
            if answer in "yn":
                return answer == "y"
            if answer in "AN":
                self.overwrite = "o" if answer == "A" else "n"
            else:
                self.out.text(f"error: invalid response [{answer}]\n")
        return self.overwrite == "o"

    def make_file(self, info: ZipInfo, name: str, mode: int) -> None:
        """Make a file or a symbolic link."""
        process, fs = self.process, self.process.fs
        path = full_path(process, name)
        if not self.quiet:
            self.out.text(f"  inflating: {name}\n")
        data = self.archive.read(info)
        try:
            if mode & _KIND == _LINK:
                fs.symlink(data.decode("utf-8", "surrogateescape"), path)
            else:
                process.kernel.meter.wrote(len(data))
                fs.write(path, data, (mode & 0o7777 or 0o666) & ~process.umask)
        except FsError as error:
            raise Failure(f"can't open '{name}': {error.strerror}") from None


def _share(total: int, packed: int) -> int:
    """Return by how many percent something was made smaller."""
    return max(0, total - packed) * 100 // total if total else 0
