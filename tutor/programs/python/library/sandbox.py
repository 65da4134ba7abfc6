"""`_sandbox`: what the modules in `source` need of the world."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill it."""
