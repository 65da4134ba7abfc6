"""Every Dockerfile of tests/corpora/dockerfiles gives the instructions and warnings, or the error, written beside it.

What stands beside them was compared with what BuildKit's own parser makes of the same files.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tutor.dockerfile import Ignore, ParseError, parse
from tutor.dockerfile.checks import RULES, BaseImage, Facts, lint
from tutor.dockerfile.checks.facts import unknown_base
from tutor.dockerfile.instructions import Instruction

CORPUS = Path(__file__).parents[1] / "corpora" / "dockerfiles"
FILES = sorted(CORPUS.glob("*.Dockerfile"))


def shown(item: Instruction) -> dict[str, Any]:
    parts: dict[str, Any] = {"keyword": item.keyword, "span": list(item.span), "flags": list(item.flags)}
    parts |= {"args": list(item.args), "json": item.json}
    if item.heredocs:
        parts["heredocs"] = [[doc.name, doc.body, doc.expand, doc.chomp] for doc in item.heredocs]
    return parts | {"raw": item.raw}


def facts_of(given: dict[str, Any]) -> Facts:
    """What the checks are told besides the text: the platform, build arguments, .dockerignore, the base's platform."""
    base = BaseImage(platform=given["base_platform"]) if "base_platform" in given else None
    return Facts(
        build_args=given.get("build_args", {}),
        platform=given.get("platform", "linux/amd64"),
        base=unknown_base if base is None else lambda image, platform: base,
        ignore=Ignore.parse(given["ignore"]) if "ignore" in given else None,
    )


def outcome(text: str, facts: dict[str, Any] | None = None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    try:
        dockerfile = parse(text)
    except ParseError as error:
        found = {"error": error.message, "lines": list(error.lines) if error.lines else None}
    else:
        found = {"escape": dockerfile.escape, "instructions": [shown(item) for item in dockerfile.instructions]}
        found["stages"] = [stage.name for stage in dockerfile.stages]
    findings = lint(text, facts_of(facts or {}))
    found["warnings"] = [[item.rule.name, item.message, list(item.lines)] for item in findings.warnings]
    if findings.error is not None and "error" not in found:
        found["build_error"] = findings.error.message
    return found


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_dockerfile(path: Path) -> None:
    text = path.read_bytes().decode()
    expected = json.loads(path.with_suffix(".json").read_text())
    facts = expected.pop("facts", None)
    assert outcome(text, facts) == expected


def test_corpus_covers_the_language() -> None:
    assert len(FILES) >= 150
    seen = {item.keyword for path in FILES for item in _instructions(path)}
    assert len(seen) == 18


def test_each_check_has_a_file_in_which_it_fires_and_one_about_it_in_which_it_does_not() -> None:
    fires: dict[str, set[str]] = {}
    for path in FILES:
        if path.stem.startswith("check-"):
            topic, _, kind = path.stem.removeprefix("check-").partition("-fires")
            topic = topic.partition("-quiet")[0]
            names = {row[0] for row in json.loads(path.with_suffix(".json").read_text())["warnings"]}
            if kind or path.stem.endswith("-fires"):
                assert len(names) == 1, path
                fires[topic] = names
    assert {name for names in fires.values() for name in names} == set(RULES)
    for topic, names in fires.items():
        quiet = [path for path in FILES if path.stem.startswith(f"check-{topic}-quiet")]
        assert quiet, topic
        for path in quiet:
            assert not names & {row[0] for row in json.loads(path.with_suffix(".json").read_text())["warnings"]}


def _instructions(path: Path) -> tuple[Instruction, ...]:
    try:
        return parse(path.read_bytes().decode()).instructions
    except ParseError:
        return ()
