"""`apt-mark`: which packages came by themselves, which were asked for, which are held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt.status import Record

if TYPE_CHECKING:
    from tutor.packages.apt.session import Apt


def mark(apt: Apt, command: str, names: list[str]) -> int:
    """Run one command of apt-mark. Returns the status."""
    status = apt.status
    installed = sorted(name for name, record in status.records.items() if record.installed)
    if command in ("showauto", "showmanual", "showhold"):
        for name in installed:
            held = status.records[name].text.find("\nStatus: hold ") >= 0
            auto = name in status.auto
            shown = {"showauto": auto, "showmanual": not auto, "showhold": held}[command]
            if shown and (not names or name in names):
                apt.process.out(f"{name}\n")
        return 0
    if command not in ("auto", "manual", "hold", "unhold"):
        return apt.fail(f"Invalid operation {command}")
    if not apt.lock_dpkg():
        return 100
    for name in names:
        if name not in status.records and apt.available.get(name) is None:
            return apt.fail(f"Unable to locate package {name}", "No packages found")
    for name in names:
        _mark(apt, command, name)
    status.save()
    return 0


def _mark(apt: Apt, command: str, name: str) -> None:
    status = apt.status
    record = status.records.get(name)
    if command == "auto":
        already = name in status.auto
        status.auto.add(name)
        said = f"{name} was already set to automatically installed." if already else (
            f"{name} set to automatically installed.")  # fmt: skip
    elif command == "manual":
        already = name not in status.auto
        status.auto.discard(name)
        said = f"{name} was already set to manually installed." if already else (
            f"{name} set to manually installed.")  # fmt: skip
    else:
        old, new = ("install", "hold") if command == "hold" else ("hold", "install")
        text = record.text.replace(f"\nStatus: {old} ", f"\nStatus: {new} ") if record is not None else ""
        if record is not None and text != record.text:
            status.records[name] = Record(name, record.version, record.architecture, record.state, text)
            said = f"{name} set on hold." if command == "hold" else f"Canceled hold on {name}."
        else:
            said = f"{name} was already set on hold." if command == "hold" else f"{name} was already not on hold."
    apt.process.out(f"{said}\n")
