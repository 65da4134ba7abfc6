"""Programs that containers have besides the applets: known executables, recognised by path and name.

One rule: an executable is here for what it is, wherever it comes from; what is in no table cannot be simulated and
says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.shell.host import Program
    from tutor.shell.process import Process

_HELLO = """
Hello from Docker!
This message shows that your installation appears to be working correctly.

"""


def hello(process: Process) -> int:
    """Run the program of the image hello-world."""
    process.out(_HELLO)
    return 0


BY_PATH: dict[str, Program] = {"/hello": hello}
_PYTHON = "tutor.programs.python.main:main"
BY_NAME: dict[str, str] = {
    **dict.fromkeys(("python", "python3", *(f"python3.{minor}" for minor in range(8, 15))), _PYTHON),
    **dict.fromkeys(("nano", "vi", "vim"), "tutor.programs.editors:main"),
}
"""Programs by the last part of their path, as "module:function"; imported when one is run."""


def program(name: str, path: str) -> Program | None:
    """Return the program behind an executable that is no applet, None where it is not known."""
    found = BY_PATH.get(path)
    if found is not None:
        return found
    where = BY_NAME.get(name)
    if where is None:
        return None
    from importlib import import_module

    module, _, function = where.partition(":")
    loaded: Program = getattr(import_module(module), function)
    return loaded
