"""`apt-get clean`: takes away the archives that were downloaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.packages.apt.fetch import ARCHIVES

if TYPE_CHECKING:
    from tutor.packages.apt.session import Apt


def clean(apt: Apt) -> int:
    """Remove archives and the caches of lists. Returns the status."""
    fs = apt.process.fs
    if fs.is_dir(ARCHIVES):
        lock = f"{ARCHIVES}/lock"
        if not apt.lock(lock):
            return apt.fail(
                f"Could not open lock file {lock} - open (13: Permission denied)",
                f"Unable to lock directory {ARCHIVES}/",
            )
        for folder in (ARCHIVES, f"{ARCHIVES}/partial"):
            for name in fs.listdir(folder) if fs.is_dir(folder) else ():
                if name.endswith(".deb"):
                    fs.unlink(f"{folder}/{name}")
    for name in ("pkgcache.bin", "srcpkgcache.bin"):
        if fs.exists(f"/var/cache/apt/{name}"):
            fs.unlink(f"/var/cache/apt/{name}")
    return 0
