"""Commands declared in one line each, for groups that a sandbox refuses: usage, what it does, flags as they parse.

One rule: such a command parses as Docker's does, so that a mistake in it is answered before it is refused.
"""

from __future__ import annotations

from tutor.docker.spec import Command, Flag


def commands(group: str, rows: tuple[tuple[str, str, str, str, str], ...]) -> tuple[Command, ...]:
    """Return the commands of a group from rows (usage, meaning, flags, handler, aliases).

    The usage begins with the command's name; how many arguments it takes follows from it. Flags are words
    "name:type" or "name:type:letter"; a letter alone is that of a switch ("quiet::q").
    """
    found = []
    for usage, short, flags, handler, aliases in rows:
        name, _, rest = usage.partition(" ")
        least, most = bounds(rest.removeprefix("[OPTIONS]").strip())
        found.append(
            Command(
                f"{group} {name}",
                short,
                usage=rest,
                least=least,
                most=most,
                flags=tuple(_flag(word) for word in flags.split()),
                handler=handler,
                aliases=tuple(aliases.split()),
                shown=tuple(f"{group} {alias}" for alias in (name, *aliases.split())) if aliases else (),
                interspersed="[ARG...]" not in rest,
            )
        )
    return tuple(found)


def bounds(usage: str) -> tuple[int, int | None]:
    """Return how many arguments a usage line takes at least and at most (None: any number)."""
    words = usage.split()
    least = sum(not word.startswith("[") for word in words)
    return least, None if "..." in usage else len(words)


def _flag(text: str) -> Flag:
    name, kind, letter = (*text.split(":"), "", "")[:3]
    return Flag(name, kind or "bool", letter, "See Docker's manual", idle=True)
