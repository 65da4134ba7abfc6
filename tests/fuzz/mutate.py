"""How a text becomes another: pieces cut out, doubled, swapped, taken from other texts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.fuzz.material import PIECES

LONGEST = 4000


def mutated(random: Random, text: str, others: Sequence[str]) -> str:
    """A text with up to four changes."""
    for _ in range(random.choice((0, 1, 1, 1, 2, 2, 3, 4))):
        text = _changed(random, text, others)
    return text[:LONGEST]


def _changed(random: Random, text: str, others: Sequence[str]) -> str:
    start = random.randint(0, len(text))
    end = min(len(text), start + random.randint(0, 8))
    match random.randrange(7):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:end] * random.randint(1, 3) + text[end:]
        case 2 | 3:
            return text[:start] + random.choice(PIECES) + text[end if random.random() < 0.5 else start :]
        case 4:
            return text[:start] + _character(random) + text[start + 1 :]
        case 5:
            other = random.choice(others)
            cut = random.randint(0, len(other))
            return text[:start] + other[cut : cut + random.randint(1, 30)] + text[end:]
        case _:
            other = random.choice(others)
            return text[:start] + other[random.randint(0, len(other)) :]


def noise(random: Random) -> str:
    """A short text of pieces and characters without any plan."""
    return "".join(
        random.choice(PIECES) if random.random() < 0.6 else _character(random) for _ in range(random.randint(0, 12))
    )


def _character(random: Random) -> str:
    roll = random.random()
    if roll < 0.8:
        return chr(random.randint(32, 126))
    if roll < 0.9:
        return chr(random.randint(0, 31))
    return chr(
        random.choice((random.randint(127, 0x2FF), random.randint(0x2000, 0x2FFF), random.randint(0x1F300, 0x1F6FF)))
    )
