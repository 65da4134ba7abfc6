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
_PIP = "tutor.packages.pip.program:main"
_NPM = "tutor.packages.npm.program:main"
BY_NAME: dict[str, str] = {
    **dict.fromkeys(("python", "python3", *(f"python3.{minor}" for minor in range(8, 15))), _PYTHON),
    **dict.fromkeys(("nano", "vi", "vim"), "tutor.programs.editors:main"),
    **dict.fromkeys(("apt", "apt-cache", "apt-get", "apt-mark"), _APT),
    **dict.fromkeys(("dpkg", "dpkg-query"), _DPKG),
    "apk": "tutor.packages.apk.program:main",
    "module/venv": "tutor.packages.pip.venv:main",
    **dict.fromkeys(("npm", "npx", "npm-cli.js", "npx-cli.js"), _NPM),
    **dict.fromkeys(("gosu", "su-exec"), "tutor.programs.gosu:main"),
    "nginx": "tutor.programs.nginx.main:main",
    "httpd-foreground": _APACHE,
    "registry": "tutor.engine.containers.registry_program:main",
    "redis-server": "tutor.programs.redis.server:main",
    "redis-cli": "tutor.programs.redis.client:main",
    "postgres": "tutor.programs.postgres.server:main",
    "initdb": "tutor.programs.postgres.server:initdb",
    "psql": "tutor.programs.postgres.psql:main",
    "pg_isready": "tutor.programs.postgres.psql:is_ready",
    "postgres-entrypoint": "tutor.programs.postgres.entrypoint:main",
    "envsubst": "tutor.programs.envsubst:main",
    "node": "tutor.programs.node.main:main",
    "nodejs": "tutor.programs.node.main:main",
    **dict.fromkeys(("gcc", "cc"), "tutor.programs.gcc.main:main"),
    "built/c": "tutor.programs.gcc.main:run",
    "make": "tutor.programs.make.main:main",
    "gmake": "tutor.programs.make.main:main",
    "go": "tutor.programs.golang.main:main",
    "built/go": "tutor.programs.built:go",
    **dict.fromkeys(("pip", "pip3", *(f"pip3.{minor}" for minor in range(8, 15))), _PIP),
}
"""Programs by the last part of their path, as "module:function"; imported when one is run."""

BY_SCRIPT: dict[bytes, str] = {
    b"\nfrom pip._internal.cli.main import ": _PIP,
    b"\n# The first start makes a database cluster": "tutor.programs.postgres.entrypoint:main",
}
"""Programs that are there as scripts, by a line that makes a script what it is."""


def script(head: bytes) -> Program | None:
    """Return the program behind a script that begins so, None where an interpreter is to run it."""
    where = next((where for line, where in BY_SCRIPT.items() if line in head), None)
    return _loaded(where) if where is not None else None


def program(name: str, path: str) -> Program | None:
    """Return the program behind an executable that is no applet, None where it is not known."""
    found = BY_PATH.get(path) or BY_NAME.get(name)
    return _loaded(found) if isinstance(found, str) else found


def _loaded(where: str) -> Program:
    from importlib import import_module

    module, _, function = where.partition(":")
    loaded: Program = getattr(import_module(module), function)
    return loaded
