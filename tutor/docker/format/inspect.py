"""Everything about things, as `docker inspect` prints it: indented JSON, one line of it, or a template."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tutor.docker.errors import CommandError
from tutor.docker.invocation import Invocation, daemon_text
from tutor.engine.errors import EngineError
from tutor.oci.gojson import encode

Found = tuple[str, Mapping[str, Any]]
"""The Go type of an object ("image.InspectResponse") and its JSON."""


def print_objects(
    invocation: Invocation, references: Iterable[str], form: str, find: Callable[[str], Found]
) -> int:
    """As `inspect`, for objects of the client itself: its JSON escapes < > &, and is all that a template reaches."""
    if form:
        return inspect(invocation, references, form, find, raw=False)
    found, faults = [], []
    for reference in references:
        try:
            found.append(find(reference)[1])
        except CommandError as error:
            faults.append(error.message)
    text = _as_json(found, 4)
    for char in "<>&":
        text = text.replace(char, f"\\u{ord(char):04x}")
    invocation.out(text + "\n")
    if faults:
        raise CommandError("\n".join(faults))
    return 0


def inspect(
    invocation: Invocation,
    references: Iterable[str],
    form: str,
    find: Callable[[str], Found],
    *,
    raw: bool = True,
) -> int:
    """Look up each reference and print what was found, then what went wrong; the exit code.

    With `raw`, what is no field of the Go type may be one of the engine's JSON. A template that does not parse ends it
    with 64 before anything is looked up. Raises CommandError.
    """
    show = _shower(form, raw)
    found: list[Found] = []
    faults: list[str] = []
    shown: list[str] = []
    for reference in references:
        try:
            element = find(reference)
            found.append(element)
            if show is not None:
                shown.append(show(*element) + "\n")
        except EngineError as error:
            faults.append(daemon_text(error))
        except CommandError as error:
            faults.append(error.message)
    if show is not None:
        invocation.out("".join(shown) or "\n")
    else:
        invocation.out(_as_json([data for _, data in found], None if form == "json" else 4) + "\n")
    if faults:
        raise CommandError("\n".join(faults))
    return 0


def _as_json(elements: list[Mapping[str, Any]], indent: int | None) -> str:
    """Return the engine's JSON, indented or in one line; unlike elsewhere in Docker, < > & stand as they are."""
    if not elements:
        return "[]"
    import json

    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(elements, ensure_ascii=False, indent=indent, separators=separators)
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _shower(form: str, raw: bool) -> Callable[[str, Mapping[str, Any]], str] | None:
    """Return what renders one object with the template; None where the format is no template."""
    if form in ("", "json"):
        return None
    from tutor.docker.format.schemas import typed
    from tutor.gotemplate import DOCKER, ExecError, ParseError, Template, decode_json

    try:
        template = Template.parse(form, DOCKER)
    except ParseError as error:
        raise CommandError(f"template parsing error: {error}", 64) from None

    def show(kind: str, data: Mapping[str, Any]) -> str:
        try:
            return template.render(typed(kind, data))
        except ExecError as error:
            if not raw:
                raise CommandError(f"template parsing error: {error}") from None
        # what is no field of the Go type may be one of the JSON as the engine sent it
        try:
            return template.render(decode_json(encode(data)), "error")
        except ExecError as error:
            raise CommandError(f"template parsing error: {error}") from None

    return show
