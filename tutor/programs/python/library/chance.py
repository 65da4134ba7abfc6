"""`random` and `secrets`: with a seed the numbers of the real one; without, numbers by the sandbox's clock."""

from __future__ import annotations

from hashlib import sha512
from math import ceil, cos, log, pi, sin, sqrt
from typing import TYPE_CHECKING, Any

from tutor.programs.python.twister import Twister
from tutor.programs.python.values import Builtin

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine


def seed_of(value: Any) -> int:
    """Return the number that a seed means. Raises TypeError."""
    if isinstance(value, str):
        value = value.encode()
    if isinstance(value, bytes):
        return int.from_bytes(value + sha512(value).digest(), "big")
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return hash(value)
    raise TypeError("The only supported seed types are: None,\nint, float, str, bytes, and bytearray.")


class Chance:
    """The functions of `random`, over one stream."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        process = machine.process
        self.fresh = int(process.host.now() * 1_000_000) * 65_537 + process.pid
        self.bits = Twister(self.fresh)
        self.spare: float | None = None

    def seed(self, value: Any = None, version: int = 2) -> None:
        """Begin anew."""
        self.bits.seed(self.fresh if value is None else seed_of(value))
        self.spare = None

    def choice(self, items: Any) -> Any:
        """Return one of the items."""
        if not len(items):
            raise IndexError("Cannot choose from an empty sequence")
        return items[self.bits.below(len(items))]

    def randrange(self, start: int, stop: int | None = None, step: int = 1) -> int:
        """Return one number of a range."""
        if stop is None:
            if start <= 0:
                raise ValueError("empty range for randrange()")
            return self.bits.below(start)
        width = stop - start
        count = width if step == 1 else -(-width // step)
        if count <= 0:
            raise ValueError(f"empty range for randrange() ({start}, {stop}, {width})")
        return start + step * self.bits.below(count)

    def shuffle(self, items: list[Any]) -> None:
        """Put a list in another order."""
        self.machine.tick(len(items))
        for at in reversed(range(1, len(items))):
            other = self.bits.below(at + 1)
            items[at], items[other] = items[other], items[at]

    def sample(self, items: Any, k: int) -> list[Any]:
        """Return k of the items."""
        count = len(items)
        if not 0 <= k <= count:
            raise ValueError("Sample larger than population or is negative")
        self.machine.made(k * 8)
        size = 21
        if k > 5:
            size += 4 ** ceil(log(k * 3, 4))
        if count <= size:
            pool = self.machine.listed(items)
            result = []
            for at in range(k):
                other = self.bits.below(count - at)
                result.append(pool[other])
                pool[other] = pool[count - at - 1]
            return result
        chosen: set[int] = set()
        result = []
        for _ in range(k):
            other = self.bits.below(count)
            while other in chosen:
                other = self.bits.below(count)
            chosen.add(other)
            result.append(items[other])
        return result

    def choices(self, items: Any, weights: Any = None, *, k: int = 1) -> list[Any]:
        """Return k items, each drawn from all."""
        self.machine.made(k * 8)
        if weights is None:
            count = float(len(items))
            return [items[int(self.bits.random() * count)] for _ in range(k)]
        sums = []
        total = 0.0
        for weight in weights:
            total += weight
            sums.append(total)
        from bisect import bisect

        return [items[bisect(sums, self.bits.random() * total, 0, len(sums) - 1)] for _ in range(k)]

    def gauss(self, mu: float = 0.0, sigma: float = 1.0) -> float:
        """Return a number of a normal distribution."""
        value, self.spare = self.spare, None
        if value is None:
            angle = self.bits.random() * 2.0 * pi
            radius = sqrt(-2.0 * log(1.0 - self.bits.random()))
            value = cos(angle) * radius
            self.spare = sin(angle) * radius
        return mu + value * sigma

    def randbytes(self, count: int) -> bytes:
        """Return random bytes."""
        self.machine.made(count)
        return self.bits.bits(count * 8).to_bytes(count, "little")


def fill(machine: Machine, module: str, names: dict[str, Any]) -> None:
    """Fill `random` or `secrets`."""
    chance = Chance(machine)
    bits = chance.bits
    if module == "secrets":
        names.update({
            "token_hex": Builtin("token_hex", lambda count=32: chance.randbytes(count).hex()),
            "token_bytes": Builtin("token_bytes", lambda count=32: chance.randbytes(count)),
            "choice": Builtin("choice", chance.choice),
            "randbelow": Builtin("randbelow", bits.below),
        })  # fmt: skip
        return
    table: dict[str, Any] = {
        "seed": chance.seed,
        "random": bits.random,
        "getrandbits": bits.bits,
        "choice": chance.choice,
        "randrange": chance.randrange,
        "shuffle": chance.shuffle,
        "sample": chance.sample,
        "choices": chance.choices,
        "gauss": chance.gauss,
        "randbytes": chance.randbytes,
        "randint": lambda low, high: chance.randrange(low, high + 1),
        "uniform": lambda low, high: low + (high - low) * bits.random(),
    }
    for name, call in table.items():  # fmt: skip
        names[name] = Builtin(name, call)
