"""What handlers share: questions, files of the host, reports of prunes, errors collected over several arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation, daemon_text
from tutor.engine.errors import EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.prune import Pruned
    from tutor.shell.http import Response
    from tutor.vfs.content import Content
    from tutor.vfs.errors import FsError


def confirm(invocation: Invocation, message: str) -> bool:
    """Ask with "[y/N]" and read one line: whether the answer was y or Y."""
    invocation.out(f"{message} [y/N] ")
    answer = invocation.process.stdin.readline()
    return answer.strip().lower() == b"y"


def go_errno(error: FsError) -> str:
    """Return the reason of a file error in Go's words ("no such file or directory")."""
    return error.strerror.lower()


def read_file(invocation: Invocation, path: str, verb: str = "open") -> bytes:
    """Return a file of the host. Raises CommandError with Go's text."""
    from tutor.vfs.errors import FsError

    if not path:
        raise CommandError("open : no such file or directory")
    try:
        return invocation.process.fs.read(invocation.process.path(path))
    except FsError as error:
        if error.code == "EISDIR":
            verb = "read"
        raise CommandError(f"{verb} {path}: {go_errno(error)}") from None


def open_file(invocation: Invocation, path: str) -> Content:
    """Return the content of a file of the host, unread. Raises CommandError with Go's text."""
    from tutor.vfs.errors import FsError

    try:
        return invocation.process.fs.content(invocation.process.path(path))
    except FsError as error:
        verb = "read" if error.code == "EISDIR" else "open"
        raise CommandError(f"{verb} {path}: {go_errno(error)}") from None


def write_file(invocation: Invocation, path: str, data: bytes, mode: int = 0o644) -> None:
    """Write a file of the host. Raises CommandError with Go's text."""
    from tutor.vfs.errors import FsError

    try:
        invocation.process.fs.write(invocation.process.path(path), data, mode=mode & ~invocation.process.umask)
    except FsError as error:
        raise CommandError(f"open {path}: {go_errno(error)}") from None


def check_output(invocation: Invocation, path: str, what: str) -> None:
    """Refuse a file that cannot be written before an archive is made for it. Raises CommandError, with `what` first."""
    from tutor.vfs.errors import FsError

    process = invocation.process
    folder = path.rpartition("/")[0] or ("/" if path.startswith("/") else ".")
    try:
        process.fs.stat(process.path(folder))
    except FsError as error:
        raise CommandError(f"{what}: invalid output path: stat {folder}: {go_errno(error)}") from None
    if process.fs.is_dir(process.path(path)):
        raise CommandError(f"{what}: cannot write to a directory")


def check_platform(text: str, prefix: str = "") -> str:
    """Return the text of a --platform flag, normalised. Raises EngineError with what Docker says of a bad one."""
    if not text:
        return ""
    from tutor.engine.platforms import parse

    try:
        return str(parse(text))
    except EngineError as error:
        raise CommandError(prefix + error.message) from None


def each(invocation: Invocation, work: Callable[[str], None], names: Iterable[str] = ()) -> list[str]:
    """Do something for every argument; what went wrong, as it is printed, in order."""
    faults = []
    for name in names or invocation.arguments:
        try:
            work(name)
        except EngineError as error:
            faults.append(daemon_text(error))
        except CommandError as error:
            faults.append(error.message)
    return faults


def all_or_fail(faults: list[str]) -> int:
    """0, or a CommandError with all that went wrong."""
    if faults:
        raise CommandError("\n".join(faults))
    return 0


def report(title: str, pruned: Pruned) -> str:
    """Return what a prune removed, under a title, or "" where there was nothing: an empty line follows it."""
    if not pruned.items:
        return ""
    lines = [f"{what}: {name}\n" if what else f"{name}\n" for what, name in pruned.items]
    return f"{title}:\n{''.join(lines)}\n"


def reclaimed(invocation: Invocation, amount: int) -> None:
    """Print the last line of a prune."""
    from tutor.docker.format.units import human_size

    invocation.line(f"Total reclaimed space: {human_size(amount)}")


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Return a key that sorts names as people do: numbers in them by their size."""
    import re

    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts)


def image_id(invocation: Invocation, digest: str) -> str:
    """Return the ID that an image with this digest goes by in the sandbox's era; "" stays ""."""
    from tutor.engine import eras

    state = invocation.state
    return eras.of(state).id_of(state, digest) if digest else ""


def pairs(texts: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Texts "name=value" as sorted pairs; the last value of a name counts."""
    found: dict[str, str] = {}
    for text in texts:
        name, _, value = text.partition("=")
        found[name] = value
    return tuple(sorted(found.items()))


def download(invocation: Invocation, url: str) -> Response:
    """Return what the daemon gets from a URL. Raises DownloadError."""
    from tutor.engine.download import get
    from tutor.engine.outcome import Outcome

    events: list[object] = []
    state, response = get(invocation.state, invocation.world, url, events)
    invocation.apply(Outcome(state, tuple(events), None))
    return response
