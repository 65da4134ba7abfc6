"""What the apt programs say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.packages.apt.session import Apt

_COMMANDS = {
    "apt": (
        ("list", "list packages based on package names"),
        ("search", "search in package descriptions"),
        ("show", "show package details"),
        ("install", "install packages"),
        ("reinstall", "reinstall packages"),
        ("remove", "remove packages"),
        ("autoremove", "automatically remove all unused packages"),
        ("update", "update list of available packages"),
        ("upgrade", "upgrade the system by installing/upgrading packages"),
        ("full-upgrade", "upgrade the system by removing/installing/upgrading packages"),
    ),
    "apt-get": (
        ("update", "Retrieve new lists of packages"),
        ("upgrade", "Perform an upgrade"),
        ("install", "Install new packages (pkg is libc6 not libc6.deb)"),
        ("reinstall", "Reinstall packages (pkg is libc6 not libc6.deb)"),
        ("remove", "Remove packages"),
        ("purge", "Remove packages and config files"),
        ("autoremove", "Remove automatically all unused packages"),
        ("dist-upgrade", "Distribution upgrade, see apt-get(8)"),
        ("clean", "Erase downloaded archive files"),
        ("autoclean", "Erase old downloaded archive files"),
        ("check", "Verify that there are no broken dependencies"),
    ),
    "apt-cache": (
        ("show", "Show a readable record for the package"),
        ("search", "Search the package list for a regex pattern"),
        ("depends", "Show raw dependency information for a package"),
        ("rdepends", "Show reverse dependency information for a package"),
        ("pkgnames", "List the names of all packages in the system"),
        ("policy", "Show policy settings"),
        ("madison", "Show the versions of a package"),
    ),
    "apt-mark": (
        ("auto", "Mark the given packages as automatically installed"),
        ("manual", "Mark the given packages as manually installed"),
        ("hold", "Mark a package as held back"),
        ("unhold", "Unset a package set as held back"),
        ("showauto", "Print the list of automatically installed packages"),
        ("showmanual", "Print the list of manually installed packages"),
        ("showhold", "Print the list of packages on hold"),
    ),
}


def version(apt: Apt) -> str:
    """Return the line with the version: that of the installed package apt."""
    record = apt.status.get("apt")
    return f"apt {record.version if record is not None else '2.6.1'} ({apt.status.machine})\n"


def versions(machine: str) -> str:
    """Return what `-v` adds."""
    modules = "*Ver: Standard .deb\n*Pkg:  Debian dpkg interface (Priority 30)\n"
    return f"apt 2.6.1 ({machine})\nSupported modules:\n{modules}"


def usage(apt: Apt) -> str:
    """Return the help text."""
    rows = _COMMANDS.get(apt.name, _COMMANDS["apt-get"])
    listed = "".join(f"  {name} - {text}\n" for name, text in rows)
    return f"{version(apt)}Usage: {apt.name} [options] command\n\nMost used commands:\n{listed}"
