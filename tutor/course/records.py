"""Receipts as other systems read them: comma-separated values, and statements of the Experience API (xAPI 1.0.3)."""

from __future__ import annotations

import csv
import io
import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

_VERB = {"id": "http://adlnet.gov/expapi/verbs/completed", "display": {"en": "completed"}}
_ACTIVITY = "https://layerwise.invalid/lessons/"
_COLUMNS = ("learner", "lesson", "began", "ended", "seconds", "commands", "valid", "problem")


def row_of(receipt: Mapping[str, Any], problems: tuple[str, ...]) -> dict[str, Any]:
    """One receipt in one row: times in ISO 8601 (UTC), whether it holds, and why not."""
    times = [float(command["time"]) for command in receipt["commands"]] or [float(receipt["began"])]
    began, ended = float(receipt["began"]), max(times)
    counted = [command for command in receipt["commands"] if command["line"] != "next"]
    return {
        "learner": receipt["learner"], "lesson": receipt["lesson"], "began": _iso(began), "ended": _iso(ended),
        "seconds": round(ended - began), "commands": len(counted), "valid": not problems,
        "problem": "; ".join(problems),
    }  # fmt: skip


def as_csv(rows: Iterable[Mapping[str, Any]]) -> str:
    """The rows with a header. Texts that a spreadsheet would take for a formula are quoted with an apostrophe."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _plain(value) for name, value in row.items()})
    return out.getvalue()


def _plain(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def as_xapi(rows: Iterable[Mapping[str, Any]]) -> str:
    """A JSON array of statements, one for each row; the same row has the same id wherever it is made."""
    return json.dumps([_statement(row) for row in rows], indent=1, ensure_ascii=False) + "\n"


def _statement(row: Mapping[str, Any]) -> dict[str, Any]:
    name = json.dumps([row["learner"], row["lesson"], row["ended"]])
    return {
        "id": str(uuid.uuid5(uuid.NAMESPACE_URL, _ACTIVITY + name)),
        "actor": {"objectType": "Agent", "account": {"homePage": "https://layerwise.invalid", "name": row["learner"]}},
        "verb": _VERB,
        "object": {"id": _ACTIVITY + str(row["lesson"]), "objectType": "Activity"},
        "result": {"completion": bool(row["valid"]), "success": bool(row["valid"]), "duration": f"PT{row['seconds']}S"},
        "timestamp": row["ended"],
    }


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
