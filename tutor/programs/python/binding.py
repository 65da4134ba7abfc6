"""From the arguments of a call to the locals of a function, with Python's own words where they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine
    from tutor.programs.python.values import Function


def bound(machine: Machine, function: Function, arguments: list[Any], named: dict[str, Any] | None) -> dict[str, Any]:
    """Return the locals that a call begins with. Raises TypeError."""
    parameters = function.parameters
    names = parameters.names
    if not named and len(arguments) == len(names) and parameters.plain:
        return dict(zip(names, arguments, strict=True))
    local = dict(zip(names, arguments, strict=False))
    more = arguments[len(names) :]
    if more and parameters.rest is None:
        raise TypeError(_too_many(function, len(arguments), named))
    if parameters.rest is not None:
        local[parameters.rest] = tuple(more)
    others: dict[str, Any] = {}
    for name, value in (named or {}).items():
        if name in names[parameters.positional_only :] or name in parameters.keyword_only:
            if name in local:
                raise TypeError(f"{_name(function)}() got multiple values for argument '{name}'")
            local[name] = value
        elif parameters.rest_named is not None:
            others[name] = value
        elif name in names:
            raise TypeError(
                f"{_name(function)}() got some positional-only arguments passed as keyword arguments: '{name}'"
            )
        else:
            raise TypeError(f"{_name(function)}() got an unexpected keyword argument '{name}'")
    first_default = len(names) - len(function.defaults)
    missing = []
    for at, name in enumerate(names):
        if name not in local:
            if at < first_default:
                missing.append(name)
            else:
                local[name] = function.defaults[at - first_default]
    if missing:
        raise TypeError(_missing(function, missing, "positional"))
    for name in parameters.keyword_only:
        if name not in local:
            if name in function.named_defaults:
                local[name] = function.named_defaults[name]
            else:
                missing.append(name)
    if missing:
        raise TypeError(_missing(function, missing, "keyword-only"))
    if parameters.rest_named is not None:
        local[parameters.rest_named] = others
    return local


def _name(function: Function) -> str:
    return str(function.attrs["__qualname__"])


def _missing(function: Function, missing: list[str], kind: str) -> str:
    quoted = [f"'{name}'" for name in missing]
    listed = f"{', '.join(quoted[:-1])}, and {quoted[-1]}" if len(quoted) > 2 else " and ".join(quoted)
    plural = "s" if len(missing) > 1 else ""
    return f"{_name(function)}() missing {len(missing)} required {kind} argument{plural}: {listed}"


def _too_many(function: Function, given: int, named: dict[str, Any] | None) -> str:
    names = function.parameters.names
    least = len(names) - len(function.defaults)
    takes = f"from {least} to {len(names)}" if function.defaults else str(len(names))
    plural = "" if takes == "1" else "s"
    only = [name for name in (named or {}) if name in function.parameters.keyword_only]
    also = ""
    if only:
        also = (
            f" positional argument{'' if given == 1 else 's'} (and {len(only)} keyword-only "
            f"argument{'' if len(only) == 1 else 's'})"
        )
    were = "was" if given == 1 and not only else "were"
    return f"{_name(function)}() takes {takes} positional argument{plural} but {given}{also} {were} given"
