"""What apt tells about packages: `list`, `search`, `show`, `policy`, `depends`, `madison`."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from hashlib import shake_256
from typing import TYPE_CHECKING

from tutor.packages.apt.relations import parse
from tutor.packages.apt.status import STATUS
from tutor.packages.sizes import decimal_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.packages.apt.catalogue import Deb
    from tutor.packages.apt.session import Apt


def listing(apt: Apt, patterns: list[str]) -> int:
    """`apt list`."""
    apt.out("Listing...\n" if not apt.process.stdout.tty else "Listing... Done\n")
    names = set(apt.status.versions)
    if "installed" not in apt.options:
        names |= set(apt.available.names())
    for name in sorted(names):
        if patterns and not any(fnmatchcase(name, pattern) for pattern in patterns):
            continue
        line = _line(apt, name)
        if "upgradable" in apt.options and "upgradable" not in line:
            continue
        apt.process.out(f"{line}\n")
    return 0


def _line(apt: Apt, name: str) -> str:
    deb, here = apt.available.get(name), apt.status.get(name)
    machine = apt.status.machine
    suite = _suite(apt, deb)
    if here is None:
        return f"{name}/{suite} {deb.version} {deb.architecture(machine)}" if deb is not None else name
    auto = ",automatic" if name in apt.status.auto else ""
    if deb is None:
        return f"{name}/now {here.version} {here.architecture} [installed{auto or ',local'}]"
    if deb.version != here.version:
        new = f"{name}/{suite} {deb.version} {deb.architecture(machine)} [upgradable from: {here.version}]"
        return new if "installed" not in apt.options else (
            f"{name}/now {here.version} {here.architecture} [installed,upgradable to: {deb.version}]")  # fmt: skip
    return f"{name}/{suite},now {here.version} {here.architecture} [installed{auto}]"


def _suite(apt: Apt, deb: Deb | None) -> str:
    index = apt.available.index_of(deb) if deb is not None else None
    if index is None or index.release is None:
        return "now"
    return index.suite.replace(index.release.codename, index.release.archive)


def search(apt: Apt, words: list[str]) -> int:
    """`apt search` and `apt-cache search`: packages of which the name or description has all of the patterns."""
    if not words:
        return apt.fail("You must give at least one search pattern")
    if apt.name == "apt":
        done = " Done" if apt.process.stdout.tty else ""
        apt.out(f"Sorting...{done}\nFull Text Search...{done}\n")
    patterns = [re.compile(word, re.IGNORECASE | re.MULTILINE) for word in words]
    for name in apt.available.names():
        deb = apt.available.get(name)
        if deb is None:
            continue
        text = name if "n" in apt.options else f"{name}\n{deb.summary}"
        if all(pattern.search(text) for pattern in patterns):
            long = f"{_line(apt, name)}\n  {deb.summary}\n\n"
            apt.process.out(long if apt.name == "apt" else f"{name} - {deb.summary}\n")
    return 0


def show(apt: Apt, names: list[str]) -> int:
    """`apt show` and `apt-cache show`."""
    machine, found = apt.status.machine, False
    for name in names:
        deb = apt.available.get(name.partition("=")[0])
        if deb is None:
            here = apt.status.get(name)
            if here is None:
                apt.process.err(f"N: Unable to locate package {name}\n" if apt.name == "apt" else "")
                continue
            found = True
            apt.process.out(f"{here.text}\n\n")
            continue
        found = True
        apt.process.out("".join(f"{line}\n" for line in _shown(apt, deb, machine)) + "\n")
    if not found:
        return apt.fail("No packages found")
    return 0


def _shown(apt: Apt, deb: Deb, machine: str) -> list[str]:
    relations = [
        f"{field}: {value}"
        for field, value in (
            ("Provides", deb.provides), ("Depends", deb.depends), ("Recommends", deb.recommends),
            ("Suggests", deb.suggests),
        ) if value
    ]  # fmt: skip
    source = [f"Source: {deb.source}"] if deb.source != deb.name else []
    if apt.name == "apt":
        index = apt.available.index_of(deb)
        where = f"{index.uri} {index.suite}/{index.component} {machine} Packages" if index is not None else ""
        return [
            f"Package: {deb.name}", f"Version: {deb.version}", f"Priority: {deb.priority}", f"Section: {deb.section}",
            *source, f"Installed-Size: {decimal_size(deb.installed * 1024)}", *relations,
            f"Download-Size: {decimal_size(deb.size)}",
            *([f"APT-Manual-Installed: {'no' if deb.name in apt.status.auto else 'yes'}"]
              if apt.status.get(deb.name) else []),
            f"APT-Sources: {where}", f"Description: {deb.summary}",
        ]  # fmt: skip
    digest = shake_256(deb.archive(machine).encode()).hexdigest(32)
    return [
        f"Package: {deb.name}", *source, f"Version: {deb.version}", f"Installed-Size: {deb.installed}",
        f"Architecture: {deb.architecture(machine)}", *relations, f"Description: {deb.summary}",
        f"Section: {deb.section}", f"Priority: {deb.priority}",
        f"Filename: pool/{deb.pool}/{deb.archive(machine)}", f"Size: {deb.size}", f"SHA256: {digest}",
    ]  # fmt: skip


def policy(apt: Apt, names: list[str]) -> int:
    """`apt-cache policy NAME…`."""
    for name in names:
        deb, here = apt.available.get(name), apt.status.get(name)
        if deb is None and here is None:
            continue
        candidate = deb.version if deb is not None else here.version if here is not None else "(none)"
        installed = here.version if here is not None else "(none)"
        apt.process.out(f"{name}:\n  Installed: {installed}\n  Candidate: {candidate}\n  Version table:\n")
        if deb is not None:
            index = apt.available.index_of(deb)
            same = here is not None and here.version == deb.version
            apt.process.out(f" {'***' if same else '   '} {deb.version} 500\n")
            if index is not None:
                where = f"{index.uri} {index.suite}/{index.component} {apt.status.machine} Packages"
                apt.process.out(f"        500 {where}\n")
            if same:
                apt.process.out(f"        100 {STATUS}\n")
        if here is not None and (deb is None or deb.version != here.version):
            apt.process.out(f" *** {here.version} 100\n        100 {STATUS}\n")
    return 0


def depends(apt: Apt, names: list[str]) -> int:
    """`apt-cache depends`."""
    for name in names:
        deb = apt.available.get(name)
        if deb is None:
            return apt.fail("No packages found")
        apt.process.out(f"{name}\n")
        for label, text in (("Depends", deb.depends), ("Recommends", deb.recommends), ("Suggests", deb.suggests)):
            for group in parse(text):
                for at, need in enumerate(group):
                    apt.process.out(f" {'|' if at < len(group) - 1 else ' '}{label}: {need.name}{need.qualifier}\n")
    return 0


def rdepends(apt: Apt, names: list[str]) -> int:
    """`apt-cache rdepends`."""
    for name in names:
        if apt.available.get(name) is None:
            return apt.fail("No packages found")
        apt.process.out(f"{name}\nReverse Depends:\n")
        for other in apt.available.names():
            deb = apt.available.get(other)
            if deb is not None and any(need.name == name for group in deb.needs for need in group):
                apt.process.out(f"  {other}\n")
    return 0


def madison(apt: Apt, names: list[str]) -> int:
    """`apt-cache madison`."""
    for name in names:
        deb = apt.available.get(name)
        index = apt.available.index_of(deb) if deb is not None else None
        if deb is None or index is None:
            continue
        where = f"{index.uri} {index.suite}/{index.component} {apt.status.machine} Packages"
        apt.process.out(f"{name:>10} | {deb.version:>10} | {where}\n")
    return 0


def pkgnames(apt: Apt, prefixes: list[str]) -> int:
    """`apt-cache pkgnames`."""
    for name in sorted({*apt.available.names(), *apt.status.versions}):
        if name.startswith(prefixes[0] if prefixes else ""):
            apt.process.out(f"{name}\n")
    return 0


COMMANDS: dict[str, Callable[[Apt, list[str]], int]] = {
    "list": listing, "search": search, "show": show, "policy": policy, "depends": depends, "rdepends": rdepends,
    "madison": madison, "pkgnames": pkgnames,
}  # fmt: skip
"""What can be asked, by the command's name."""
