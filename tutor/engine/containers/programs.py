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


_APACHE = "tutor.programs.httpd.main:main"
BY_PATH: dict[str, Program | str] = {
    "/hello": hello,
    **dict.fromkeys(("/usr/local/apache2/bin/httpd", "/usr/sbin/apache2"), _APACHE),
}
"""Programs by their whole path: those whose name an applet has, too."""

_PYTHON = "tutor.programs.python.main:main"
_APT = "tutor.packages.apt.program:main"
_DPKG = "tutor.packages.apt.dpkg:main"
BY_NAME: dict[str, str] = {
    **dict.fromkeys(("python", "python3", *(f"python3.{minor}" for minor in range(8, 15))), _PYTHON),
    **dict.fromkeys(("nano", "vi", "vim"), "tutor.programs.editors:main"),
    **dict.fromkeys(("apt", "apt-cache", "apt-get", "apt-mark"), _APT),
    **dict.fromkeys(("dpkg", "dpkg-query"), _DPKG),
    "apk": "tutor.packages.apk.program:main",
    "nginx": "tutor.programs.nginx.main:main",
    "httpd-foreground": _APACHE,
    "go": "tutor.programs.golang.main:main",
    "built/go": "tutor.programs.built:go",
}
"""Programs by the last part of their path, as "module:function"; imported when one is run."""


def program(name: str, path: str) -> Program | None:
    """Return the program behind an executable that is no applet, None where it is not known."""
    found = BY_PATH.get(path) or BY_NAME.get(name)
    if not isinstance(found, str):
        return found
    from importlib import import_module

    module, _, function = found.partition(":")
    loaded: Program = getattr(import_module(module), function)
    return loaded
