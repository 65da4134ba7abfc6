"""Immutable records without the price of `dataclasses` (whose import alone takes longer than this package's).

The one rule: a record names its fields in `__match_args__`, in the order of its constructor, and never changes.
Its fields are `Final`, which the type checker holds; equality, hash, text and digest (see `merkle`) follow from them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self


class Record:
    """The base of hand-written records."""

    __slots__ = ()
    __match_args__: tuple[str, ...] = ()

    def replace(self, **changes: Any) -> Self:
        """Return the record with some fields changed. Raises `TypeError` for a name that is none of its fields."""
        for name in self.__match_args__:
            if name not in changes:
                changes[name] = getattr(self, name)
        return self.__class__(**changes)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if self.__class__ is not other.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__match_args__)

    def __hash__(self) -> int:
        return hash((self.__class__, *[getattr(self, name) for name in self.__match_args__]))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{self.__class__.__qualname__}({fields})"
