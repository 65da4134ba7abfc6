"""The applet `tree`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Output, applet, options
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_ASCII = ("|   ", "|-- ", "`-- ")
_DRAWN = ("\u2502   ", "\u251c\u2500\u2500 ", "\u2514\u2500\u2500 ")


@applet("[DIRECTORY]...", "Draw what is in folders.")
def main(process: Process) -> int:
    """Draw what is in folders."""
    opts = options(process, "")
    with Output(process) as out:
        drawing = _Drawing(process, out)
        for name in opts.arguments or ["."]:
            drawing.folder(name, process.path(name) if name else "", "")
        out.text(f"\n{drawing.folders} directories, {drawing.files} files\n")
    return 0


class _Drawing:
    def __init__(self, process: Process, out: Output) -> None:
        self.process = process
        self.out = out
        self.folders = self.files = 0
        self.bar, self.mid, self.end = _DRAWN if Charset(process.env).name == "utf-8" else _ASCII

    def folder(self, name: str, path: str, prefix: str) -> None:
        """Draw a folder; `prefix` stands before what is in it."""
        self.process.tick()
        try:
            children = self.process.fs.listdir(path)
        except FsError:
            self.out.text(f"{name} [error opening dir]\n")
            return
        self.out.text(f"{name}\n")
        shown = [child for child in children if not child.startswith(".")]
        for child in shown:
            last = child == children[-1]
            self.out.text(prefix + (self.end if last else self.mid))
            self.entry(child, f"{path.rstrip('/')}/{child}", prefix + ("    " if last else self.bar))

    def entry(self, name: str, path: str, prefix: str) -> None:
        """Draw what is in a folder."""
        fs = self.process.fs
        stat = fs.stat(path, follow=False)
        if stat.is_symlink:
            self.out.text(f"{name} -> {fs.readlink(path)}\n")
            self.files += 1
        elif stat.is_dir:
            self.folder(name, path, prefix)
            self.folders += 1
        else:
            self.out.text(f"{name}\n")
            self.files += 1
