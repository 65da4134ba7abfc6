"""Packages in `node_modules`, and npm's cache of what it fetched.

One rule: a package has its `package.json` as text; the rest of its files is generated, a few for many.
"""

from __future__ import annotations

from base64 import b64decode
from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.packages.files import made
from tutor.packages.npm.project import address, dumped, integrity, row
from tutor.vfs.errors import FsError
from tutor.vfs.generated import Generated

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.packages.npm.catalogue import Package
    from tutor.packages.npm.tree import Place
    from tutor.shell.process import Process
    from tutor.vfs.filesystem import FileSystem

CLOCK = 499_162_500
"""1985-10-26T08:15:00Z: the time that npm gives every file of an archive."""


def put(process: Process, folder: str, place: Place) -> None:
    """Put a package into its place below a project's folder. Raises FsError."""
    fs, package = process.fs, place.package
    base = f"{folder.rstrip('/')}/{place.path}"
    fs.mkdir(base, parents=True)
    manifest: dict[str, object] = {"name": package.name, "version": package.version, "license": package.licence}
    if package.main:
        manifest["main"] = package.main
    if package.commands:
        manifest["bin"] = dict(package.commands)
    if package.depends:
        manifest["dependencies"] = dict(package.depends)
    text = dumped(manifest).encode()
    files = {"package.json": len(text), **_sizes(package, len(text))}
    for name, size in files.items():
        path = f"{base}/{name}"
        fs.mkdir(path.rpartition("/")[0], parents=True)
        seed = f"{package.name}@{package.version}/{name}"
        executable = any(name == target.removeprefix("./") for _, target in package.commands)
        content = text if name == "package.json" else made(seed, size, "x" if executable else "t")
        fs.write(path, content, 0o755 if executable else 0o644)
        fs.utime(path, CLOCK)


def _sizes(package: Package, manifest: int) -> dict[str, int]:
    """Return the files that stand for a package's own, with their sizes."""
    left = max(0, package.unpacked - manifest)
    out: dict[str, int] = {}
    if package.count > 2:
        out["LICENSE"] = min(1100, left)
        left -= out["LICENSE"]
    if package.count > 3:
        out["README.md"] = min(left // 8, 20_000)
        left -= out["README.md"]
    names = [target.removeprefix("./") for _, target in package.commands]
    for name in dict.fromkeys(names):
        out[name] = min(left // 4, 6_000) or 1
        left -= out[name]
    main = package.main.removeprefix("./") or "index.js"
    if "." not in main.rpartition("/")[2]:
        main = f"{main.rstrip('/')}.js"
    if main in out:
        main = "lib/index.js"
    if package.count > 8:
        out["lib/all.js" if main != "lib/all.js" else "dist/all.js"] = left * 2 // 3
        left -= left * 2 // 3
    out[main] = max(left, 0)
    return out


def link(process: Process, folder: str, places: Iterable[Place]) -> None:
    """Make the links in `node_modules/.bin` for packages at the top. Raises FsError."""
    for place in places:
        if place.path.count("node_modules/") == 1:
            for name, target in place.package.commands:
                _linked(process.fs, f"{folder.rstrip('/')}/node_modules/.bin", name,
                        f"../{place.path.removeprefix('node_modules/')}/{target.removeprefix('./')}")  # fmt: skip


def _linked(fs: FileSystem, folder: str, name: str, target: str) -> None:
    fs.mkdir(folder, parents=True)
    if fs.exists(f"{folder}/{name}", follow=False):
        fs.unlink(f"{folder}/{name}")
    fs.symlink(target, f"{folder}/{name}")


def write_hidden(process: Process, folder: str, name: str, places: Iterable[Place]) -> None:
    """Write what is installed into `node_modules/.package-lock.json`. Raises FsError."""
    rows = {place.path: row(place) for place in places}
    lock = {"name": name, "lockfileVersion": 3, "requires": True, "packages": rows}
    process.fs.write(f"{folder.rstrip('/')}/node_modules/.package-lock.json", dumped(lock).encode())


def remove_tree(fs: FileSystem, path: str) -> None:
    """Take away a folder with all that is in it. Raises FsError."""
    if fs.is_symlink(path) or not fs.is_dir(path):
        if fs.exists(path, follow=False):
            fs.unlink(path)
        return
    for name in fs.listdir(path):
        remove_tree(fs, f"{path}/{name}")
    fs.rmdir(path)


class Cache:
    """npm's cache: archives and registry documents by their digest, and an index of them."""

    def __init__(self, process: Process, folder: str) -> None:
        self._process = process
        self.folder = folder
        self.usable = True

    def has(self, package: Package) -> bool:
        """Tell whether a package's archive is there."""
        return self._process.fs.exists(self._content(package))

    def _content(self, package: Package) -> str:
        digest = b64decode(integrity(package).partition("-")[2]).hex()
        return f"{self.folder}/_cacache/content-v2/sha512/{digest[:2]}/{digest[2:4]}/{digest[4:]}"

    def keep(self, package: Package) -> None:
        """Keep a package's archive and its registry document."""
        if not self.usable:
            return
        document = sha256(f"document {package.name}".encode()).hexdigest() * 2
        files = (
            (self._content(package), Generated(f"{package.name}@{package.version}", package.size, "noise")),
            (f"{self.folder}/_cacache/content-v2/sha512/{document[:2]}/{document[2:4]}/{document[4:128]}",
             made(f"document {package.name}", package.document, "t")),
            (self._index(address(package)), made(f"index {package.name}@{package.version}", 900, "t")),
            (self._index(package.name), made(f"index {package.name}", 1100, "t")),
        )  # fmt: skip
        try:
            for path, content in files:
                if not self._process.fs.exists(path):
                    self._process.fs.mkdir(path.rpartition("/")[0], parents=True)
                    self._process.fs.write(path, content)
        except FsError:
            self.usable = False

    def _index(self, what: str) -> str:
        digest = sha256(f"make-fetch-happen:request-cache:{what}".encode()).hexdigest()
        return f"{self.folder}/_cacache/index-v5/{digest[:2]}/{digest[2:4]}/{digest[4:]}"

    def log(self) -> str:
        """Write the log of a run and return its path; nothing where that is not possible."""
        from time import gmtime, strftime

        now = self._process.host.now()
        stamp = strftime("%Y-%m-%dT%H_%M_%S", gmtime(now)) + f"_{int(now * 1000) % 1000:03}Z"
        path = f"{self.folder}/_logs/{stamp}-debug-0.log"
        try:
            self._process.fs.mkdir(f"{self.folder}/_logs", parents=True)
            self._process.fs.write(path, f"0 verbose cli {' '.join(self._process.argv)}\n".encode())
        except FsError:
            return ""
        return path
