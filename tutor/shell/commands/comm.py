"""The applet `comm`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Output, applet, options
from tutor.shell.commands._files import lines, open_input
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.shell.process import Process


@applet("[-123] FILE1 FILE2", "Print in three columns what only FILE1 has, what only FILE2 has, and what both have.")
def main(process: Process) -> int:
    """Compare two sorted files."""
    opts = options(process, "123", at_least=2, at_most=2)
    files: list[Iterator[bytes]] = []
    for name in opts.arguments:
        try:
            files.append(lines(open_input(process, name)))
        except FsError as error:
            raise Failure(f"can't open '{name}': {error.strerror}") from None
    indents = (b"", b"" if "1" in opts else b"\t", b"\t" * (("1" not in opts) + ("2" not in opts)))
    with Output(process) as out:

        def show(line: bytes, column: int) -> None:
            if str(column + 1) not in opts:
                out.write(indents[column] + line + b"\n")

        one, two = next(files[0], None), next(files[1], None)
        while one is not None or two is not None:
            if two is None or (one is not None and one < two):
                show(one or b"", 0)
                one = next(files[0], None)
            elif one is None or one > two:
                show(two, 1)
                two = next(files[1], None)
            else:
                show(two, 2)
                one, two = next(files[0], None), next(files[1], None)
    return 0
