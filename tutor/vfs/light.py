"""Stand-ins for `typing`, which costs more to import than this whole package.

The rule: a type checker sees the real names; at run time `Generic[V]` and `Protocol` are plain base classes that cost
nothing. Only what a class statement needs is here; annotations are never evaluated.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Generic as Generic
    from typing import Protocol as Protocol
    from typing import TypeVar as TypeVar
else:

    class Generic:
        """A base that takes type arguments and ignores them."""

        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls

    Protocol = Generic

    def TypeVar(name):
        """Name a type variable; nothing looks at it at run time."""
        return name
