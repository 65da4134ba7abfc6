"""`python -m venv`: an installation of its own that borrows the interpreter of another one (PEP 405)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.packages.pip import catalogue, wheels
from tutor.packages.pip.environment import Environment
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_NO_PIP = """The virtual environment was not created successfully because ensurepip is not
available.  On Debian/Ubuntu systems, you need to install the python3-venv
package using the following command.

    apt install python{version}-venv

You may need to use sudo with that command.  After installing the python3-venv
package, recreate your virtual environment.

Failing command: {place}/bin/python3

"""
_ACTIVATE = """# Read this with `. {place}/bin/activate`; it cannot be run.
deactivate () {{
    if [ -n "${{_OLD_VIRTUAL_PATH:-}}" ]; then
        PATH="${{_OLD_VIRTUAL_PATH:-}}"
        export PATH
        unset _OLD_VIRTUAL_PATH
    fi
    if [ -n "${{_OLD_VIRTUAL_PS1:-}}" ]; then
        PS1="${{_OLD_VIRTUAL_PS1:-}}"
        unset _OLD_VIRTUAL_PS1
    fi
    unset VIRTUAL_ENV
    if [ "${{1:-}}" != nondestructive ]; then
        unset -f deactivate
    fi
}}
deactivate nondestructive
VIRTUAL_ENV={place}
export VIRTUAL_ENV
_OLD_VIRTUAL_PATH="$PATH"
PATH="$VIRTUAL_ENV/bin:$PATH"
export PATH
_OLD_VIRTUAL_PS1="${{PS1:-}}"
PS1="({name}) ${{PS1:-}}"
"""
_USAGE = (
    "usage: venv [-h] [--system-site-packages] [--symlinks | --copies] [--clear] [--upgrade] [--without-pip] "
    "[--prompt PROMPT] [--upgrade-deps] ENV_DIR [ENV_DIR ...]\n"
)


def main(process: Process) -> int:
    """Make virtual environments; `process.argv[0]` is the interpreter's path."""
    flags, places, prompt = set(), [], ""
    todo = process.argv[1:][::-1]
    while todo:
        word = todo.pop()
        if word.startswith("--prompt"):
            prompt = word.partition("=")[2] or (todo.pop() if todo else "")
        elif word.startswith("-"):
            flags.add(word.lstrip("-"))
        else:
            places.append(word)
    if not places:
        process.err(f"{_USAGE}venv: error: the following arguments are required: ENV_DIR\n")
        return 2
    for place in places:
        try:
            code = _make(process, process.path(place).rstrip("/"), flags, prompt)
        except FsError as error:
            number = {"EACCES": 13, "EROFS": 30, "ENOSPC": 28}.get(error.code, 17)
            process.err(f"Error: [Errno {number}] {error.strerror}: '{error.path}'\n")
            return 1
        if code:
            return code
    return 0


def _make(process: Process, place: str, flags: set[str], prompt: str) -> int:
    fs = process.fs
    base = Environment(process, process.argv[0])
    library = f"python{base.version}"
    for folder in ("bin", f"include/{library}", f"lib/{library}/site-packages"):
        fs.mkdir(f"{place}/{folder}", parents=True)
    _link(process, f"{place}/lib64", "lib")
    home, _, name = process.argv[0].rpartition("/")
    _link(process, f"{place}/bin/{name}", process.argv[0])
    for other in ("python", "python3", library):
        if other != name:
            _link(process, f"{place}/bin/{other}", name)
    settings = {
        "home": home, "include-system-site-packages": "true" if "system-site-packages" in flags else "false",
        "version": base.version, "executable": fs.resolve(process.argv[0]),
        "command": f"{process.argv[0]} -m venv {place}",
    }  # fmt: skip
    fs.write(f"{place}/pyvenv.cfg", "".join(f"{key} = {value}\n" for key, value in settings.items()).encode())
    shown = prompt or place.rpartition("/")[2]
    fs.write(f"{place}/bin/activate", _ACTIVATE.format(place=place, name=shown).encode())
    process.sleep(0.2)
    if "without-pip" in flags:
        return 0
    if not any(fs.is_dir(f"{root}/lib/{library}/ensurepip") for root in (base.prefix, "/usr")):
        process.out(_NO_PIP.format(version=base.version, place=place))
        return 1
    wheel = catalogue.newest("pip")
    assert wheel is not None
    own = replace(wheel, version=base.pip, file=f"pip-{base.pip}-py3-none-any.whl")
    environment = Environment(process, f"{place}/bin/pip")
    wheels.put(process, environment, own, environment.site, environment.scripts)
    process.sleep(1.6)
    return 0


def _link(process: Process, path: str, target: str) -> None:
    if not process.fs.exists(path, follow=False):
        process.fs.symlink(target, path)
