"""Making archives.

The one rule: what a large file contains is never read when the archive is a file that is not packed: the archive then
refers to it.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options
from tutor.shell.commands._files import full_path, open_output
from tutor.shell.commands._tar_names import Filter, Prefix
from tutor.shell.commands._users import Users
from tutor.shell.commands.tar import COMPRESSIONS, change_folder
from tutor.vfs.content import Bytes
from tutor.vfs.errors import FsError
from tutor.vfs.generated import COPY_LIMIT, Joined
from tutor.vfs.tar import BLOCK, Header, header_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tutor.shell.process import Process
    from tutor.vfs.content import Content
    from tutor.vfs.filesystem import Stat

    Piece = bytes | Content

_PACKED = {".gz": "gzip", ".tgz": "gzip", ".bz2": "bzip2", ".xz": "xz"}


def create(process: Process, opts: Options, names: Filter) -> int:
    """Make an archive of files."""
    target = opts.value("f") or "-"
    how = next((how for letter, how in COMPRESSIONS.items() if letter in opts), "")
    if "a" in opts:
        how = next((how for ending, how in _PACKED.items() if target.endswith(ending)), how)
    path = full_path(process, target)
    try:
        stream = process.stdout if target == "-" else open_output(process, target)
    except FsError as error:
        raise Failure(f"can't open '{target}': {error.strerror}") from None
    archive = None if target == "-" else process.fs.stat(path)
    change_folder(process, opts)
    packer = _Packer(process, opts, names, archive)
    packer.say = process.err if target == "-" else process.out
    plain_file = archive is not None and archive.is_file
    if plain_file and not how:
        process.fs.write(path, _joined(packer.pieces()))
    elif how:
        from tutor.shell.commands.gzip import packed

        for data in packed(_bytes(packer.pieces()), how):
            stream.write(data)
    else:
        for data in _bytes(packer.pieces()):
            stream.write(data)
    if packer.failed:
        process.fail("error exit delayed from previous errors")
    return int(packer.failed)


def _bytes(pieces: Iterator[Piece]) -> Iterator[bytes]:
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            yield from piece.chunks()


def _joined(pieces: Iterator[Piece]) -> Content:
    """Return an archive as one content, in which large contents are parts of their own."""
    parts: list[Content] = []
    held: list[bytes] = []
    for piece in pieces:
        if isinstance(piece, bytes):
            held.append(piece)
        elif piece.size <= COPY_LIMIT:
            held.append(piece.read())
        else:
            parts += [Bytes(b"".join(held)), piece]
            held.clear()
    last = Bytes(b"".join(held))
    return Joined((*parts, last)) if parts else last


class _Packer:
    """Walks through files and makes members of them."""

    say: Callable[[str], None]

    def __init__(self, process: Process, opts: Options, names: Filter, archive: Stat | None) -> None:
        self.process = process
        self.follow = "h" in opts
        self.recursive = "flat" not in opts
        self.verbose = "v" in opts
        self.names = names
        self.archive = archive
        self.prefix = Prefix(process)
        self.users = Users(process)
        self.links: dict[int, str] = {}
        self.failed = False

    def pieces(self) -> Iterator[Piece]:
        """Yield the archive."""
        for name in self.names.wanted:
            yield from self.walk(name)
        yield bytes(2 * BLOCK)

    def complain(self, name: str, reason: str) -> None:
        self.process.fail(f"{name}: {reason}")
        self.failed = True

    def walk(self, name: str) -> Iterator[Piece]:
        """Yield the members for a file and, for a folder, for what is in it."""
        process, fs = self.process, self.process.fs
        process.tick()
        path = full_path(process, name)
        try:
            stat = fs.stat(path, self.follow)
        except FsError as error:
            self.complain(name, error.strerror)
            return
        inner = self.prefix.stripped(name)
        if inner:
            if self.names.leaves_out(inner):
                return
            yield from self.member(name, inner, path, stat)
        if stat.is_dir and self.recursive:
            try:
                children = fs.listdir(path)
            except FsError as error:
                self.complain(name, error.strerror)
                return
            for child in children:
                yield from self.walk(f"{name.rstrip('/')}/{child}")

    def member(self, name: str, inner: str, path: str, stat: Stat) -> Iterator[Piece]:
        """Yield one member."""
        fs = self.process.fs
        if stat.kind == "socket":
            self.process.fail(f"{name}: socket ignored")
            return
        kind, target, content = stat.kind, "", None
        if not stat.is_dir and stat.nlink > 1:
            target = self.links.setdefault(stat.ino, inner)
            kind, target = ("link", target) if target != inner else (kind, "")
        if self.archive is not None and self.archive.ino == stat.ino:
            self.process.fail(f"{name}: file is the archive; skipping")
            return
        if kind == "symlink":
            target = fs.readlink(path)
        elif kind == "file":
            try:
                content = fs.content(path)
            except FsError as error:
                self.complain_open(name, error)
                return
        size = content.size if content is not None else 0
        owner, group = self.users.user_name(stat.uid), self.users.group_name(stat.gid)
        mtime = max(0, stat.mtime)
        yield header_bytes(
            Header(inner, kind, size, stat.mode, stat.uid, stat.gid, mtime, target, stat.device, owner, group)
        )
        if self.verbose:
            self.say(f"{inner}/\n" if stat.is_dir else f"{inner}\n")
        if content is not None:
            yield content
            yield bytes(-size % BLOCK)

    def complain_open(self, name: str, error: FsError) -> None:
        self.process.fail(f"can't open '{name}': {error.strerror}")
        self.failed = True
