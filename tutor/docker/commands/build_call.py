"""`docker build --call`: what is printed of a Dockerfile that is looked at instead of built."""

from __future__ import annotations

from base64 import b64encode

from tutor.docker.errors import CommandError
from tutor.docker.format.tabwriter import align
from tutor.docker.values import is_true
from tutor.oci.gojson import encode
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Final

    from tutor.docker.invocation import Invocation
    from tutor.dockerfile.outline import Outline, Target, Wanted
    from tutor.engine.build.request import BuildResult

    Lines = tuple[int, int]

_BUILD = "build"
_KNOWN = (_BUILD, "check", "outline", "targets")


class Call(Record):
    """What --call asks for: its name ("build" for a build), the format ("" or "json"), whether its status counts."""

    __slots__ = __match_args__ = ("name", "format", "ignore_status")

    def __init__(self, name: str = _BUILD, format: str = "", ignore_status: bool = False) -> None:
        self.name: Final = name
        self.format: Final = format
        self.ignore_status: Final = ignore_status


def call(invocation: Invocation) -> Call:
    """Return what --call, --check and --print ask for. Raises CommandError."""
    text = "check" if invocation.on("check") else invocation.text("print") or invocation.text("call")
    name = form = ""
    ignore = False
    for field in text.split(",") if text else ():
        key, equals, value = field.partition("=")
        if not equals:
            if name:
                raise CommandError(f"ERROR: invalid print value: {text}")
            name = field
        elif key == "format":
            form = value
        elif key == "ignorestatus":
            ignore = is_true(value)
        else:
            raise CommandError(f"ERROR: invalid print field: {field}")
    name = {"lint": "check", "": _BUILD}.get(name, name)
    if name not in _KNOWN:
        fault = f"unsupported request frontend.{name}"
        raise CommandError(f"ERROR: failed to build: failed to solve: {fault}: {fault}")
    return Call(name, form, ignore)


def report(asked: Call, result: BuildResult, dockerfile: bytes, name: str) -> str:
    """Return what a look at a Dockerfile prints on standard output."""
    if asked.name == "targets" and result.targets is not None:
        return _targets_json(result.targets, dockerfile) if asked.format == "json" else _targets(result.targets)
    if asked.name == "outline" and result.outline is not None:
        return _outline_json(result.outline, dockerfile) if asked.format == "json" else _outline(result.outline)
    if asked.name == "check" and asked.format == "json":
        return _findings_json(result, dockerfile, name)
    return result.report


def _json(document: dict[str, Any]) -> str:
    return encode(document, 2).decode() + "\n"


def _location(lines: Lines) -> dict[str, Any]:
    return {"ranges": [{"start": {"line": lines[0]}, "end": {"line": lines[1]}}]}


def _some(fields: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty, as Go does."""
    return {name: value for name, value in fields.items() if value}


def _targets(targets: tuple[Target, ...]) -> str:
    rows = ["TARGET\tDESCRIPTION"]
    for target in targets:
        mark = "(default)" if target.default else ""
        rows.append(f"{f'{target.name} {mark}'.strip()}\t{target.description}")
    return align("\n".join(rows) + "\n", 0, 1)


def _targets_json(targets: tuple[Target, ...], dockerfile: bytes) -> str:
    rows = [
        _some({
            "name": target.name, "default": target.default, "description": target.description, "base": target.base,
            "platform": target.platform, "location": _location(target.lines),
        })
        for target in targets
    ]  # fmt: skip
    return _json({"targets": rows, "sources": [b64encode(dockerfile).decode()]})


def _outline(outline: Outline) -> str:
    parts = []
    if outline.name or outline.description:
        about = f"DESCRIPTION:\t{outline.description}\n" if outline.description else ""
        parts.append(align(f"TARGET:\t{outline.name or '(default)'}\n{about}", 0, 1))
    if outline.arguments:
        rows = "".join(f"{row.name}\t{row.value}\t{row.description}\n" for row in outline.arguments)
        parts.append(align(f"BUILD ARG\tVALUE\tDESCRIPTION\n{rows}", 0))
    for title, wanted in (("SECRET", outline.secrets), ("SSH", outline.ssh)):
        if wanted:
            rows = "".join(f"{row.name}\t{'true' if row.required else ''}\n" for row in wanted)
            parts.append(align(f"{title}\tREQUIRED\n{rows}", 0))
    return "".join(part + "\n" for part in parts)


def _outline_json(outline: Outline, dockerfile: bytes) -> str:
    arguments = [
        {"name": row.name, **_some({"description": row.description, "value": row.value}),
         "location": _location(row.lines)}
        for row in outline.arguments
    ]  # fmt: skip
    return _json(
        _some({
            "name": outline.name, "description": outline.description, "args": arguments,
            "secrets": _wanted(outline.secrets), "ssh": _wanted(outline.ssh),
            "sources": [b64encode(dockerfile).decode()],
        })
    )  # fmt: skip


def _wanted(rows: Iterable[Wanted]) -> list[dict[str, Any]]:
    return [
        {"name": row.name, **({"required": True} if row.required else {}), "location": _location(row.lines)}
        for row in rows
    ]


def _findings_json(result: BuildResult, dockerfile: bytes, name: str) -> str:
    warnings = [
        {"ruleName": row.rule, **_some({"description": row.description, "url": row.url, "detail": row.message}),
         "location": _location((row.line, row.end_line))}
        for row in result.warnings
    ]  # fmt: skip
    source = {"filename": name, "data": b64encode(dockerfile).decode(), "language": "Dockerfile"}
    document: dict[str, Any] = {"warnings": warnings or None, "sources": [source]}
    if result.failure is not None:
        lines = result.failure.lines
        document["buildError"] = {
            "message": result.failure.message, "location": _location(lines) if lines is not None else {}
        }  # fmt: skip
    return _json(document)
