"""Huffman codes of limited length, as deflate wants them (RFC 1951, section 3.2.2).

One rule: the same frequencies give the same codes everywhere; ties are broken by symbol number.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def code_lengths(frequencies: Sequence[int], limit: int) -> list[int]:
    """Return the length in bits of each symbol's code (0 for symbols that do not occur), none above `limit`.

    The total length is the least possible. A symbol that occurs alone gets one bit.
    """
    leaves = sorted([(count, symbol) for symbol, count in enumerate(frequencies) if count])
    lengths = [0] * len(frequencies)
    if len(leaves) < 2:
        for _, symbol in leaves:
            lengths[symbol] = 1
        return lengths
    depths = _huffman([count for count, _ in leaves])
    if max(depths) > limit:
        depths = _package_merge([count for count, _ in leaves], limit)
    for (_, symbol), depth in zip(leaves, depths, strict=True):
        lengths[symbol] = depth
    return lengths


def code_strings(lengths: Sequence[int]) -> list[str]:
    """Return the canonical code of each symbol as text of `0` and `1` in the order in which the bits are sent."""
    limit = max(lengths, default=0)
    counts = [0] * (limit + 1)
    for length in lengths:
        counts[length] += 1
    counts[0] = 0
    starts = [0] * (limit + 1)
    code = 0
    for length in range(1, limit + 1):
        code = (code + counts[length - 1]) << 1
        starts[length] = code
    codes = [""] * len(lengths)
    for symbol, length in enumerate(lengths):
        if length:
            codes[symbol] = f"{starts[length]:0{length}b}"
            starts[length] += 1
    return codes


def _huffman(counts: list[int]) -> list[int]:
    """Return the depths of the leaves of a Huffman tree over rising counts (two queues: leaves and merged nodes)."""
    total = len(counts)
    weights = list(counts)
    parents = [0] * (2 * total - 1)
    leaf, node = 0, total
    for new in range(total, 2 * total - 1):
        pair = 0
        for _ in range(2):
            if leaf < total and (node >= new or weights[leaf] <= weights[node]):
                taken, leaf = leaf, leaf + 1
            else:
                taken, node = node, node + 1
            parents[taken] = new
            pair += weights[taken]
        weights.append(pair)
    depths = [0] * (2 * total - 1)
    for index in range(2 * total - 3, -1, -1):
        depths[index] = depths[parents[index]] + 1
    return depths[:total]


def _package_merge(counts: list[int], limit: int) -> list[int]:
    """Return the best depths, none above `limit`, of leaves with rising counts (Larmore and Hirschberg, 1990)."""
    total = len(counts)
    coins: list[tuple[int, tuple[int, ...]]] = [(count, (index,)) for index, count in enumerate(counts)]
    packages: list[tuple[int, tuple[int, ...]]] = []
    for _ in range(limit):
        merged = sorted(coins + packages, key=_weight)
        packages = [
            (merged[i][0] + merged[i + 1][0], merged[i][1] + merged[i + 1][1]) for i in range(0, len(merged) - 1, 2)
        ]
    depths = [0] * total
    for _, members in packages[: total - 1]:
        for index in members:
            depths[index] += 1
    return depths


def _weight(coin: tuple[int, tuple[int, ...]]) -> int:
    return coin[0]
