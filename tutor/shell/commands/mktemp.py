"""The applet `mktemp`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_TRIES = 100


@applet("[-dqtu] [-p DIR] [TEMPLATE]", "Make a file (-d: a folder) with a name of its own: TEMPLATE ends in XXXXXX.")
def main(process: Process) -> int:
    """Make a file with a name of its own."""
    long = {"directory": "d", "quiet": "q", "dry-run": "u", "tmpdir::": "p"}
    opts = options(process, "dqtp:u", long, at_most=1)
    folder = opts.value("p") or process.env.get("TMPDIR") or "/tmp"
    template = opts.arguments[0] if opts.arguments else "tmp.XXXXXX"
    if not opts.arguments or "t" in opts or "p" in opts:
        template = f"{folder.rstrip('/')}/{template}"
    try:
        name = _make(process, template, "d" in opts, "u" in opts)
    except FsError as error:
        return 1 if "q" in opts else process.fail(f"(null): {error.strerror}")
    process.out(name + "\n")
    return 0


def _make(process: Process, template: str, folder: bool, dry: bool) -> str:
    """Make the file or the folder; return its name. Raises FsError."""
    if not template.endswith("XXXXXX"):
        raise FsError("EINVAL")
    fs = process.fs
    for _ in range(_TRIES):
        letters = "".join([_LETTERS[byte % 62] for byte in fs.content("/dev/urandom").read(0, 6)])
        name = template[:-6] + letters
        path = process.path(name)
        if fs.exists(path, follow=False):
            continue
        if folder and not dry:
            fs.mkdir(path, 0o700)
        elif not dry:
            fs.write(path, b"", 0o600, exclusive=True)
        return name
    raise FsError("EEXIST")
