"""`apt-get upgrade` and `dist-upgrade`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt.versions import compare

if TYPE_CHECKING:
    from tutor.packages.apt.session import Apt


def upgradable(apt: Apt) -> list[str]:
    """Return the installed packages of which the lists name a newer version, sorted."""
    out = []
    for name, version in apt.status.versions.items():
        deb = apt.available.get(name)
        if deb is not None and compare(deb.version, version) > 0:
            out.append(name)
    return sorted(out)


def upgrade(apt: Apt) -> int:
    """Bring all packages up to date. Returns the status."""
    from tutor.packages.apt.install import broken, carry_out
    from tutor.packages.apt.solver import Solver

    if not apt.lock_dpkg():
        return 100
    apt.stages()
    apt.stage("Calculating upgrade")
    solver = Solver(apt.status, apt.available, recommends=False)
    for name in upgradable(apt):
        deb = apt.available.get(name)
        if deb is not None:
            solver.install(deb, asked=False)
    if solver.unmet:
        return broken(apt, solver)
    return carry_out(apt, solver, [], [])
