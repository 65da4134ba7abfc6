"""The applet `tar`: its arguments, and listing an archive. Creating and extracting have modules of their own."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, Output, Usage, applet, decode, number, options
from tutor.shell.commands._files import ContentReader, full_path, open_input, pieces
from tutor.shell.commands._modes import mode_text
from tutor.shell.commands._tar_names import Filter, Prefix
from tutor.shell.commands._times import strftime
from tutor.shell.commands._unpack import BadStream, packing_of, unpacked
from tutor.shell.commands._zone import Zone
from tutor.vfs.errors import FsError, TarError
from tutor.vfs.tar import ContentSource, Source, read_tar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tutor.shell.commands._tar_extract import Extractor
    from tutor.shell.process import Process
    from tutor.vfs.content import Content
    from tutor.vfs.tar import Header, Member

VERSION = "1.36.1"
_LONG = {
    "list": "t", "extract": "x", "get": "x", "directory:": "C", "file:": "f", "to-stdout": "O", "no-same-owner": "o",
    "same-permissions": "p", "preserve-permissions": "p", "verbose": "v", "keep-old": "k", "create": "c",
    "dereference": "h", "bzip2": "j", "files-from:": "T", "exclude-from:": "X", "gzip": "z", "xz": "J",
    "auto-compress": "a", "touch": "m", "strip-components:": "strip", "no-recursion": "flat",
    "numeric-owner": "numeric", "no-same-permissions": "no-perm", "overwrite": "overwrite", "exclude:": "exclude",
}  # fmt: skip
COMPRESSIONS = {"z": "gzip", "j": "bzip2", "J": "xz"}
_FAULTS = {
    "empty": "short read", "short": "short read", "data": "short read", "magic": "invalid tar magic",
    "sum": "invalid tar header checksum",
}  # fmt: skip


@applet(
    "c|x|t [-zJjahmvokO] [-f TARFILE] [-C DIR] [-T FILE] [-X FILE] [LONGOPT]... [FILE]...",
    "Make an archive (c), extract files from one (x), or list what is in it (t).",
)
def main(process: Process) -> int:
    """Make, extract and list archives."""
    argv = process.argv[1:]
    if argv[:1] == ["--version"]:
        process.out(f"tar (busybox) {VERSION}\n")
        return 0
    if argv and argv[0] and not argv[0].startswith("-"):
        # the old form without a dash: the argument of f is the next word, whatever letters follow it
        letters = argv[0]
        argv[0] = "-" + (letters.replace("f", "", 1) + "f" if "f" in letters else letters)
    opts = options(process, "txC:f:OopvkchjT:X:zJam", _LONG, argv=argv)
    if sum(letter in opts for letter in "ctx") != 1:
        raise Usage
    wanted = _from_files(process, opts.values("T")) + opts.arguments
    wanted = [name.rstrip("/") or name[:1] for name in wanted]
    names = Filter(wanted, _from_files(process, opts.values("X")) + opts.values("exclude"))
    if "c" in opts:
        from tutor.shell.commands._tar_create import create

        if not wanted:
            raise Failure("empty archive")
        return create(process, opts, names)
    return _read(process, opts, names)


def _from_files(process: Process, files: list[str]) -> list[str]:
    """Return the lines of files that list names."""
    found: list[str] = []
    for name in files:
        try:
            lines = open_input(process, name).read().splitlines()
        except FsError as error:
            raise Failure(f"can't open '{name}': {error.strerror}") from None
        found += [text.rstrip("/") or text[:1] for line in lines if (text := decode(line))]
    return found


def change_folder(process: Process, opts: Options) -> None:
    """Go to the folder that -C names."""
    folder = opts.value("C")
    if folder is None:
        return
    try:
        path = process.fs.resolve(full_path(process, folder))
        if not process.fs.is_dir(path):
            process.fs.stat(path)
            raise FsError("ENOTDIR")
        if not process.fs.access(path, "x"):
            raise FsError("EACCES")
    except FsError as error:
        raise Failure(f"can't change directory to '{folder}': {error.strerror}") from None
    process.cwd = path


def _read(process: Process, opts: Options, names: Filter) -> int:
    """List or extract what is in an archive."""
    with Output(process) as out:
        source, content = _open(process, opts, out)
        change_folder(process, opts)
        reader = _Reader(process, opts, out, content)
        prefix = Prefix(process)
        seen = False
        try:
            for member in read_tar(source, end_mark=False):
                seen = True
                process.tick()
                name = prefix.stripped(member.header.name)
                reader.reading = False
                if names.accepts(name):
                    names.passed.add(name)
                    reader.take(member, name)
        except TarError as error:
            if error.fault != "data" or content is None or reader.reading:
                raise Failure(_FAULTS.get(error.fault, str(error))) from None
            # the data of a member that nobody reads is passed over, even beyond the end of the file
        if not seen and not source.at:
            out.complain("short read")
        reader.finish()
        missing = names.missing()
        if missing:
            raise Failure(f"{missing[0]}: not found in archive")
        return out.code


def _open(process: Process, opts: Options, out: Output) -> tuple[Source, Content | None]:
    """Return where to read the archive from, and its content if that is at hand and not packed."""
    name = opts.value("f") or "-"
    how = next((how for letter, how in COMPRESSIONS.items() if letter in opts), "")
    if name == "-":
        data = pieces(process.stdin)
        return Source(_unpacked(data, how, out) if how else data), None
    try:
        stream = open_input(process, name)
    except FsError as error:
        if error.code == "EISDIR":
            raise Failure("short read") from None
        raise Failure(f"can't open '{name}': {error.strerror}") from None
    if not isinstance(stream, ContentReader):
        return Source(_unpacked(pieces(stream), how, out) if how else pieces(stream)), None
    content = stream.content
    how = how or packing_of(content.read(0, 8))
    if how:
        return Source(_unpacked(content.chunks(), how, out)), None
    return ContentSource(content), content


def _unpacked(data: Iterable[bytes], how: str, out: Output) -> Iterator[bytes]:
    """Yield what a packed archive holds; a fault is told, and then ends it."""
    try:
        yield from unpacked(data, how)
    except BadStream as error:
        out.complain(str(error))


class _Reader:
    """Does with each member what the options say."""

    def __init__(self, process: Process, opts: Options, out: Output, content: Content | None) -> None:
        self.out = out
        self.verbosity = opts.count("v") + opts.count("t")
        self.to_stdout = "O" in opts
        self.reading = False
        self.zone = Zone(process.env)
        self.extractor: Extractor | None = None
        if "x" in opts and not self.to_stdout:
            from tutor.shell.commands._tar_extract import Extractor

            self.extractor = Extractor(process, opts, number(opts.value("strip") or "0"), content)

    def take(self, member: Member, name: str) -> None:
        """Deal with one member."""
        if self.verbosity:
            shown = f"{name}/" if member.header.kind == "directory" else name
            self.out.text(shown + "\n" if self.verbosity == 1 else self.line(member.header, shown))
        self.reading = self.to_stdout or self.extractor is not None
        if self.to_stdout:
            for piece in member.chunks():
                self.out.write(piece)
        elif self.extractor is not None:
            self.extractor.extract(member, name)

    def line(self, header: Header, name: str) -> str:
        """Return the line of a long listing."""
        kind = "file" if header.kind == "link" else header.kind
        owner = f"{header.user or header.uid}/{header.group or header.gid}"
        date = strftime("%Y-%m-%d %H:%M:%S", header.mtime, self.zone)
        link = f" -> {header.target}" if header.target else ""
        return f"{mode_text(kind, header.mode)} {owner} {header.size:9d} {date} {name}{link}\n"

    def finish(self) -> None:
        """Do what has been put off."""
        if self.extractor is not None:
            self.extractor.finish()
