"""The variables of one shell: values, which are exported or read-only, and what `local` has put aside.

The one rule: names and values are text; the special parameters (`$?`, `$1` …) live in the shell, not here.
"""

from __future__ import annotations

from tutor.shell.limits import LimitExceeded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class ReadOnly(Exception):
    """The variable named by the exception's text may not be changed."""


class Variables:
    """A mapping of names to text with marks. `exported` and `readonly` may name variables that have no value."""

    __slots__ = ("_environment", "_limit", "_scopes", "_size", "exported", "readonly", "values")

    def __init__(self, limit: int) -> None:
        self.values: dict[str, str] = {}
        self.exported: set[str] = set()
        self.readonly: set[str] = set()
        self._scopes: list[dict[str, tuple[str | None, bool, bool]]] = []
        self._environment: dict[str, str] | None = None
        self._limit = limit
        self._size = 0

    def copy(self) -> Variables:
        """Return a copy for a subshell."""
        other = Variables.__new__(Variables)
        other.values = self.values.copy()
        other.exported = self.exported.copy()
        other.readonly = self.readonly.copy()
        other._scopes = [scope.copy() for scope in self._scopes]
        other._environment = self._environment
        other._limit = self._limit
        other._size = self._size
        return other

    def get(self, name: str) -> str | None:
        """Return a variable's value, None if it is not set."""
        return self.values.get(name)

    def set(self, name: str, value: str) -> None:
        """Assign a variable. Raises ReadOnly, and LimitExceeded when all values together get too long."""
        if name in self.readonly:
            raise ReadOnly(name)
        self._size += len(value) - len(self.values.get(name, ""))
        if self._size > self._limit:
            raise LimitExceeded(f"variables hold more than {self._limit} bytes")
        self.values[name] = value
        if name in self.exported:
            self._environment = None

    def export(self, name: str, on: bool = True) -> None:
        """Mark a variable for the environment of programs, or take the mark away."""
        if on:
            self.exported.add(name)
        else:
            self.exported.discard(name)
        self._environment = None

    def unset(self, name: str) -> None:
        """Forget a variable and its export mark. Raises ReadOnly."""
        if name in self.readonly:
            raise ReadOnly(name)
        self._size -= len(self.values.pop(name, ""))
        if name in self.exported:
            self.export(name, False)

    def environment(self) -> dict[str, str]:
        """Return the exported variables; not to be changed (it is kept until the next change)."""
        if self._environment is None:
            values = self.values
            self._environment = {name: values[name] for name in sorted(self.exported) if name in values}
        return self._environment

    # scopes

    def enter(self) -> None:
        """Begin a function: what `declare_local` puts aside comes back at `leave`."""
        self._scopes.append({})

    def leave(self) -> None:
        """End a function."""
        self.restore(self._scopes.pop())

    @property
    def in_function(self) -> bool:
        """Whether a function is running."""
        return bool(self._scopes)

    def declare_local(self, name: str) -> None:
        """Put the variable aside until the function ends; it keeps its value until it is assigned."""
        scope = self._scopes[-1]
        if name not in scope:
            scope[name] = self._state(name)

    def _state(self, name: str) -> tuple[str | None, bool, bool]:
        return self.values.get(name), name in self.exported, name in self.readonly

    def save(self, names: Iterable[str]) -> dict[str, tuple[str | None, bool, bool]]:
        """Return what `restore` needs to bring variables back."""
        return {name: self._state(name) for name in names}

    def restore(self, saved: Mapping[str, tuple[str | None, bool, bool]]) -> None:
        """Bring variables back to what they were at `save`."""
        for name, (value, exported, readonly) in saved.items():
            self.readonly.discard(name)
            if value is None:
                self.unset(name)
            else:
                self.set(name, value)
            self.export(name, exported)
            if readonly:
                self.readonly.add(name)
