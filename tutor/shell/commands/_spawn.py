"""Running other programs in the manner of env, timeout, xargs."""

from __future__ import annotations

from tutor.shell.launch import LaunchError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process
    from tutor.shell.streams import Stream


def run(
    process: Process, argv: list[str], *, env: dict[str, str] | None = None, stdin: Stream | None = None
) -> int:
    """Run a program to its end and return its status; complain if it cannot be run (127, 126)."""
    try:
        return process.spawn(argv, env=env, stdin=stdin)
    except LaunchError as error:
        if error.kind == "format":
            return process.spawn(["/bin/sh", error.path, *argv[1:]], env=env, stdin=stdin)
        return process.fail(f"can't execute '{argv[0]}': {error.strerror}", error.code)
