"""Giving objects their functions, and functions their arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tutor.programs.node.values import (
    UNDEFINED,
    Function,
    Object,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.programs.node.runtime import Runtime

    Native = Callable[[Any, list[Any]], Any]


def at(given: list[Any], index: int) -> Any:
    """Return an argument, UNDEFINED where it is missing."""
    return given[index] if index < len(given) else UNDEFINED


def methods(runtime: Runtime, target: Object, table: dict[str, Native]) -> None:
    """Give an object functions that are not listed."""
    for name, call in table.items():
        target.props[name] = runtime.function(name, call)
        target.hidden.add(name)


def maker(runtime: Runtime, name: str, call: Native, proto: Object, **static: Native) -> Function:
    """Return a constructor with its prototype, as a global name."""
    made = runtime.function(name, call)
    made.props["prototype"] = proto
    made.hidden.add("prototype")
    proto.props["constructor"] = made
    proto.hidden.add("constructor")
    methods(runtime, made, static)
    runtime.names[name] = made
    return made
