"""Modules: the small standard library, files beside the script, what is installed in the container's file tree.

The rule: what the real one would not find is not found, with its own error. A module of the standard library that is
not here in the small, and an installed one whose code lies outside the subset, end the program plainly.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tutor.programs.outside import Outside
from tutor.programs.python.values import Code, Frame, Module
from tutor.vfs.generated import Generated
from tutor.vfs.tiles import Tiled

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_HERE = "tutor.programs.python.library"
NATIVE = {
    "sys": "system", "os": "operating", "os.path": "operating", "posixpath": "operating", "io": "inout", "_io": "inout",
    "time": "clock", "math": "numbers", "random": "chance", "json": "data", "datetime": "dates", "platform": "machine",
    "socket": "machine", "getpass": "machine", "signal": "signals", "collections": "containers", "itertools": "tools",
    "functools": "tools", "operator": "tools", "string": "small", "abc": "small", "typing": "small", "types": "small",
    "enum": "small", "dataclasses": "small", "contextlib": "small", "copy": "small", "traceback": "small",
    "subprocess": "small", "threading": "small", "uuid": "small", "hashlib": "digests", "base64": "digests",
    "_sandbox": "sandbox", "atexit": "small", "textwrap": "small", "shutil": "operating",
    "tempfile": "operating", "__future__": "small", "warnings": "small", "secrets": "chance", "errno": "small",
}  # fmt: skip
"""Modules that are written natively: from their names to the file in `library` that makes them."""

SOURCES = {
    "argparse", "logging", "http", "http.server", "pathlib", "statistics", "urllib", "urllib.parse", "urllib.request",
    "urllib.error", "http.client", "socketserver", "_wsgi",
}  # fmt: skip
"""Modules of the standard library that are written in the subset itself, in `library/source`."""

INSTALLED = {
    "flask", "requests", "flask.cli", "requests.exceptions", "gunicorn", "gunicorn.app", "gunicorn.app.wsgiapp",
}  # fmt: skip
"""Third-party modules of which a small form stands in `library/source`; used where they are installed."""


def imported(machine: Machine, name: str) -> Module:
    """Return a module, importing it (and its parents) if that has not happened. Raises Raised, Outside."""
    found = machine.modules.get(name)
    if found is not None:
        return found
    parent, _, last = name.rpartition(".")
    if parent:
        above = imported(machine, parent)
        if name in machine.modules:
            return machine.modules[name]
        made = _load(machine, name, last, above)
        above.namespace[last] = made
        return made
    return _load(machine, name, name, None)


def named(machine: Machine, module: Module, name: str) -> Any:
    """Return what `from module import name` means. Raises Raised, Outside."""
    if name in module.namespace:
        return module.namespace[name]
    inner = f"{module.name}.{name}"
    if inner in machine.modules:
        return machine.modules[inner]
    if (
        inner in NATIVE
        or inner in SOURCES
        or (inner in INSTALLED and not module.path)
        or (module.path.endswith("/__init__.py") and _file(machine, inner, module))
    ):
        return imported(machine, inner)
    if "__getattr__" in module.namespace:
        return machine.call(module.namespace["__getattr__"], [name])
    if not module.path and is_real_name(module.name, name):
        raise Outside(f"{module.name}.{name}")
    path = module.path
    if not path and module.name not in _BUILT_IN:
        path = f"{library_folder(machine)}/{module.name.replace('.', '/')}.py"
    where = f" ({path})" if path else " (unknown location)"
    error = machine.error("ImportError", f"cannot import name '{name}' from '{module.name}'{where}")
    error.value.attrs.update(name=module.name, path=module.path or None)
    raise error


def absolute(machine: Machine, names: dict[str, Any], name: str, level: int) -> str:
    """Return the full name of a module that may be named relatively. Raises Raised (ImportError)."""
    if not level:
        return name
    package = names.get("__package__") or ""
    if not package:
        raise machine.error("ImportError", "attempted relative import with no known parent package")
    parts = package.split(".")
    if level > len(parts):
        raise machine.error("ImportError", "attempted relative import beyond top-level package")
    base = ".".join(parts[: len(parts) - level + 1])
    return f"{base}.{name}" if name else base


def _load(machine: Machine, name: str, last: str, above: Module | None) -> Module:
    top = name.partition(".")[0]
    if above is None or not above.path:
        if name in NATIVE:
            made = Module(name)
            machine.modules[name] = made
            made.namespace["__name__"] = name
            import_module(f"{_HERE}.{NATIVE[name]}").fill(machine, name, made.namespace)
            return made
        if name in SOURCES:
            return _own_source(machine, name)
    if above is not None and above.name in INSTALLED and not above.path:
        if name not in INSTALLED:
            raise Outside(f"the module {name}")
        return _own_source(machine, name)
    found = _file(machine, name, above)
    if found is None:
        if top in sys.stdlib_module_names and (above is None or name in _REAL_PARTS):
            raise Outside(f"the module {name}")
        text = f"No module named '{name}'"
        if above is not None and not above.path.endswith("/__init__.py"):
            text += f"; '{above.name}' is not a package"
        error = machine.error("ModuleNotFoundError", text)
        error.value.attrs["name"] = name
        raise error
    path, package = found
    if name in INSTALLED and "site-packages" in path:
        return _own_source(machine, name)
    data = machine.process.fs.content(path)
    made_up = isinstance(data, Generated | Tiled) or (top not in INSTALLED and b"\0" in data.read(0, 512))
    if made_up or data.size > machine.process.kernel.limits.memory:
        raise Outside(f"the installed package {top}")
    return run_module(machine, name, path, data.read(), package)


_BUILT_IN = frozenset({"sys", "time", "errno", "itertools", "_io"})
STANDARD = sys.stdlib_module_names
_REAL_PARTS = frozenset({"xml.etree", "concurrent.futures", "email.message", "importlib.metadata", "os.path"})


def _file(machine: Machine, name: str, above: Module | None) -> tuple[str, bool] | None:
    """Return the file of a module and whether it is a package; None where there is none."""
    fs = machine.process.fs
    last = name.rpartition(".")[2]
    folders = machine.path if above is None else [above.path.rpartition("/")[0]] if above.path else []
    for folder in folders:
        base = machine.process.path(folder or ".").rstrip("/")
        for path, package in ((f"{base}/{last}/__init__.py", True), (f"{base}/{last}.py", False)):
            if fs.is_file(path):
                return path.replace("/./", "/"), package
    return None


def run_module(machine: Machine, name: str, path: str, data: bytes, package: bool, *, own: bool = False) -> Module:
    """Run the source of a module and return it; it is not there if that fails. Raises Raised, Outside."""
    made = Module(name, path="" if own else path)
    made.namespace.update(
        __name__=name, __file__=path, __package__=name if package else name.rpartition(".")[0], __doc__=None,
        __builtins__=machine.builtins,
    )  # fmt: skip
    machine.modules[name] = made
    try:
        execute(machine, data, path, made.namespace)
    except BaseException:
        machine.modules.pop(name, None)
        raise
    return made


def _own_source(machine: Machine, name: str) -> Module:
    """Run a module of ours that is written in the subset."""
    data = _packed(f"source/{name.replace('.', '_')}.py")
    folder = library_folder(machine) + ("/site-packages" if name in INSTALLED else "")
    package = "/__init__" if any(other.startswith(f"{name}.") for other in (*INSTALLED, *SOURCES)) else ""
    return run_module(machine, name, f"{folder}/{name.replace('.', '/')}{package}.py", data, False, own=True)


def execute(machine: Machine, data: bytes, filename: str, names: dict[str, Any]) -> None:
    """Run source in a namespace. Raises Raised, Outside."""
    from tutor.programs.python.parsing import parsed, source_lines
    from tutor.programs.python.scopes import Scope
    from tutor.programs.python.unit import Unit, load

    load()
    tree = parsed(machine, data, filename)
    shown = not filename.startswith("<") or machine.version >= (3, 13)
    code = Code(filename, "<module>", source_lines(data) if shown else [])
    body = Unit(machine, code, Scope("module")).body(tree.body)
    body(Frame(code, names, names))


def library_folder(machine: Machine) -> str:
    """Return the folder of the standard library."""
    return f"{machine.prefix}/lib/python{machine.version[0]}.{machine.version[1]}"


def _packed(path: str) -> bytes:
    """Return a file that lies beside the library's modules."""
    with open(f"{__file__.rpartition('/')[0]}/library/{path}", "rb") as file:
        return file.read()


def is_real_name(module: str, name: str) -> bool:
    """Whether a module of the real standard library has a name that ours may lack."""
    for line in _packed("names.txt").decode().splitlines():
        key, _, names = line.partition(": ")
        if key == module:
            return name in names.split()
    return False
