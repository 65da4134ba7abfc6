"""The order of Python packages' versions, and specifiers (PEP 440, without local versions)."""

from __future__ import annotations

import re

_VERSION = re.compile(
    r"^v?(?:(\d+)!)?(\d+(?:\.\d+)*)"
    r"(?:[._-]?(a|b|rc|alpha|beta|c)[._-]?(\d*))?(?:[._-]?post(\d*))?(?:[._-]?dev(\d*))?$"
)
_SPECIFIER = re.compile(r"(===|==|!=|<=|>=|~=|<|>)\s*([^,;\s]+)")
_STAGES = {"a": 0, "alpha": 0, "b": 1, "beta": 1, "c": 2, "rc": 2}
_FINAL = 3

Key = tuple[int, tuple[int, ...], int, int, int, int]


def key(version: str) -> Key:
    """Return what versions are ordered by; what is no version comes first."""
    match = _VERSION.match(version.strip().lower())
    if match is None:
        return (-1, (), 0, 0, 0, 0)
    release = tuple(int(part) for part in match[2].split("."))
    while len(release) > 1 and release[-1] == 0:
        release = release[:-1]
    stage = _STAGES[match[3]] if match[3] else _FINAL
    post = -1 if match[5] is None else int(match[5] or 0)
    dev = 1 << 30 if match[6] is None else int(match[6] or 0)
    if match[6] is not None and not match[3] and match[5] is None:
        stage = -1
    return (int(match[1] or 0), release, stage, int(match[4] or 0), post, dev)


def specifiers(text: str) -> list[tuple[str, str]]:
    """Return (operator, version) of a text such as `>=1,<2`."""
    return _SPECIFIER.findall(text)


def fits(version: str, text: str) -> bool:
    """Tell whether a version meets all specifiers of a text."""
    return all(_fits(version, operator, wanted) for operator, wanted in specifiers(text))


def _fits(version: str, operator: str, wanted: str) -> bool:
    if operator == "===":
        return version == wanted
    if wanted.endswith(".*"):
        prefix = wanted[:-2].split(".")
        same = version.split(".")[: len(prefix)] == prefix
        return same if operator == "==" else not same
    one, other = key(version), key(wanted)
    if operator == "~=":
        prefix = wanted.split(".")[:-1]
        return one >= other and version.split(".")[: len(prefix)] == prefix
    results = {
        "==": one == other, "!=": one != other, "<=": one <= other, ">=": one >= other, "<": one < other,
        ">": one > other,
    }  # fmt: skip
    return results[operator]
