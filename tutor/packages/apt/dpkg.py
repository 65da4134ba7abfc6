"""`dpkg` and `dpkg-query`: what is installed, and packages from files."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from tutor.packages.apt import catalogue
from tutor.packages.apt.status import Status

if TYPE_CHECKING:
    from tutor.packages.apt.status import Record
    from tutor.shell.process import Process

_HEAD = (
    "Desired=Unknown/Install/Remove/Purge/Hold\n"
    "| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n"
    "|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n"
)
_ACTIONS = {
    "-l": "list", "--list": "list", "-L": "listfiles", "--listfiles": "listfiles", "-s": "status", "--status": "status",
    "-S": "search", "--search": "search", "-W": "show", "--show": "show", "-p": "status", "--print-avail": "status",
    "-i": "install", "--install": "install", "-r": "remove", "--remove": "remove", "-P": "purge", "--purge": "purge",
    "--get-selections": "selections", "--print-architecture": "architecture", "--version": "version",
    "--print-foreign-architectures": "foreign", "--configure": "configure", "-a": "pending", "--audit": "audit",
    "-C": "audit", "--compare-versions": "compare", "--help": "help", "-?": "help", "--verify": "audit", "-V": "audit",
}  # fmt: skip
_NEEDS_ROOT = ("install", "remove", "purge", "configure")


def main(process: Process) -> int:
    """Run dpkg or dpkg-query."""
    action, names, layout = "", [], ""
    words = process.argv[1:][::-1]
    while words:
        word = words.pop()
        if word in ("-f", "--showformat"):
            layout = words.pop() if words else ""
        elif word.startswith(("-f=", "--showformat=", "-f")) and not word.startswith("--force"):
            layout = word.partition("=")[2] if "=" in word[:14] else word[2:]
        elif word in _ACTIONS and action in ("", "configure"):
            action = _ACTIONS[word] if _ACTIONS[word] != "pending" else "configure"
            if action == "compare":
                return _compare(process, words[::-1])
        elif word.startswith("-") and word != "-":
            if word.startswith(("--force", "--no-", "--admindir", "--root", "-E", "-G")):
                continue
            return _fail(process, f"error: unknown option {word}\n\nType dpkg --help for help.", 2)
        else:
            names.append(word)
    status = Status(process.fs)
    if not action:
        return _fail(process, "error: need an action option\n\nType dpkg --help for help.", 2)
    if action in _NEEDS_ROOT and process.fs.uid != 0:
        return _fail(process, "error: requested operation requires superuser privilege", 2)
    return _run(process, status, action, names, layout)


def _run(process: Process, status: Status, action: str, names: list[str], layout: str) -> int:
    if action == "list":
        return _list(process, status, names)
    if action == "show":
        return _show(process, status, names, layout or "${binary:Package}\t${Version}\n")
    if action == "status":
        return _status(process, status, names)
    if action == "listfiles":
        return _files(process, status, names)
    if action == "search":
        return _search(process, status, names)
    if action == "selections":
        for _, record in sorted(status.records.items()):
            gap = "\t" * max(1, 6 - len(record.shown) // 8)
            process.out(f"{record.shown}{gap}{'install' if record.installed else 'deinstall'}\n")
        return 0
    if action == "architecture":
        process.out(f"{status.machine}\n")
    if action == "version":
        here = status.get("dpkg")
        version = here.version if here is not None else "1.21.22"
        process.out(f"Debian 'dpkg' package management program version {version} ({status.machine}).\n")
        process.out("This is free software; see the GNU General Public License version 2 or\n")
        process.out("later for copying conditions. There is NO warranty.\n")
    if action == "install":
        return _install(process, status, names)
    if action in ("remove", "purge"):
        return _remove(process, status, names, action)
    if action == "help":
        process.out("Usage: dpkg [<option>...] <command>\n")
    return 0


def _fail(process: Process, message: str, code: int = 1) -> int:
    process.err(f"{process.name}: {message}\n")
    return code


def _query(process: Process, message: str, code: int = 1) -> int:
    process.err(f"dpkg-query: {message}\n")
    return code


def _matching(status: Status, pattern: str) -> list[Record]:
    bare = pattern.partition(":")[0]
    return [record for name, record in sorted(status.records.items()) if fnmatchcase(name, bare)]


def _list(process: Process, status: Status, patterns: list[str]) -> int:
    rows: list[Record] = []
    code = 0
    for pattern in patterns or ["*"]:
        found = [record for record in _matching(status, pattern) if patterns or record.installed or record.state]
        if not found and patterns:
            code = _query(process, f"no packages found matching {pattern}")
        rows += [record for record in found if record not in rows]
    if not rows:
        return code
    cells = [
        (
            ("hi" if "\nStatus: hold" in r.text else "ii") if r.installed else "rc",
            r.shown, r.version, r.architecture, r.fields.get("Description", "").partition("\n")[0],
        )
        for r in sorted(rows, key=lambda r: r.name)
    ]  # fmt: skip
    width = getattr(process.host, "columns", 80) if process.stdout.tty else 0
    names = max(14, *(len(row[1]) for row in cells))
    versions = max(12, *(len(row[2]) for row in cells))
    machines = max(12, *(len(row[3]) for row in cells))
    about = max(33, *(len(row[4]) for row in cells))
    if width:  # on a terminal the columns are fitted into it
        free = max(0, width - 3 - 14 - 12 - 12 - 4)
        names, versions = min(names, 14 + free // 4), min(versions, 12 + free // 4)
        about = max(12, width - 4 - names - versions - machines - 3)
    process.out(f"{_HEAD}||/ {'Name':{names}} {'Version':{versions}} {'Architecture':{machines}} Description\n")
    process.out(f"+++-{'=' * names}-{'=' * versions}-{'=' * machines}-{'=' * about}\n")
    for state, name, version, machine, summary in cells:
        process.out(
            f"{state}  {name[:names]:{names}} {version[:versions]:{versions}} {machine:{machines}} {summary[:about]}\n"
        )
    return code


def _show(process: Process, status: Status, patterns: list[str], layout: str) -> int:
    code = 0
    layout = layout.replace("\\n", "\n").replace("\\t", "\t")
    for pattern in patterns or ["*"]:
        found = _matching(status, pattern)
        if not found:
            code = _query(process, f"no packages found matching {pattern}")
        for record in found:
            process.out(_filled(record, layout))
    return code


def _filled(record: Record, layout: str) -> str:
    return re.sub(r"\$\{([^};]+)(?:;(-?\d+))?\}", lambda match: _field(record, match), layout)


def _field(record: Record, match: re.Match[str]) -> str:
    name = match[1]
    fields = {key.lower(): value for key, value in record.fields.items()}
    words = fields.get("status", "install ok installed").split()
    special = {
        "binary:package": record.shown, "db:status-abbrev": "ii " if record.installed else "rc ",
        "db:status-status": words[-1], "db:status-want": words[0], "source:package": fields.get("source", record.name),
        "binary:summary": fields.get("description", "").partition("\n")[0], "source:version": record.version,
    }  # fmt: skip
    text = special.get(name.lower(), fields.get(name.lower(), ""))
    if match[2]:
        width = int(match[2])
        return text[: abs(width)].rjust(width) if width > 0 else text[:-width].ljust(-width)
    return text


def _status(process: Process, status: Status, names: list[str]) -> int:
    code = 0
    for name in names:
        record = status.records.get(name.partition(":")[0])
        if record is None:
            code = _query(process, f"package '{name}' is not installed and no information is available")
            continue
        process.out(f"{record.text}\n" + ("\n" if name != names[-1] else ""))
    if code:
        process.err("Use dpkg --info (= dpkg-deb --info) to examine archive files.\n")
    return code


def _files(process: Process, status: Status, names: list[str]) -> int:
    code = 0
    for name in names:
        record = status.records.get(name.partition(":")[0])
        if record is None:
            code = _query(process, f"package '{name}' is not installed")
            continue
        paths = _paths(status, record)
        if not paths:
            process.err(
                f"dpkg-query: warning: files list file for package '{record.shown}' missing; "
                "assuming package has no files currently installed\n"
            )
        process.out("".join(f"{path}\n" for path in paths))
    if code:
        process.err("Use dpkg --contents (= dpkg-deb --contents) to list archive files contents.\n")
    return code


def _paths(status: Status, record: Record) -> list[str]:
    """Return a package's files; those of a package that came with an image are what the catalogue has of it."""
    listed = status.files(record)
    if listed is not None:
        return listed
    deb = catalogue.named(record.name, record.version, status.machine)
    if deb is None:
        return []
    from tutor.packages.files import parse

    return ["/.", *(entry.path for entry in parse(deb.files, "", status.machine) if entry.listed)]


def _search(process: Process, status: Status, patterns: list[str]) -> int:
    code = 0
    for pattern in patterns:
        wanted = pattern if any(letter in pattern for letter in "*?[") else (
            pattern if pattern.startswith("/") else f"*{pattern}*")  # fmt: skip
        hits: dict[str, list[str]] = {}
        for record in sorted(status.records.values(), key=lambda record: record.name):
            for path in _paths(status, record):
                if fnmatchcase(path, wanted) and path != "/.":
                    hits.setdefault(path, []).append(record.shown)
        for path, owners in sorted(hits.items()):
            process.out(f"{', '.join(owners)}: {path}\n")
        if not hits:
            code = _query(process, f"no path found matching pattern {pattern}")
    return code


def _install(process: Process, status: Status, names: list[str]) -> int:
    from tutor.packages.apt.unpack import Dpkg

    if not names:
        return _fail(process, "error: --install needs at least one package archive file argument", 2)
    debs = []
    for name in names:
        path = process.path(name)
        base = name.rpartition("/")[2].split("_")
        if not process.fs.is_file(path):
            _fail(process, f"error: cannot access archive '{name}': No such file or directory")
            process.err(f"Errors were encountered while processing:\n {name}\n")
            return 1
        deb = catalogue.named(base[0], base[1].replace("%3a", ":") if len(base) > 1 else "", status.machine)
        if deb is None or deb.size != process.fs.stat(path).size:
            _fail(process, f"error processing archive {name} (--install):\n '{name}' is not a Debian format archive")
            process.err(f"Errors were encountered while processing:\n {name}\n")
            return 1
        debs.append((deb, name))
    dpkg = Dpkg(process, status)
    for deb, name in debs:
        dpkg.unpack(deb, name.rpartition("/")[2])
    for deb, _ in debs:
        lacking = [
            group[0] for group in deb.needs
            if not any(_there(status, need.name, need.met_by) for need in group)
        ]  # fmt: skip
        if lacking:
            return _unconfigured(process, status, deb.name, [str(need) for need in lacking])
        dpkg.set_up(deb)
    dpkg.finish()
    status.save()
    dpkg.write_log()
    return 0


def _there(status: Status, name: str, fits: object) -> bool:
    record = status.get(name)
    if record is not None:
        return bool(fits(record.version)) if callable(fits) else True
    return bool(status.provided({}).get(name))


def _unconfigured(process: Process, status: Status, name: str, needs: list[str]) -> int:
    status.save()
    process.err(f"dpkg: dependency problems prevent configuration of {name}:\n")
    for need in needs:
        bare = need.partition(" ")[0]
        process.err(f" {name} depends on {need}; however:\n  Package {bare} is not installed.\n")
    process.err(f"\ndpkg: error processing package {name} (--install):\n dependency problems - leaving unconfigured\n")
    process.err(f"Errors were encountered while processing:\n {name}\n")
    return 1


def _remove(process: Process, status: Status, names: list[str], action: str) -> int:
    from tutor.packages.apt.solver import Remover
    from tutor.packages.apt.unpack import Dpkg

    dpkg = Dpkg(process, status)
    for name in names:
        record = status.records.get(name)
        if record is None or (not record.installed and action == "remove"):
            process.err(f"dpkg: warning: ignoring request to remove {name} which isn't installed\n")
            continue
        needing = sorted(Remover(status, {}).dependents({name}) - set(names))
        if needing and record.installed:
            process.err(f"dpkg: dependency problems prevent removal of {name}:\n")
            for other in needing:
                process.err(f" {other} depends on {name}.\n")
            process.err(f"\ndpkg: error processing package {name} (--{action}):\n dependency problems - not removing\n")
            process.err(f"Errors were encountered while processing:\n {name}\n")
            return 1
        deb = catalogue.named(name, record.version, status.machine)
        if record.installed:
            dpkg.remove(record, deb)
        left = status.records.get(name)
        if action == "purge" and left is not None:
            dpkg.purge(left, deb)
    dpkg.finish()
    status.save()
    dpkg.write_log()
    return 0


def _compare(process: Process, words: list[str]) -> int:
    from tutor.packages.apt.versions import compare

    if len(words) != 3:
        return _fail(process, "error: --compare-versions takes three arguments: <version> <relation> <version>", 2)
    order = compare(words[0], words[2])
    meanings = {
        "lt": order < 0, "le": order <= 0, "eq": order == 0, "ne": order != 0, "ge": order >= 0, "gt": order > 0,
        "<<": order < 0, "<=": order <= 0, "=": order == 0, ">=": order >= 0, ">>": order > 0,
    }  # fmt: skip
    return 0 if meanings.get(words[1], False) else 1
