"""The Mersenne Twister MT19937 as CPython seeds and reads it, so that a seed gives the numbers that it gives there.

Matsumoto and Nishimura, "Mersenne Twister", 1998; `init_by_array` of their mt19937ar.c.
"""

from __future__ import annotations

_N, _M = 624, 397
_WORD = 0xFFFFFFFF


class Twister:
    """A stream of random bits."""

    def __init__(self, seed: int) -> None:
        self.state: list[int] = []
        self.index = _N
        self.seed(seed)

    def seed(self, seed: int) -> None:
        """Begin anew from a number (its sign does not count)."""
        seed = abs(seed)
        key = [seed >> at & _WORD for at in range(0, max(seed.bit_length(), 1), 32)]
        state = [19650218]
        for at in range(1, _N):
            state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + at) & _WORD)
        i, j = 1, 0
        for _ in range(max(_N, len(key))):
            state[i] = ((state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1664525) + key[j] + j) & _WORD
            i, j = i + 1, (j + 1) % len(key)
            if i >= _N:
                state[0], i = state[_N - 1], 1
        for _ in range(_N - 1):
            state[i] = ((state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) * 1566083941) - i) & _WORD
            i += 1
            if i >= _N:
                state[0], i = state[_N - 1], 1
        state[0] = 0x80000000
        self.state, self.index = state, _N

    def word(self) -> int:
        """Return 32 random bits."""
        if self.index >= _N:
            self._twist()
        value = self.state[self.index]
        self.index += 1
        value ^= value >> 11
        value ^= value << 7 & 0x9D2C5680
        value ^= value << 15 & 0xEFC60000
        return value ^ value >> 18

    def _twist(self) -> None:
        state = self.state
        for at in range(_N):
            joined = state[at] & 0x80000000 | state[(at + 1) % _N] & 0x7FFFFFFF
            state[at] = state[(at + _M) % _N] ^ joined >> 1 ^ (0x9908B0DF if joined & 1 else 0)
        self.index = 0

    def bits(self, count: int) -> int:
        """Return so many random bits."""
        if count <= 32:
            return self.word() >> 32 - count if count else 0
        value, at = 0, 0
        while count > 0:
            word = self.word()
            if count < 32:
                word >>= 32 - count
            value |= word << at
            at, count = at + 32, count - 32
        return value

    def random(self) -> float:
        """Return a number of [0, 1)."""
        a, b = self.word() >> 5, self.word() >> 6
        return (a * 67108864.0 + b) * (1.0 / 9007199254740992.0)

    def below(self, bound: int) -> int:
        """Return a whole number of [0, bound)."""
        count = bound.bit_length()
        found = self.bits(count)
        while found >= bound:
            found = self.bits(count)
        return found
