"""Figures of two programs side by side, and the table that shows them; nothing is judged here."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 80


@dataclass(frozen=True)
class Row:
    """One line of a table: two figures and their ratio, or one figure alone; `target` is what was aimed at."""

    label: str
    mine: float
    other: float | None = None
    target: str = ""


def percentile(values: Sequence[float], q: float) -> float:
    """The q-th percentile, by nearest rank."""
    ordered = sorted(values)
    return ordered[round(q / 100 * (len(ordered) - 1))]


def paired(label: str, mine: Sequence[float], other: Sequence[float], target: str = "", scale: float = 1000) -> Row:
    """The medians of figures that were taken in turns."""
    return Row(label, scale * statistics.median(mine), scale * statistics.median(other), target)


def show(title: str, heads: tuple[str, str], rows: Sequence[Row]) -> None:
    """Print a table of at most 80 columns."""
    print(f"\n{title}\n{'':<40}{heads[0]:>11}{heads[1]:>10}{'ratio':>8}{'target':>10}")
    for row in rows:
        other = f"{row.other:10.2f}{row.mine / row.other:8.2f}" if row.other else f"{'':18}"
        print(f"{row.label[:39]:<40}{row.mine:11.2f}{other}{row.target:>10}".rstrip()[:WIDTH], flush=True)
