"""What dpkg does with packages: unpack, set up, remove, purge.

One rule: it keeps its word about paths: what `/etc/dpkg/dpkg.cfg.d` excludes is not put there, but is listed.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from hashlib import shake_128
from typing import TYPE_CHECKING

from tutor.packages.apt.status import INFO
from tutor.packages.files import Entry, parse, place, take_away
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.packages.apt.catalogue import Deb
    from tutor.packages.apt.status import Record, Status
    from tutor.shell.process import Process

UNPACKING = 60_000_000
"""Bytes a second that are unpacked."""


class Dpkg:
    """dpkg at work in a process's file system; it says what it does."""

    def __init__(self, process: Process, status: Status) -> None:
        self.process = process
        self.status = status
        self.machine = status.machine
        self._rules = _rules(process)
        self._counted = False
        self._files = 0
        self.triggers: set[str] = set()
        self._log: list[str] = []

    def say(self, line: str) -> None:
        """Print a line."""
        self.process.out(f"{line}\n")

    def log(self, line: str) -> None:
        """Keep a line for `/var/log/dpkg.log`."""
        self._log.append(line)

    def write_log(self) -> None:
        """Append to the log what was done."""
        from tutor.packages.apt.logs import append, stamp

        now = stamp(self.process.host.now())
        append(self.process, "/var/log/dpkg.log", "".join(f"{now} {line}\n" for line in self._log))
        self._log.clear()

    def _count(self) -> None:
        if not self._counted:
            self._counted = True
            self._files = self.status.count()
            self.say(f"(Reading database ... {self._files} files and directories currently installed.)")

    # In

    def unpack(self, deb: Deb, shown: str) -> None:
        """Unpack a package; `shown` is its archive's path as it is printed."""
        old = self.status.records.get(deb.name)
        here = old is not None and old.installed
        if not here:
            self.say(f"Selecting previously unselected package {deb.shown(self.machine)}.")
        self._count()
        over = f" over ({old.version})" if old is not None and here else ""
        self.say(f"Preparing to unpack .../{shown} ...")
        self.say(f"Unpacking {deb.shown(self.machine)} ({deb.version}){over} ...")
        entries = [entry for entry in self._entries(deb) if entry.listed]
        before = self.status.files(old) if old is not None and here else None
        place(self.process.fs, self._placed(entries), deb.mtime, self._configuration)
        paths = [entry.path for entry in entries]
        if before:
            take_away(self.process.fs, set(before) - set(paths) - {"/."})
        self._write_lists(deb, paths)
        if any(".so." in path and "/lib" in path for path in paths):
            self.triggers.add("libc-bin")
        self.status.put(deb)
        self.process.sleep(0.02 + deb.installed * 1024 / UNPACKING)
        what = f"upgrade {deb.name}:{self.machine} {old.version}" if old is not None and here else (
            f"install {deb.name}:{deb.architecture(self.machine)} <none>")  # fmt: skip
        self.log(f"{what} {deb.version}")

    def _entries(self, deb: Deb) -> list[Entry]:
        return list(parse(deb.files, f"{deb.name}={deb.version}", self.machine))

    def _placed(self, entries: list[Entry]) -> list[Entry]:
        """Return the entries that are wanted, and the folders that they need."""
        out: list[Entry] = []
        needed: set[str] = set()
        for entry in reversed(entries):
            if entry.path in needed or self._wanted(entry.path):
                out.append(entry)
                needed.add(entry.path.rpartition("/")[0])
        return out[::-1]

    def _wanted(self, path: str) -> bool:
        verdict = True
        for include, pattern in self._rules:
            if fnmatchcase(path, pattern):
                verdict = include
        return verdict

    def _configuration(self, path: str) -> bool:
        return path.startswith("/etc/")

    def _write_lists(self, deb: Deb, paths: list[str]) -> None:
        stem = f"{INFO}/{deb.shown(self.machine)}"
        fs = self.process.fs
        if not fs.is_dir(INFO):
            fs.mkdir(INFO, parents=True)
        fs.write(f"{stem}.list", "".join(f"{path}\n" for path in ("/.", *paths)).encode("utf-8", "surrogateescape"))
        sums = [f"{shake_128(f'{deb.version}{path}'.encode()).hexdigest(16)}  {path[1:]}\n" for path in paths]
        fs.write(f"{stem}.md5sums", "".join(sums).encode())
        conffiles = [f"{path}\n" for path in paths if path.startswith("/etc/") and fs.is_file(path)]
        if conffiles:
            fs.write(f"{stem}.conffiles", "".join(conffiles).encode())

    def set_up(self, deb: Deb) -> None:
        """Do what a package's scripts do once it is unpacked."""
        self.say(f"Setting up {deb.shown(self.machine)} ({deb.version}) ...")
        fs = self.process.fs
        extra = [entry for entry in self._entries(deb) if not entry.listed]
        place(fs, extra, int(self.process.host.now()), self._configuration)
        for line in deb.accounts:
            made = _account(self.process, line.split())
            if made and line.endswith("!"):
                self.say(f"Adding group `{line.split()[1]}' (GID {made}) ...\nDone.")
        for name, link, target, loud in deb.alternatives:
            self._alternative(name, link, target, loud)
        if "c" in deb.flags:
            self._debconf()
        if deb.name == "ca-certificates":  # what debconf watches over goes to standard error
            self.process.err("Updating certificates in /etc/ssl/certs...\n148 added, 0 removed; done.\n")
            self.triggers.add("ca-certificates")
        self.log(f"configure {deb.name}:{deb.architecture(self.machine)} {deb.version} <none>")
        self.process.sleep(0.03)

    def _alternative(self, name: str, link: str, target: str, loud: bool) -> None:
        fs = self.process.fs
        generic = f"/etc/alternatives/{name}"
        if fs.exists(generic, follow=False):
            return
        if not fs.is_dir("/etc/alternatives"):
            fs.mkdir("/etc/alternatives", parents=True)
        if loud:
            self.say(f"update-alternatives: using {target} to provide {link} ({name}) in auto mode")
        fs.symlink(target, generic)
        if not fs.exists(link, follow=False):
            fs.symlink(generic, link)

    def _debconf(self) -> None:
        """Say why questions are asked in the simplest way, where nobody said not to ask any."""
        process = self.process
        if process.env.get("DEBIAN_FRONTEND", "").lower() == "noninteractive" or process.fs.uid != 0:
            return
        perl = self.status.get("perl-base")
        version = perl.version.partition("-")[0] if perl is not None else "5.36.0"
        for frontend, reason, simpler in _frontends(process, version):
            process.err(f"debconf: unable to initialize frontend: {frontend}\n")
            process.err(f"debconf: ({reason})\ndebconf: falling back to frontend: {simpler}\n")

    def finish(self) -> None:
        """Process what waits for the end: the linker's cache, certificates."""
        for name in sorted(self.triggers, reverse=True):
            record = self.status.get(name)
            if record is None:
                continue
            self.say(f"Processing triggers for {record.shown} ({record.version}) ...")
            if name == "ca-certificates":
                self.say("Updating certificates in /etc/ssl/certs...")
                self.say("0 added, 0 removed; done.")
                self.say("Running hooks in /etc/ca-certificates/update.d...")
                self.say("done.")
        self.triggers.clear()
        self.process.sleep(0.05)

    # Out

    def remove(self, record: Record, deb: Deb | None) -> None:
        """Remove a package; its configuration stays."""
        self._count()
        self.say(f"Removing {record.shown} ({record.version}) ...")
        listed = self.paths(record, deb)
        made = [entry.path for entry in self._entries(deb) if not entry.listed] if deb is not None else []
        left = set(listed) | {path for path in made if not path.startswith("/etc/")}
        if deb is not None:
            self._drop_alternatives(deb)
        take_away(self.process.fs, left - {"/."}, self._configuration)
        conffiles = [path for path in listed if path.startswith("/etc/") and self.process.fs.exists(path)]
        if conffiles:
            self.status.leave_configuration(record.name)
        else:
            self._forget(record)
        if any(".so." in path for path in listed):
            self.triggers.add("libc-bin")
        self.log(f"remove {record.name}:{record.architecture} {record.version} <none>")
        self.process.sleep(0.03)

    def _drop_alternatives(self, deb: Deb) -> None:
        fs = self.process.fs
        for name, link, target, _ in deb.alternatives:
            generic = f"/etc/alternatives/{name}"
            if fs.is_symlink(generic) and fs.readlink(generic) == target:
                fs.unlink(generic)
                if fs.is_symlink(link) and fs.readlink(link) == generic:
                    fs.unlink(link)

    def purge(self, record: Record, deb: Deb | None) -> None:
        """Remove the configuration of a package that is removed."""
        self.say(f"Purging configuration files for {record.shown} ({record.version}) ...")
        paths = self.paths(record, deb)
        if deb is not None:
            paths += [entry.path for entry in self._entries(deb) if not entry.listed]
        take_away(self.process.fs, set(paths) - {"/."})
        self._forget(record)
        self.log(f"purge {record.name}:{record.architecture} {record.version} <none>")

    def _forget(self, record: Record) -> None:
        fs = self.process.fs
        stem = self.status.list_path(record, "")
        folder, _, start = stem.rpartition("/")
        for name in fs.listdir(folder) if fs.is_dir(folder) else []:
            if name.startswith(start):
                fs.unlink(f"{folder}/{name}")
        self.status.drop(record.name)

    def paths(self, record: Record, deb: Deb | None) -> list[str]:
        """Return what a package put into place, as far as that is known."""
        listed = self.status.files(record)
        if listed is not None:
            return listed
        return [entry.path for entry in self._entries(deb) if entry.listed] if deb is not None else []


def _rules(process: Process) -> list[tuple[bool, str]]:
    """Return (include, pattern) in the order of `/etc/dpkg/dpkg.cfg` and `dpkg.cfg.d` (dpkg(1), path-exclude)."""
    fs = process.fs
    folder = "/etc/dpkg/dpkg.cfg.d"
    names = [f"{folder}/{name}" for name in fs.listdir(folder)] if fs.is_dir(folder) else []
    rules = []
    for path in names:
        try:
            text = fs.read(path).decode("utf-8", "replace")
        except FsError:
            continue
        for line in text.splitlines():
            words = line.split("#")[0].replace("=", " ", 1).split()
            if len(words) == 2 and words[0] in ("path-exclude", "path-include"):
                rules.append((words[0] == "path-include", words[1]))
    return rules


def _frontends(process: Process, version: str) -> list[tuple[str, str, str]]:
    """Return debconf's frontends that do not work here, why, and what comes next; `version` is perl's."""
    if any(process.fs.exists(f"/usr/bin/{name}") for name in ("dialog", "whiptail")) and process.env.get("TERM"):
        return []
    dialog = "TERM is not set, so the dialog frontend is not usable."
    if process.env.get("TERM"):
        dialog = (
            "No usable dialog-like program is installed, so the dialog based frontend cannot be used. "
            "at /usr/share/perl5/Debconf/FrontEnd/Dialog.pm line 78."
        )
    out = [("Dialog", dialog, "Readline")]
    perl = "/usr/share/perl"
    if not any(process.fs.exists(f"{perl}/{name}/Term") for name in _listed(process, perl)):
        machine, short = "/usr/lib/x86_64-linux-gnu", version.rpartition(".")[0]
        paths = (
            f"/etc/perl /usr/local/lib/x86_64-linux-gnu/perl/{version} /usr/local/share/perl/{version} "
            f"{machine}/perl5/{short} /usr/share/perl5 {machine}/perl-base {machine}/perl/{short} "
            f"/usr/share/perl/{short} "
            "/usr/local/lib/site_perl"
        )
        reason = (
            "Can't locate Term/ReadLine.pm in @INC (you may need to install the Term::ReadLine module) "
            f"(@INC contains: {paths}) at /usr/share/perl5/Debconf/FrontEnd/Readline.pm line 7."
        )
        out.append(("Readline", reason, "Teletype"))
    return out


def _listed(process: Process, folder: str) -> list[str]:
    return process.fs.listdir(folder) if process.fs.is_dir(folder) else []


def _account(process: Process, words: list[str]) -> int:
    """Make a system user with its group, or a group alone, with the first free number from 100 on.

    Returns the number of a new group, else 0.
    """
    kind, name, *home = words
    fs = process.fs
    try:
        groups, users = fs.read("/etc/group").decode(), fs.read("/etc/passwd").decode()
    except FsError:
        return 0
    made = 0
    if not any(line.startswith(f"{name}:") for line in groups.splitlines()):
        made = _free(groups)
        groups += f"{name}:x:{made}:\n"
        fs.write("/etc/group", groups.encode())
    if kind == "U" and not any(line.startswith(f"{name}:") for line in users.splitlines()):
        gid = next(int(line.split(":")[2]) for line in groups.splitlines() if line.startswith(f"{name}:"))
        entry = f"{name}:x:{_free(users)}:{gid}::{home[0]}:/usr/sbin/nologin\n"
        fs.write("/etc/passwd", f"{users}{entry}".encode())
    return made


def _free(table: str) -> int:
    used = {int(fields[2]) for line in table.splitlines() if len(fields := line.split(":")) > 2 and fields[2].isdigit()}
    return next(number for number in range(100, 60000) if number not in used)


def shown_archives(debs: Iterable[Deb], machine: str) -> list[str]:
    """Return how the archives of one run are printed: numbered where there are five or more, shortened as dpkg does."""
    archives = [deb.archive(machine) for deb in debs]
    if len(archives) < 5:
        return [name if len(name) > 21 else f"archives/{name}" for name in archives]
    width = len(str(len(archives) - 1))
    return [f"{number:0{width}}-{name}" for number, name in enumerate(archives)]
