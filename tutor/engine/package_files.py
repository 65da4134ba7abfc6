"""The files of a package, worked out from its name and size as Debian's names tell them.

One rule: `libNAME1` is a shared library, `NAME-dev` headers and a static library, `NAME-data` and its kin data,
`libNAME-perl` modules, and everything else a command of that name. What a package has that cannot be guessed so, a
recipe lists itself, and flags the package `x`.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_DOCUMENTS = 12_000  # bytes of a package that are documents and the package manager's notes
_LIBRARY = re.compile(r"lib(?P<name>.+?)-?(?P<version>\d+(?:\.\d+)*)[a-z]?")
_DATA = ("-data", "-common", "-doc", "-l10n", "-locales", "-base", "-mgc", "-theme", "-schemas", "-proto", "-core")


def documents(rows: Iterable[Sequence[str]], architecture: str, *, changelogs: bool) -> list[str]:
    """Return lines of a recipe's list: what comes with every package. A row is name, version, size in KiB, flags, …."""
    names, infos = [], []
    for name, _, _, flags, *_ in rows:
        names.append(name)
        infos.append(f"{name}:{architecture}" if "s" in flags else name)
    docs, info = ",".join(names), ",".join(infos)
    lines = [f"/usr/share/doc/{{{docs}}}/", "copyright ~9800 source"]
    if changelogs:
        lines.append("changelog.Debian.gz ~7000 noise")
    return [*lines, "/var/lib/dpkg/info/", f"{{{info}}}.list ~4200 source", f"{{{info}}}.md5sums ~5000 text"]


def contents(rows: Iterable[Sequence[str]], libraries: str) -> list[str]:
    """Return lines of a recipe's list: the files of all packages that are not flagged `x`.

    `libraries` is the folder of shared libraries ("/usr/lib/x86_64-linux-gnu").
    """
    lines: list[str] = []
    for name, _, installed, flags, *_ in rows:
        size = int(installed) * 1024 - _DOCUMENTS
        if size > 0 and "x" not in flags:
            lines += _files(name, size, libraries)
    return lines


def _files(name: str, size: int, libraries: str) -> list[str]:
    if name.endswith(("-dev", "-headers")):
        return _headers(name.removeprefix("lib").rpartition("-")[0], size, libraries)
    if name.endswith("-perl"):
        folder = name.removeprefix("lib").removesuffix("-perl").replace("-", "/").title()
        return [f"/usr/share/perl5/{folder}/", *_many("pm", size, "source", 14_000)]
    if name.endswith(_DATA) or name.startswith(("fonts-", "perl-modules")):
        return [f"/usr/share/{name}/", *_many("dat", size, "bin", 60_000)]
    library = _LIBRARY.fullmatch(name)
    if library is None:
        return ["/usr/bin/", f"{name} {size} code"]
    full = f"lib{library['name']}.so.{library['version']}"
    return [f"{libraries}/", f"{full}.0.0 {size} code", f"{full} -> {full}.0.0"]


def _headers(name: str, size: int, libraries: str) -> list[str]:
    headers = size if size < 60_000 else size // 2
    lines = [f"/usr/include/{name}/", *_many("h", headers, "source", 16_000)]
    if size > headers:
        lines += [f"{libraries}/", f"lib{name}.a {size - headers} bin"]
    return lines


def _many(ending: str, size: int, kind: str, average: int) -> list[str]:
    """Return a line for files of a kind; their number follows from their average, up to 40 of them."""
    count = min(40, max(1, size // average))
    return [f"*{count}.{ending} ~{size // count} {kind}"]
