"""What a script may use up: counted as work, of which some make one step of the shell's meter.

Everything that a script builds costs work in proportion to its size, so the bound on steps bounds memory, too.
"""

from __future__ import annotations

MOST_BITS = 200_000
"""Bits of the largest integer."""

WORK_PER_STEP = 4
"""Statements, calls and rounds of loops that count as one step; about the time that a step of the shell takes."""

ROUND = 64
"""Steps that are taken from the meter at once."""

DEPTH = 1000
"""Calls within calls, as in the real one."""

UNIT = 64
"""Bytes of a new value that cost as much as a statement."""
