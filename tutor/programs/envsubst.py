"""The program `envsubst` of gettext: standard input with `$NAME` and `${NAME}` replaced by the environment's values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.shell.process import Process

_NAMED = re.compile(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})", re.ASCII)


def main(process: Process) -> int:
    """Run envsubst; a format given as an argument bounds what is replaced to the names that it has."""
    words = process.argv[1:]
    if words[:1] in (["-V"], ["--version"]):
        process.out("envsubst (GNU gettext-runtime) 0.21\n")
        return 0
    listing = words[:1] in (["-v"], ["--variables"])
    if listing:
        words = words[1:]
    if words and words[0].startswith("-"):
        process.err(f"envsubst: unrecognized option '{words[0]}'\nTry 'envsubst --help' for more information.\n")
        return 1
    if len(words) > 1:
        return process.fail("too many arguments")
    known = [first or second for first, second in _NAMED.findall(words[0])] if words else None
    if listing:
        if known is None:
            return process.fail("missing arguments")
        process.out("".join(f"{name}\n" for name in known))
        return 0

    def value(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        return process.env.get(name, "") if known is None or name in known else found[0]

    while line := process.stdin.readline():
        process.line()
        process.out(_NAMED.sub(value, line.decode("utf-8", "surrogateescape")))
    return 0
