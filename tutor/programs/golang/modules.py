"""go.mod, the files of a package, the module cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated

if TYPE_CHECKING:
    from tutor.shell.process import Process

_SIZES = {
    "github.com/gin-gonic/gin": 1_240_000, "github.com/gorilla/mux": 156_000, "github.com/google/uuid": 62_000,
    "github.com/lib/pq": 512_000, "github.com/redis/go-redis/v9": 1_380_000, "github.com/go-chi/chi/v5": 310_000,
    "github.com/joho/godotenv": 58_000, "github.com/spf13/cobra": 780_000, "github.com/sirupsen/logrus": 210_000,
    "github.com/prometheus/client_golang": 1_900_000, "github.com/stretchr/testify": 640_000,
    "gopkg.in/yaml.v3": 490_000,
    "golang.org/x/net": 6_100_000, "golang.org/x/crypto": 3_900_000, "golang.org/x/sys": 7_200_000,
    "golang.org/x/text": 38_000_000, "github.com/labstack/echo/v4": 830_000, "gorm.io/gorm": 760_000,
}  # fmt: skip
"""Modules that the sandbox's proxy has, and about how many bytes each unpacks to."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module: where its go.mod lies, its path, its Go version, what it requires (path, version)."""

    folder: str
    path: str
    go: str
    requires: tuple[tuple[str, str], ...]


def find(process: Process, folder: str) -> Module | None:
    """Return the module that a folder is in, None where there is none."""
    here = folder
    while True:
        file = f"{here.rstrip('/')}/go.mod"
        if process.fs.is_file(file):
            return parse(here, process.fs.read(file).decode("utf-8", "replace"))
        if here in ("", "/"):
            return None
        here = here.rpartition("/")[0] or "/"


def parse(folder: str, text: str) -> Module:
    """Return what a go.mod says."""
    path = re.search(r"^module\s+(\S+)", text, re.MULTILINE)
    version = re.search(r"^go\s+(\S+)", text, re.MULTILINE)
    requires = re.findall(r"^\s*(?:require\s+)?([\w.\-]+\.[\w.\-]+/\S+|gopkg\.in/\S+)\s+(v\S+)", text, re.MULTILINE)
    return Module(folder, path[1] if path else "", version[1] if version else "", tuple(requires))


def sources(process: Process, folder: str) -> list[tuple[str, str]]:
    """Return the Go files of a folder that are built (path, text). Raises FsError."""
    found = []
    for name in process.fs.listdir(folder):
        if name.endswith(".go") and not name.endswith("_test.go") and not name.startswith(("_", ".")):
            found.append(
                (
                    f"{folder.rstrip('/')}/{name}",
                    process.fs.read(f"{folder.rstrip('/')}/{name}").decode("utf-8", "replace"),
                )
            )
    return found


def cache_folder(process: Process) -> str:
    """Return the folder of the module cache."""
    return f"{process.env.get('GOPATH', process.env.get('HOME', '/root') + '/go')}/pkg/mod"


def is_there(process: Process, path: str, version: str) -> bool:
    """Whether a module is in the cache."""
    return process.fs.is_dir(f"{cache_folder(process)}/{path}@{version}")


def fetch(process: Process, path: str, version: str) -> str:
    """Put a module into the cache; return what is wrong, "" if nothing is."""
    size = _SIZES.get(path)
    if size is None:
        url = f"https://proxy.golang.org/{path}/@v/{version}.info"
        response = f'not found: module {path}: no matching versions for query "{version}"'
        return f"{path}@{version}: reading {url}: 404 Not Found\n\tserver response: {response}"
    if is_there(process, path, version):
        return ""
    base = cache_folder(process)
    folder = f"{base}/{path}@{version}"
    listed = f"{base}/cache/download/{path}/@v"
    fs = process.fs
    for made in (folder, listed):
        fs.mkdir(made, 0o755, parents=True)
    fs.write(f"{folder}/go.mod", f"module {path}\n\ngo 1.20\n".encode())
    fs.write(f"{folder}/source.go", Generated(f"{path}@{version}", size, "text"))
    fs.write(f"{listed}/{version}.info", f'{{"Version":"{version}"}}'.encode())
    fs.write(f"{listed}/{version}.mod", f"module {path}\n\ngo 1.20\n".encode())
    fs.write(f"{listed}/{version}.zip", Generated(f"{path}@{version}.zip", size // 4, "noise"))
    return ""


def missing(process: Process, module: Module, imports: list[tuple[str, str, int, int]]) -> list[str]:
    """Return what the real one says of imports that no module provides; (file, path, line, column) each."""
    found = []
    for file, path, line, column in imports:
        first = path.partition("/")[0]
        if "." not in first:
            continue
        required = next(
            ((name, version) for name, version in module.requires if path == name or path.startswith(name + "/")), None
        )
        if required is None:
            found.append(
                f"{file}:{line}:{column}: no required module provides package {path}; to add it:\n\tgo get {path}"
            )
        elif not is_there(process, *required):
            said = fetch(process, *required)
            if said:
                found.append(f"go: {said}")
    return found


def readable(process: Process, path: str) -> bool:
    """Whether a file can be read."""
    try:
        process.fs.content(path)
    except FsError:
        return False
    return True
