"""Every Dockerfile of tests/corpora/dockerfiles gives the instructions and warnings, or the error, written beside it.

What stands beside them was compared with what BuildKit's own parser makes of the same files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.dockerfile import ParseError, parse
from tutor.dockerfile.checks import lint
from tutor.dockerfile.instructions import Instruction

CORPUS = Path(__file__).parents[1] / "corpora" / "dockerfiles"
FILES = sorted(CORPUS.glob("*.Dockerfile"))


def shown(item: Instruction) -> dict[str, Any]:
    parts: dict[str, Any] = {"keyword": item.keyword, "span": list(item.span), "flags": list(item.flags)}
    parts |= {"args": list(item.args), "json": item.json}
    if item.heredocs:
        parts["heredocs"] = [[doc.name, doc.body, doc.expand, doc.chomp] for doc in item.heredocs]
    return parts | {"raw": item.raw}


def outcome(text: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        dockerfile = parse(text)
    except ParseError as error:
        found = {"error": error.message, "lines": list(error.lines) if error.lines else None}
    else:
        found = {"escape": dockerfile.escape, "instructions": [shown(item) for item in dockerfile.instructions]}
        found["stages"] = [stage.name for stage in dockerfile.stages]
    findings = lint(text)
    found["warnings"] = [[item.rule.name, item.message, list(item.lines)] for item in findings.warnings]
    if findings.error is not None and "error" not in found:
        found["build_error"] = findings.error.message
    return found


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_dockerfile(path: Path) -> None:
    text = path.read_bytes().decode()
    assert outcome(text) == json.loads(path.with_suffix(".json").read_text())


def test_corpus_covers_the_language() -> None:
    assert len(FILES) >= 100
    seen = {item.keyword for path in FILES for item in _instructions(path)}
    assert len(seen) == 18


def _instructions(path: Path) -> tuple[Instruction, ...]:
    try:
        return parse(path.read_bytes().decode()).instructions
    except ParseError:
        return ()
