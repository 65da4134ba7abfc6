"""Editors where nothing can be edited on a screen: `vi` and `nano` say how to do without."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from tutor.shell.process import Process

NO_SCREEN = "an editor needs a screen, and there is none here"
NO_PROMPT = "the editor opens only at the prompt of a shell: docker exec -it CONTAINER sh"


def main(process: Process) -> int:
    """Run an editor that is not started from a prompt."""
    return without(process, NO_PROMPT if process.stdout.tty else NO_SCREEN)


def without(process: Process, why: str) -> int:
    """Say why there is no editor and what to use instead for the file that is asked for; the exit status."""
    path = next((word for word in process.argv[1:] if not word.startswith(("-", "+"))), "FILE")
    exists = process.fs.exists(process.path(path))
    change = f"sed -i 's/OLD/NEW/' {path}" if exists else f"echo LINE >> {path}"
    process.fail(f"{why}; instead:")
    process.err(
        f"  write the whole file   cat > {path} <<'END'\n"
        "                         … its lines …\n"
        "                         END\n"
        f"  {'change a line' if exists else 'add a line':21}  {change}\n"
    )
    return 1
