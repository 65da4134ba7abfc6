"""What instructions are called: in the title of a step, in an image's history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dockerfile.lex import Lexer
from tutor.dockerfile.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tutor.oci.config import Healthcheck

SECOND = 1_000_000_000


def title(text: str, env: Mapping[str, str], escape: str, *, raw: bool) -> str:
    """Return an instruction's line with variables replaced, as the title of its step.

    `raw` (RUN) keeps quotes and escapes, and variables that are not set.
    """
    from contextlib import suppress

    from tutor.dockerfile.errors import ParseError

    lexer = Lexer(escape, raw_quotes=raw, raw_escapes=raw, keep_unset=raw)
    with suppress(ParseError):
        text = lexer.expand(text, env).text
    word, space, rest = text.partition(" ")
    return word.upper() + space + rest


def run_history(argv: Iterable[str], arguments: Iterable[tuple[str, str | None]], env: Mapping[str, str]) -> str:
    """Return the history of a RUN: its build arguments and their number first."""
    values = {name: env.get(name, value or "") for name, value in arguments}
    before = [f"|{len(values)}", *(f"{name}={value}" for name, value in values.items())] if values else []
    return "RUN " + " ".join([*before, *argv]) + " # buildkit"


def words(argv: Iterable[str]) -> str:
    """Return a command as Go prints a list of quoted strings."""
    return "[" + " ".join(quote(word) for word in argv) + "]"


def healthcheck(check: Healthcheck) -> str:
    """Return a health check as Go prints the structure."""
    return (
        f"HEALTHCHECK {{Test:[{' '.join(check.test)}] Interval:{duration(check.interval)} "
        f"Timeout:{duration(check.timeout)} StartPeriod:{duration(check.start_period)} "
        f"StartInterval:{duration(check.start_interval)} Retries:{check.retries}}}"
    )


def duration(nanoseconds: int) -> str:
    """Return a duration as Go prints it: "1m0s", "500ms", "0s"."""
    if not nanoseconds:
        return "0s"
    if nanoseconds < SECOND:
        for unit, name in ((1_000_000, "ms"), (1000, "µs"), (1, "ns")):
            if nanoseconds >= unit:
                return f"{_decimal(nanoseconds, unit)}{name}"
    hours, rest = divmod(nanoseconds, 3600 * SECOND)
    minutes, rest = divmod(rest, 60 * SECOND)
    text = f"{_decimal(rest, SECOND)}s"
    if hours:
        return f"{hours}h{minutes}m{text}"
    return f"{minutes}m{text}" if minutes else text


def _decimal(amount: int, unit: int) -> str:
    whole, rest = divmod(amount, unit)
    digits = str(rest).zfill(len(str(unit)) - 1).rstrip("0") if rest else ""
    return f"{whole}.{digits}" if digits else str(whole)
