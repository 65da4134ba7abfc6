"""`apt-get install`, `reinstall` and what upgrades share with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt.fetch import ARCHIVES, fetch, missing
from tutor.packages.apt.relations import parse
from tutor.packages.apt.solver import Remover, Solver, configured
from tutor.packages.apt.unpack import Dpkg, shown_archives
from tutor.packages.sizes import decimal_size
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.packages.apt.catalogue import Deb
    from tutor.packages.apt.session import Apt
    from tutor.packages.apt.status import Record

_NOT_AVAILABLE = (
    "Package {name} is not available, but is referred to by another package.\n"
    "This may mean that the package is missing, has been obsoleted, or\nis only available from another source\n"
)


def install(apt: Apt, names: list[str], *, only_upgrade: bool = False, reinstall: bool = False) -> int:
    """Install packages by name (`NAME`, `NAME=VERSION`, `NAME/SUITE`, `NAME-` to remove). Returns the status."""
    if not apt.lock_dpkg():
        return 100
    apt.stages()
    solver = Solver(
        apt.status, apt.available, recommends=apt.setting("recommends", "APT::Install-Recommends", default=True)
    )
    again: list[Deb] = []
    errors: list[str] = []
    wanted: list[str] = []
    for word in names:
        found = _found(apt, word, errors)
        if found is None:
            continue
        wanted.append(found.name)
        here = apt.status.get(found.name)
        if here is not None and here.version == found.version:
            if reinstall:
                again.append(found)
                continue
            apt.out(f"{found.name} is already the newest version ({here.version}).\n")
            if found.name in apt.status.auto:
                apt.out(f"{found.name} set to manually installed.\n")
            continue
        if not (only_upgrade and here is None):
            solver.install(found)
    if errors:
        return apt.fail(*errors)
    if solver.unmet:
        return broken(apt, solver)
    return carry_out(apt, solver, wanted, again)


def _found(apt: Apt, word: str, errors: list[str]) -> Deb | None:
    """Return the package that a word names; says what is wrong with it."""
    name, equals, version = word.partition("=")
    name = name.partition("/")[0].partition(":")[0]
    if name.endswith("+") and apt.available.get(name) is None:
        name = name[:-1]
    if "/" in word and word.endswith(".deb"):
        errors.append(f"Unsupported file {word} given on commandline")
        return None
    deb = apt.available.get(name)
    here = apt.status.get(name)
    if deb is None:
        providers = apt.available.providers(name)
        if len(providers) == 1 and not equals:
            apt.out(f"Note, selecting '{providers[0]}' instead of '{name}'\n")
            return apt.available.get(providers[0])
        if providers:
            apt.process.out(f"Package {name} is a virtual package provided by:\n")
            for provider in providers:
                given = apt.available.get(provider)
                apt.process.out(f"  {provider} {given.version if given is not None else ''}\n")
            apt.process.out("You should explicitly select one to install.\n\n")
            errors.append(f"Package '{name}' has no installation candidate")
        elif here is not None:
            if equals and version != here.version:
                errors.append(f"Version '{version}' for '{name}' was not found")
            else:
                apt.out(f"{name} is already the newest version ({here.version}).\n")
        elif _mentioned(apt, name) and not equals:
            apt.process.out(f"{_NOT_AVAILABLE.format(name=name)}\n")
            errors.append(f"Package '{name}' has no installation candidate")
        else:
            errors.append(f"Unable to locate package {name}")
        return None
    fits = version in (deb.version, here.version if here is not None else "") or (
        version.endswith("*") and deb.version.startswith(version[:-1])
    )
    if equals and not fits:
        apt.process.out(f"{_NOT_AVAILABLE.format(name=name)}\n")
        errors.append(f"Version '{version}' for '{name}' was not found")
        return None
    return deb


def _mentioned(apt: Apt, name: str) -> bool:
    """Tell whether an installed or known package refers to a name."""
    for other in apt.available.names():
        deb = apt.available.get(other)
        if deb is None or name not in f"{deb.depends}, {deb.recommends}, {deb.suggests}":
            continue
        fields = (deb.depends, deb.recommends, deb.suggests)
        if any(need.name == name for field in fields for group in parse(field) for need in group):
            return True
    return False


def broken(apt: Apt, solver: Solver) -> int:
    """Say which needs cannot be met; the status for that."""
    apt.process.out(
        "Some packages could not be installed. This may mean that you have\n"
        "requested an impossible situation or if you are using the unstable\n"
        "distribution that some required packages have not yet been created\n"
        "or been moved out of Incoming.\n"
        "The following information may help to resolve the situation:\n\n"
        "The following packages have unmet dependencies:\n"
    )
    for name, need, why in solver.unmet:
        apt.process.out(f" {name} : Depends: {need} {why}\n")
    return apt.fail("Unable to correct problems, you have held broken packages.")


def carry_out(apt: Apt, solver: Solver, wanted: list[str], again: list[Deb]) -> int:
    """Say what a plan does, ask, and do it. `wanted` are names asked for, `again` packages to install once more."""
    status, machine = apt.status, apt.status.machine
    debs = solver.ordered()
    new = [deb for deb in debs if status.get(deb.name) is None]
    upgraded = [deb for deb in debs if status.get(deb.name) is not None]
    _announce(apt, solver, new, upgraded)
    debs += again
    count = f"{len(upgraded)} upgraded, {len(new)} newly installed, "
    if again:
        count += f"{len(again)} reinstalled, "
    apt.out(f"{count}0 to remove and {_not_upgraded(apt, solver)} not upgraded.\n")
    if not debs:
        return _only_marks(apt, wanted)
    if apt.simulate:
        return _simulated(apt, debs)
    _sizes(apt, debs)
    asked = {*wanted, *solver.asked}
    if {deb.name for deb in debs} - asked and not apt.confirm():
        return 1
    code = fetch(apt, debs)
    if code:
        return code
    if "d" in apt.options:
        apt.out("Download complete and in download only mode\n")
        return 0
    changes = [(deb, status.get(deb.name)) for deb in debs]
    history = _history(apt, changes, asked)
    if not status.get("apt-utils"):
        apt.process.err("debconf: delaying package configuration, since apt-utils is not installed\n")
    dpkg = Dpkg(apt.process, status)
    try:
        for deb, shown in zip(debs, shown_archives(debs, machine), strict=True):
            dpkg.unpack(deb, shown)
            if deb.name not in asked and deb in new:
                status.auto.add(deb.name)
        status.auto -= asked
        for deb in configured(debs):
            dpkg.set_up(deb)
        dpkg.finish()
    except FsError as error:
        status.save()
        return _failed(apt, error)
    status.save()
    dpkg.write_log()
    history.write()
    apt.hooks("DPkg::Post-Invoke")
    if apt.name == "apt" and not apt.config.flag("Binary::apt::APT::Keep-Downloaded-Packages"):
        for deb in debs:
            path = f"{ARCHIVES}/{deb.archive(machine)}"
            if apt.process.fs.exists(path):
                apt.process.fs.unlink(path)
    return 0


def _failed(apt: Apt, error: FsError) -> int:
    apt.process.err(f"dpkg: error: unable to write '{error.path}': {error.strerror}\n")
    return apt.fail("Sub-process /usr/bin/dpkg returned an error code (1)")


def _announce(apt: Apt, solver: Solver, new: list[Deb], upgraded: list[Deb]) -> None:
    gone = Remover(apt.status, apt.available.given()).unneeded(coming=list(solver.planned.values()))
    if gone:
        unneeded(apt, gone)
    extra = sorted(deb.name for deb in (*new, *upgraded) if deb.name not in solver.asked)
    if solver.asked:
        apt.listed("The following additional packages will be installed:", extra)
    apt.listed("Suggested packages:", _offered(solver, new, "suggests"))
    apt.listed("Recommended packages:", _offered(solver, new, "recommends"))
    apt.listed("The following NEW packages will be installed:", sorted(deb.name for deb in new))
    apt.listed("The following packages will be upgraded:", sorted(deb.name for deb in upgraded))


def unneeded(apt: Apt, names: list[str]) -> None:
    """Say which packages nothing needs any more."""
    one = len(names) == 1
    what = "package was" if one else "packages were"
    tail = "is no longer required" if one else "are no longer required"
    apt.listed(f"The following {what} automatically installed and {tail}:", names)
    apt.out(f"Use 'apt autoremove' to remove {'it' if one else 'them'}.\n")


def _offered(solver: Solver, new: list[Deb], field: str) -> list[str]:
    """Return what new packages suggest or recommend and nobody installs, alternatives joined by `|`."""
    out: list[str] = []
    for deb in sorted(new, key=lambda deb: deb.name):
        for group in parse(getattr(deb, field)):
            if any(solver.met(need) for need in group):
                continue
            words = [need.name + need.qualifier for need in group]
            text = [words[0], *(f"| {word}" for word in words[1:])]
            if " ".join(text) not in " ".join(out):
                out += text
    return out


def _not_upgraded(apt: Apt, solver: Solver) -> int:
    from tutor.packages.apt.upgrade import upgradable

    return sum(1 for name in upgradable(apt) if name not in solver.planned)


def _only_marks(apt: Apt, wanted: list[str]) -> int:
    """Nothing is to be installed; what was asked for counts as wanted from now on."""
    if not apt.simulate and apt.status.auto & set(wanted):
        apt.status.auto -= set(wanted)
        apt.status.save_auto()
    return 0


def _sizes(apt: Apt, debs: list[Deb]) -> None:
    total = sum(deb.size for deb in debs)
    left = sum(deb.size for deb in missing(apt, debs))
    need = decimal_size(left) if left == total else f"{decimal_size(left)}/{decimal_size(total)}"
    apt.out(f"Need to get {need} of archives.\n")
    grown = sum(deb.installed for deb in debs) * 1024
    for deb in debs:
        here = apt.status.get(deb.name)
        if here is not None:
            grown -= int(here.fields.get("Installed-Size", "0")) * 1024
    if grown < 0:
        apt.out(f"After this operation, {decimal_size(-grown)} disk space will be freed.\n")
    else:
        apt.out(f"After this operation, {decimal_size(grown)} of additional disk space will be used.\n")


def _simulated(apt: Apt, debs: list[Deb]) -> int:
    machine = apt.status.machine
    for word, order in (("Inst", debs), ("Conf", configured(debs))):
        for deb in order:
            index = apt.available.index_of(deb)
            release = index.release if index is not None else None
            where = ""
            if release is not None and deb.letter == "s":
                where = f" {release.origin}-Security:{release.label}/{release.archive}-security"
            elif release is not None:
                where = f" {release.origin}:{release.label}/{release.archive}"
            here = apt.status.get(deb.name)
            old = f" [{here.version}]" if here is not None and word == "Inst" else ""
            apt.process.out(f"{word} {deb.name}{old} ({deb.version}{where} [{deb.architecture(machine)}])\n")
    return 0


class History:
    """An entry of `/var/log/apt/history.log`."""

    def __init__(self, apt: Apt, kind: str, parts: list[str]) -> None:
        from tutor.packages.apt.logs import stamp

        self._apt = apt
        argv = apt.process.argv
        head = f"Start-Date: {stamp(apt.process.host.now(), '  ')}\nCommandline: {' '.join(argv)}\n"
        self._text = f"\n{head}{kind}: {', '.join(parts)}\n"

    def write(self) -> None:
        """Append the entry."""
        from tutor.packages.apt.logs import append, stamp

        end = f"End-Date: {stamp(self._apt.process.host.now(), '  ')}\n"
        append(self._apt.process, "/var/log/apt/history.log", self._text + end)


def _history(apt: Apt, changes: list[tuple[Deb, Record | None]], asked: set[str]) -> History:
    machine = apt.status.machine
    parts = []
    for deb, here in changes:
        auto = ", automatic" if deb.name not in asked else ""
        old = f"{here.version}, " if here is not None else ""
        parts.append(f"{deb.name}:{machine} ({old}{deb.version}{auto if here is None else ''})")
    return History(apt, "Install" if any(here is None for _, here in changes) else "Upgrade", parts)
