"""Whether a machine reaches the catalogue's servers.

One rule: they are part of the internet; who has a way there has a way to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.shell.network import NetworkError

if TYPE_CHECKING:
    from tutor.shell.process import Process

_SOMEWHERE = "192.0.2.1"
"""An address of the internet at which nobody needs to be (RFC 5737)."""


def online(process: Process) -> bool:
    """Tell whether a way leads from a process to the internet."""
    try:
        process.host.network.reaches(_SOMEWHERE)
    except NetworkError:
        return False
    return True
