"""The applet `chmod`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._modes import mode_text, parse_mode
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process


@applet("[-Rcvf] MODE[,MODE]... FILE...", "Change permissions: MODE is octal, or [ugoa]{+|-|=}[rwxXst].")
def main(process: Process) -> int:
    """Change the permissions of files."""
    argv = process.argv[1:]
    for at, word in enumerate(argv):
        if not word.startswith("-") or word == "--":
            break
        if len(word) > 1 and word[1] not in "-Rcvf":
            argv.insert(at, "--")
            break
    opts = options(process, "Rvcf", at_least=2, argv=argv)
    changer = _Changer(process, opts.arguments[0], "R" in opts)
    changer.report = "v" if "v" in opts else "c" if "c" in opts else ""
    for name in opts.arguments[1:]:
        changer.change(name, named=True)
    return changer.code


class _Changer:
    def __init__(self, process: Process, mode: str, recursive: bool) -> None:
        self.process = process
        self.mode = mode
        self.recursive = recursive
        self.report = ""
        self.code = 0

    def fail(self, message: str) -> None:
        self.code = 1
        self.process.fail(message)

    def change(self, name: str, named: bool) -> None:
        """Change one file and, recursively, what is in a folder."""
        process, fs = self.process, self.process.fs
        process.tick()
        path = process.path(name) if name else ""
        try:
            stat = fs.stat(path, follow=named)
            if stat.is_symlink:
                return
            mode = parse_mode(self.mode, stat.mode, stat.is_dir, process.umask)
            if mode is None:
                raise Failure(f"invalid mode '{self.mode}'")
            fs.chmod(path, mode)
        except FsError as error:
            self.fail(f"{name}: {error.strerror}")
            if self.recursive and fs.is_dir(path):
                self.fail(f"{name}: {error.strerror}")  # the walk says it once more
            return
        if self.report == "v" or (self.report and mode != stat.mode):
            process.out(f"mode of '{name}' changed to {mode:04o} ({mode_text(stat.kind, mode)[1:]})\n")
        if self.recursive and stat.is_dir:
            try:
                names = fs.listdir(path)
            except FsError as error:
                self.fail(f"{name}: {error.strerror}")
                return
            for child in names:
                self.change(f"{name.rstrip('/')}/{child}", named=False)
