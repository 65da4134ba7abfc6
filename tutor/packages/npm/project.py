"""A project's `package.json` and `package-lock.json`, and what lies in its `node_modules`.

One rule: JSON is written as npm writes it: two blanks, the order of what was there, a line end.
"""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha512
from typing import TYPE_CHECKING, Any

from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.packages.npm.catalogue import Package
    from tutor.packages.npm.tree import Place
    from tutor.shell.process import Process

REGISTRY = "https://registry.npmjs.org"


class BadJson(Exception):
    """A file that is no JSON: `path`, `reason`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path)
        self.path = path
        self.reason = reason


class Project:
    """A folder with a `package.json`. `manifest` is None where there is none; raises BadJson."""

    def __init__(self, process: Process, folder: str) -> None:
        self.process = process
        self.folder = folder
        self.manifest: dict[str, Any] | None = self._read("package.json")
        self.lock: dict[str, Any] | None = self._read("package-lock.json") or self._read("npm-shrinkwrap.json")

    def _read(self, name: str) -> dict[str, Any] | None:
        path = f"{self.folder.rstrip('/')}/{name}"
        try:
            data = self.process.fs.read(path)
        except FsError:
            return None
        try:
            found = json.loads(data)
        except ValueError as error:
            raise BadJson(path, str(error)) from None
        return found if isinstance(found, dict) else {}

    @property
    def modules(self) -> str:
        """The path of the folder of packages."""
        return f"{self.folder.rstrip('/')}/node_modules"

    def section(self, name: str) -> dict[str, str]:
        """Return requirements of the manifest (`dependencies`, `devDependencies`)."""
        found = (self.manifest or {}).get(name)
        return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}

    @property
    def label(self) -> str:
        """`name@version`, as npm shows a project."""
        manifest = self.manifest or {}
        name = str(manifest.get("name") or self.folder.rpartition("/")[2])
        return f"{name}@{manifest['version']}" if manifest.get("version") else name

    def locked(self) -> dict[str, str]:
        """Return the versions in the lock file, by path."""
        packages = (self.lock or {}).get("packages", {})
        return {path: str(row.get("version", "")) for path, row in packages.items() if path and isinstance(row, dict)}

    def installed(self) -> dict[str, str]:
        """Return the versions of what lies in `node_modules`, by path; as the hidden lock file there says."""
        try:
            rows = json.loads(self.process.fs.read(f"{self.modules}/.package-lock.json")).get("packages", {})
        except (FsError, ValueError):
            return {}
        there = self.process.fs.is_dir
        return {path: row["version"] for path, row in rows.items() if there(f"{self.folder.rstrip('/')}/{path}")}

    def write(self, name: str, value: object) -> None:
        """Write a JSON file of the project. Raises FsError."""
        path = f"{self.folder.rstrip('/')}/{name}"
        self.process.fs.write(path, dumped(value).encode())

    def write_lock(self, places: Iterable[Place]) -> None:
        """Write the lock file (lockfileVersion 3). Raises FsError."""
        manifest = self.manifest or {}
        kept = ("name", "version", "license", "dependencies", "devDependencies")
        top = {key: manifest[key] for key in kept if manifest.get(key)}
        rows = {"": top, **{place.path: row(place) for place in places}}
        lock = {key: manifest[key] for key in ("name", "version") if manifest.get(key)}
        self.lock = {**lock, "lockfileVersion": 3, "requires": True, "packages": rows}
        self.lock.setdefault("name", self.folder.rpartition("/")[2])
        self.write("package-lock.json", self.lock)


def dumped(value: object) -> str:
    """Return JSON as npm writes it."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def row(place: Place) -> dict[str, Any]:
    """Return a package's entry in a lock file."""
    package = place.package
    out: dict[str, Any] = {"version": package.version, "resolved": address(package), "integrity": integrity(package)}
    if place.dev:
        out["dev"] = True
    out["license"] = package.licence
    if package.depends:
        out["dependencies"] = dict(package.depends)
    if package.commands:
        out["bin"] = dict(package.commands)
    if package.funding:
        out["funding"] = {"url": f"https://opencollective.com/{package.name.rpartition('/')[2]}"}
    return out


def address(package: Package) -> str:
    """Return where a package's archive is."""
    return f"{REGISTRY}/{package.name}/-/{package.name.rpartition('/')[2]}-{package.version}.tgz"


def integrity(package: Package) -> str:
    """Return the digest of a package's archive (Subresource Integrity)."""
    return "sha512-" + b64encode(sha512(f"{package.name}@{package.version}".encode()).digest()).decode()
