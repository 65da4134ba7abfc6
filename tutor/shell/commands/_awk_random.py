"""Random numbers as a C library makes them, so that the same seed gives the same ones everywhere."""

from __future__ import annotations


class Random:
    """The numbers of glibc's `random`, so that the same seed gives the same ones (additive feedback, degree 31)."""

    def __init__(self) -> None:
        self.seed = 1
        self._state: list[int] = []

    def plant(self, seed: int) -> None:
        """Begin again with a seed."""
        self.seed = seed
        word = seed or 1
        state = [word]
        for _ in range(30):
            signed = word - (1 << 32) if word >= 1 << 31 else word
            word = (16807 * (signed - 127773 * int(signed / 127773)) - 2836 * int(signed / 127773)) % ((1 << 31) - 1)
            state.append(word)
        for at in range(31, 34):
            state.append(state[at - 31])
        for at in range(34, 344):
            state.append((state[at - 31] + state[at - 3]) & 0xFFFFFFFF)
        self._state = state[-31:]

    def next(self) -> int:
        """Return the next number, of 31 bits."""
        if not self._state:
            self.plant(self.seed)
        state = self._state
        word = (state[0] + state[28]) & 0xFFFFFFFF
        state.append(word)
        del state[0]
        return word >> 1

    def fraction(self) -> float:
        """Return a number from 0 to 1, made of three as busybox does it."""
        low = ((self.next() << 16) ^ self.next()) & 0xFFFFFFFF
        return ((self.next() << 32 | low) & ((1 << 63) - 1)) / (1 << 63)
