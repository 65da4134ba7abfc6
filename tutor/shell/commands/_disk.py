"""The simulated disk: sizes in KiB, as df and `stat -f` tell them."""

from __future__ import annotations

BLOCKS = 61_255_492
FREE = 41_943_040
