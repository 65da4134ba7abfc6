"""The applet `sed`."""

from __future__ import annotations

from tutor.shell.commands._applet import Charset, Failure, Options, Output, Usage, applet, options
from tutor.shell.commands._files import full_path, open_input
from tutor.shell.commands._sed_run import Lines, Machine, Sink
from tutor.shell.commands._sed_script import Script
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


@applet("[-i[SFX]] [-nrE] [-f FILE]... [-e CMD]... [FILE]...", "Edit lines by a script, from FILEs or standard input.")
def main(process: Process) -> int:
    """Edit lines by a script."""
    long = {
        "in-place::": "i", "regexp-extended": "r", "quiet": "n", "silent": "n", "expression:": "e", "file:": "f",
        "version": "version", "null-data": "z", "separate": "s",
    }  # fmt: skip
    opts = options(process, "i::rEne:f:sz", long)
    if "version" in opts:
        process.out("This is not GNU sed version 4.0\n")
        return 0
    charset = Charset(process.env)
    names = opts.arguments
    script = _script(process, opts, names, charset)
    machine = Machine(process, script, "n" in opts or script.quiet, charset)
    machine.prepare()
    with Output(process) as out:
        editor = _Editor(process, out, machine, charset, "z" in opts)
        try:
            if "i" in opts:
                if not names:
                    raise Failure("-i requires an argument")
                editor.in_place(names, opts.value("i") or "")
            else:
                editor.through(names or ["-"], "s" in opts)
        finally:
            machine.close()
        return machine.code or out.code


def _script(process: Process, opts: Options, names: list[str], charset: Charset) -> Script:
    script = Script("r" in opts or "E" in opts, charset.name != "utf-8")
    for text in opts.values("e"):
        script.add(charset.argument(text))
    for name in opts.values("f"):
        try:
            data = open_input(process, name).read()
        except FsError as error:
            raise Failure(f"{name}: {error.strerror}") from None
        script.add(charset.decode(data.removesuffix(b"\n")))
    if "e" not in opts and "f" not in opts:
        if not names:
            raise Usage
        script.add(charset.argument(names.pop(0)))
    script.finish()
    return script


class _Editor:
    def __init__(self, process: Process, out: Output, machine: Machine, charset: Charset, by_nul: bool) -> None:
        self.process = process
        self.out = out
        self.machine = machine
        self.charset = charset
        self.by_nul = by_nul

    def opener(self, names: list[str]) -> Callable[[], Stream | None]:
        """Return a function that opens one file after the other."""
        todo = list(reversed(names))

        def following() -> Stream | None:
            while todo:
                name = todo.pop()
                try:
                    return open_input(self.process, name)
                except FsError as error:
                    if error.code != "EISDIR":
                        self.out.complain(f"{name}: {error.strerror}")
            return None

        return following

    def through(self, names: list[str], separate: bool) -> None:
        """Edit from files to standard output."""
        sink = Sink(self.out.write, self.charset)
        for group in [[name] for name in names] if separate else [names]:
            self.machine.run(Lines(self.opener(group), self.charset, self.by_nul), sink)

    def in_place(self, names: list[str], suffix: str) -> None:
        """Edit each file into itself."""
        fs = self.process.fs
        for name in names:
            path = full_path(self.process, name)
            self.process.kernel.sync()
            try:
                stat = fs.stat(path)
                if not stat.is_file:
                    self.out.complain(f"couldn't edit {name}: not a regular file", 1)
                    continue
                stream = open_input(self.process, name)
            except FsError as error:
                self.out.complain(f"{name}: {error.strerror}")
                continue
            parts: list[bytes] = []
            streams = [stream]
            lines = Lines(lambda todo=streams: todo.pop() if todo else None, self.charset, self.by_nul)  # type: ignore[misc]
            self.machine.run(lines, Sink(parts.append, self.charset))
            try:
                self.replace(path, b"".join(parts), suffix)
            except FsError as error:
                raise Failure(f"can't create temp file '{name}XXXXXX': {error.strerror}") from None
            if self.machine.done:
                return

    def replace(self, path: str, data: bytes, suffix: str) -> None:
        """Put a new file in the place of the old one. Raises FsError."""
        fs = self.process.fs
        stat = fs.stat(path)
        real = fs.resolve(path, follow=False)
        folder = real.rpartition("/")[0] or "/"
        if not fs.access(folder, "w"):
            raise FsError("EACCES", path)
        if suffix:
            backup = f"{folder}/{suffix.replace('*', real.rpartition('/')[2])}" if "*" in suffix else real + suffix
            fs.rename(real, backup)
        else:
            fs.unlink(real)
        fs.write(real, data, stat.mode)
        fs.chown(real, stat.uid, stat.gid) if fs.uid == 0 else None
        fs.chmod(real, stat.mode)
