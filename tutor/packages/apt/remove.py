"""`apt-get remove`, `purge` and `autoremove`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt import catalogue
from tutor.packages.apt.install import History, unneeded
from tutor.packages.apt.solver import Remover
from tutor.packages.apt.unpack import Dpkg
from tutor.packages.apt.upgrade import upgradable
from tutor.packages.sizes import decimal_size
from tutor.vfs.errors import FsError

if TYPE_CHECKING:
    from tutor.packages.apt.session import Apt

_ESSENTIAL = (
    "WARNING: The following essential packages will be removed.\n"
    "This should NOT be done unless you know exactly what you are doing!\n"
)


def remove(apt: Apt, names: list[str], *, purge: bool, auto: bool) -> int:
    """Remove packages, with their configuration where `purge`, and with what nobody needs then where `auto`."""
    if not apt.lock_dpkg():
        return 100
    apt.stages()
    status = apt.status
    remover = Remover(status, apt.available.given())
    chosen, leftovers, errors = [], [], []
    for word in names:
        name = word.rstrip("-").partition(":")[0]
        record = status.records.get(name)
        if record is not None and record.installed:
            chosen.append(name)
        elif record is not None and purge:
            leftovers.append(name)
        elif record is not None or apt.available.get(name) is not None:
            apt.out(f"Package '{name}' is not installed, so not removed\n")
        else:
            errors.append(f"Unable to locate package {name}")
    if errors:
        return apt.fail(*errors)
    gone = remover.with_dependents(chosen)
    rest = remover.unneeded(gone)
    if auto:
        gone |= set(rest)
    elif rest:
        unneeded(apt, rest)
    every = sorted({*gone, *leftovers})
    mark = "*" if purge else ""
    apt.listed("The following packages will be REMOVED:", [name + mark for name in every])
    essential = [name for name in sorted(gone) if "\nEssential: yes" in status.records[name].text]
    if essential:
        apt.listed(_ESSENTIAL.rstrip("\n"), essential)
    later = len(upgradable(apt))
    apt.out(f"0 upgraded, 0 newly installed, {len(every)} to remove and {later} not upgraded.\n")
    if not every:
        return 0
    if essential and "allow-remove-essential" not in apt.options:
        if apt.assume_yes:
            return apt.fail("Essential packages were removed and -y was used without --allow-remove-essential.")
        return apt.fail("Removing essential system-critical packages is not permitted. This might break the system.")
    size = sum(int(status.records[name].fields.get("Installed-Size", "0")) for name in gone) * 1024
    if apt.simulate:
        for name in remover.ordered(gone):
            apt.process.out(f"{'Purg' if purge else 'Remv'} {name} [{status.records[name].version}]\n")
        return 0
    apt.out(f"After this operation, {decimal_size(size)} disk space will be freed.\n")
    if not apt.confirm():
        return 1
    return _carry_out(apt, remover.ordered(gone), leftovers, purge)


def _carry_out(apt: Apt, order: list[str], leftovers: list[str], purge: bool) -> int:
    status = apt.status
    parts = [f"{name}:{status.machine} ({status.records[name].version})" for name in (*order, *leftovers)]
    history = History(apt, "Purge" if purge else "Remove", parts)
    dpkg = Dpkg(apt.process, status)
    try:
        for name in order:
            dpkg.remove(status.records[name], catalogue.named(name, status.records[name].version, status.machine))
        dpkg.finish()
        for name in (*order, *leftovers) if purge else ():
            record = status.records.get(name)
            if record is not None:
                dpkg.purge(record, catalogue.named(name, status.records[name].version, status.machine))
    except FsError as error:
        status.save()
        apt.process.err(f"dpkg: error: unable to remove '{error.path}': {error.strerror}\n")
        return apt.fail("Sub-process /usr/bin/dpkg returned an error code (1)")
    status.save()
    dpkg.write_log()
    history.write()
    apt.hooks("DPkg::Post-Invoke")
    return 0
