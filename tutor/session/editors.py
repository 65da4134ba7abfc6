"""What the names of editors answer where nothing can be edited on the screen: how to do without."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from tutor.shell.host import Program
    from tutor.shell.process import Process


def _edit(process: Process) -> int:
    files = [word for word in process.argv[1:] if not word.startswith(("-", "+"))]
    if not files:
        return process.fail("which file? For example: " + process.name + " Dockerfile")
    path = files[0]
    if process.fs.is_dir(process.path(path)):
        return process.fail(f"{path} is a folder")
    exists = process.fs.exists(process.path(path))
    change = f"sed -i 's/OLD/NEW/' {path}" if exists else f"echo LINE >> {path}"
    process.fail("an editor needs a screen, and there is none here; instead:")
    process.err(
        f"  write the whole file   cat > {path} <<'END'\n"
        "                         … its lines …\n"
        "                         END\n"
        f"  {'change a line' if exists else 'add a line':21}  {change}\n"
    )
    return 1


EDITORS: dict[str, Program] = dict.fromkeys(("edit", "nano", "vi"), _edit)
"""The programs by name."""
