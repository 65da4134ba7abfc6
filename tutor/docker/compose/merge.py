"""One Compose file over another: mappings are joined, lists added, single values replaced (the specification)."""

from __future__ import annotations

from typing import Any

_REPLACED = ("command", "entrypoint", "test")
_PAIRS = ("environment", "labels", "args", "extra_hosts", "sysctls", "annotations")
_BY_TARGET = ("volumes", "secrets", "configs")


def merge(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    """Return two files' mappings as one, the upper one's values first."""
    found = dict(lower)
    for key, value in upper.items():
        found[key] = _merged(str(key), found[key], value) if key in found else value
    return found


def _merged(key: str, lower: Any, upper: Any) -> Any:
    if upper is None:
        return lower
    if key in _REPLACED:
        return upper
    if key in _PAIRS:
        return {**pairs(lower), **pairs(upper)}
    if key == "build" and (isinstance(lower, str) or isinstance(upper, str)):
        lower, upper = ({"context": each} if isinstance(each, str) else each for each in (lower, upper))
    if key in ("depends_on", "networks") and (isinstance(lower, list) or isinstance(upper, list)):
        lower, upper = (dict.fromkeys(each) if isinstance(each, list) else each for each in (lower, upper))
    if isinstance(lower, dict) and isinstance(upper, dict):
        return merge(lower, upper)
    if isinstance(lower, list) and isinstance(upper, list):
        if key in _BY_TARGET:
            rows = {_target(row): row for row in lower}
            rows.update({_target(row): row for row in upper})
            return list(rows.values())
        return [*lower, *(row for row in upper if row not in lower)]
    return upper


def _target(row: Any) -> str:
    if isinstance(row, dict):
        return str(row.get("target") or row.get("source"))
    parts = str(row).split(":")
    return parts[1] if len(parts) > 1 and parts[1] else parts[0]


def pairs(value: Any) -> dict[str, Any]:
    """Return a mapping, or a list of "NAME=value", as a mapping; what has no value is None."""
    if isinstance(value, dict):
        return {str(name): each for name, each in value.items()}
    found: dict[str, Any] = {}
    for text in value or ():
        name, equals, rest = str(text).partition("=")
        found[name] = rest if equals else None
    return found
