"""Which type of a manifest a client takes (RFC 9110, § 12.5.1; distribution-spec, content-negotiation.md).

One rule: who names no type takes any; weights order nothing here, but a weight of 0 refuses.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Accept:
    """What the `Accept` headers of a request take."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._ranges: dict[str, bool] = {}
        for header in headers:
            for part in header.split(","):
                kind, *parameters = (word.strip() for word in part.split(";"))
                if kind:
                    self._ranges[kind.lower()] = not any(_is_zero(word) for word in parameters)

    def takes(self, media_type: str) -> bool:
        """Whether a media type is taken."""
        if not self._ranges:
            return True
        kind = media_type.lower()
        for name in (kind, kind.partition("/")[0] + "/*", "*/*"):
            if name in self._ranges:
                return self._ranges[name]
        return False


def _is_zero(parameter: str) -> bool:
    name, _, value = parameter.partition("=")
    try:
        return name.strip().lower() == "q" and float(value) == 0
    except ValueError:
        return False
