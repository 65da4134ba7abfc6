"""Putting a wheel into an installation, and taking it away (PEP 427, PEP 376).

One rule: all that was put is in RECORD, and only what is in RECORD is taken away.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.packages.files import parse, place, take_away
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.packages.pip.catalogue import Wheel
    from tutor.packages.pip.environment import Distribution, Environment
    from tutor.shell.process import Process

_SCRIPT = """#!{python}
import sys
from {module} import {function}
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit({call}())
"""


def put(process: Process, environment: Environment, wheel: Wheel, site: str, scripts: str) -> None:
    """Install a wheel below `site`, its commands in `scripts`. Raises FsError."""
    fs = process.fs
    now = int(process.host.now())
    machine = "arm64" if _is_arm(process) else "amd64"
    tag = environment.tag.replace("cp", "")
    lines = [_placed(line, site, tag) for line in wheel.files]
    fs.mkdir(site, parents=True)
    entries = list(parse(lines, f"{wheel.name}=={wheel.version}", machine))
    folders = [entry for entry in entries if entry.content is None]
    place(fs, [entry for entry in folders if not fs.exists(entry.path)], now)
    for entry in entries:
        if entry.content is not None:
            if fs.exists(entry.path, follow=False):
                fs.unlink(entry.path)
            fs.write(entry.path, entry.content, entry.mode)
    record = [(entry.path[len(site) + 1 :], entry.content.size) for entry in entries if entry.content is not None]
    record += _commands(process, environment, wheel, scripts)
    info = f"{wheel.file.split('-')[0]}-{wheel.version}.dist-info"
    for name, text in _information(wheel, tag).items():
        fs.mkdir(f"{site}/{info}", parents=True)
        fs.write(f"{site}/{info}/{name}", text.encode())
        record.append((f"{info}/{name}", len(text.encode())))
    rows = [f"{path},sha256={_digest(wheel, path)},{size}" for path, size in sorted(record)]
    fs.write(f"{site}/{info}/RECORD", "".join(f"{row}\n" for row in [*rows, f"{info}/RECORD,,"]).encode())
    process.sleep(0.02 + sum(size for _, size in record) / 40_000_000)


def _placed(line: str, site: str, tag: str) -> str:
    folder, _, rest = line.partition(" ")
    while folder.startswith("/../"):  # commands that lie in the wheel
        folder, site = folder[3:], site.rpartition("/")[0]
    return f"{site}{folder} {rest.replace('cpython-312', f'cpython-{tag}')}"


def _is_arm(process: Process) -> bool:
    return any(process.fs.exists(path) for path in ("/lib/ld-linux-aarch64.so.1", "/lib/ld-musl-aarch64.so.1"))


def _commands(process: Process, environment: Environment, wheel: Wheel, folder: str) -> list[tuple[str, int]]:
    out = []
    for script in wheel.scripts:
        name, _, target = script.partition("=")
        module, _, function = target.partition(":")
        text = _SCRIPT.format(
            python=environment.python, module=module, function=function.partition(".")[0], call=function
        )
        process.fs.mkdir(folder, parents=True)
        process.fs.write(f"{folder}/{name}", text.encode(), 0o755)
        process.fs.chmod(f"{folder}/{name}", 0o755)
        out.append((f"../../../bin/{name}", len(text)))
    return out


def _information(wheel: Wheel, tag: str) -> dict[str, str]:
    metadata = [
        "Metadata-Version: 2.4", f"Name: {wheel.name}", f"Version: {wheel.version}", f"Summary: {wheel.summary}",
        f"License-Expression: {wheel.licence}",
        *(f"Requires-Dist: {text}" for text in wheel.requires),
    ]  # fmt: skip
    files = {
        "INSTALLER": "pip\n",
        "METADATA": "\n".join(metadata) + "\n\n",
        "WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: {'true' if 'none-any' in wheel.file else 'false'}\n"
        f"Tag: {wheel.file.removesuffix('.whl').split('-', 2)[2].replace('cp312', f'cp{tag}')}\n",
        "REQUESTED": "",
    }
    if wheel.scripts:
        rows = "".join(f"{script.replace('=', ' = ', 1)}\n" for script in wheel.scripts)
        files["entry_points.txt"] = f"[console_scripts]\n{rows}"
    return files


def _digest(wheel: Wheel, path: str) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(sha256(f"{wheel.file}{path}".encode()).digest()).decode().rstrip("=")


def files_of(process: Process, package: Distribution) -> list[str]:
    """Return the paths in a package's RECORD, absolute."""
    try:
        text = process.fs.read(f"{package.where}/{package.folder}/RECORD").decode("utf-8", "replace")
    except FsError:
        return []
    names = [line.rpartition(",")[0].rpartition(",")[0] for line in text.splitlines() if line]
    return [_normal(f"{package.where}/{name}") for name in names]


def _normal(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part and part != ".":
            parts.append(part)
    return "/" + "/".join(parts)


def remove(process: Process, package: Distribution) -> None:
    """Take a package away. Raises FsError."""
    fs = process.fs
    paths = files_of(process, package)
    if not paths:
        paths = [f"{package.where}/{package.folder}/{name}" for name in fs.listdir(f"{package.where}/{package.folder}")]
    folders = {path.rpartition("/")[0] for path in paths}
    grown = {f"{package.where}/{package.folder}"}
    for folder in folders:
        while folder.startswith(f"{package.where}/"):
            grown.add(folder)
            folder = folder.rpartition("/")[0]
    for path in paths:
        if fs.exists(path, follow=False) and not fs.access(path.rpartition("/")[0], "w"):
            raise FsError("EACCES", path)
    take_away(fs, {*paths, *grown})
