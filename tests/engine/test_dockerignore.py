"""What of the context reaches a build."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox

FILES = {
    "keep.txt": "1", "skip.log": "1", "deep/keep.txt": "1", "deep/skip.log": "1", "deep/er/skip.log": "1",
    "deep/er/secret": "1", "node_modules/a/index.js": "1", "node_modules/keep.js": "1", ".git/config": "1",
}  # fmt: skip


def sent(ignore: str | None, files: dict[str, str] | None = None, name: str = ".dockerignore") -> set[str]:
    """The files that COPY . finds."""
    box = Sandbox()
    context: dict[str, str | bytes] = {**(files or FILES), "Dockerfile": ""}
    if ignore is not None:
        context[name] = ignore
    result = box.build("FROM scratch\nCOPY . /\n", context, tags=("x",), provenance=False)
    assert result.failure is None, result.failure
    found = {path.removeprefix("/") for path, _ in box.files("x").walk()}
    return {path for path in {*FILES, *context} if path in found}


ALL = {*FILES, "Dockerfile"}
LOGS = {path for path in FILES if path.endswith(".log")}


@pytest.mark.parametrize(
    ("ignore", "gone"),
    [
        ("", set()), ("# skip.log\n\n", set()), ("skip.log\n", {"skip.log"}), ("*.log\n", {"skip.log"}),
        ("**/*.log\n", LOGS), ("deep\n", {path for path in FILES if path.startswith("deep/")}),
        ("deep/*/secret\n", {"deep/er/secret"}), ("/keep.txt\n", {"keep.txt"}), ("./keep.txt\n", {"keep.txt"}),
        ("**/*.log\n!deep/er/skip.log\n", LOGS - {"deep/er/skip.log"}),
        ("!skip.log\nskip.log\n", {"skip.log"}), ("*\n!keep.txt\n", {*ALL, ".dockerignore"} - {"keep.txt"}),
        ("node_modules\n!node_modules/keep.js\n", {"node_modules/a/index.js"}),
        ("deep/**\n!deep/er\n", {"deep/keep.txt", "deep/skip.log"}), ("k??p.txt\n", {"keep.txt"}),
        ("[ks]*.*\n", {"keep.txt", "skip.log"}), ("Dockerfile\n.dockerignore\n", {"Dockerfile", ".dockerignore"}),
        ("  .git  \n", {".git/config"}), ("nothing/here\n", set()),
    ],
)  # fmt: skip
def test_patterns(ignore: str, gone: set[str]) -> None:
    assert sent(ignore) == ({*ALL, ".dockerignore"} - gone)


def test_without_a_file_everything_is_sent() -> None:
    assert sent(None) == ALL


def test_an_ignore_file_of_the_dockerfile_s_own_goes_first() -> None:
    files = {**FILES, ".dockerignore": "*\n"}
    assert "keep.txt" in sent("*.log\n", files, "Dockerfile.dockerignore")
    assert "skip.log" not in sent("*.log\n", files, "Dockerfile.dockerignore")


def test_what_is_ignored_cannot_be_copied_by_name() -> None:
    box = Sandbox()
    result = box.build("FROM scratch\nCOPY secret /\n", {"secret": "1", ".dockerignore": "secret\n"})
    assert result.failure is not None
    assert '"/secret": not found' in result.failure.message


def test_what_is_ignored_does_not_reach_the_cache() -> None:
    box = Sandbox()
    text = "FROM scratch\nCOPY . /\n"
    first = box.build(text, {"a": "1", "log": "1", ".dockerignore": "log\n"}, provenance=False)
    other = box.build(text, {"a": "1", "log": "2", ".dockerignore": "log\n"}, provenance=False)
    assert first.image == other.image


def test_a_pattern_that_cannot_be_read_fails_the_build() -> None:
    box = Sandbox()
    result = box.build("FROM scratch\nCOPY . /\n", {"a": "1", ".dockerignore": "[a-\n"})
    assert result.failure is not None
    assert "syntax error in pattern" in result.failure.message
