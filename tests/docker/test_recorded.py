"""What Docker 29.8 was recorded to answer, line by line: what it refuses, and what it says without IDs and times.

A corpus is a list of rows in the order in which they were typed. A row whose answer holds IDs, times or sizes has none:
it is run for what it leaves behind.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.docker.lab import Lab
from tests.support.sandbox import hub as bundled

CORPORA = Path(__file__).parents[1] / "corpora" / "docker"


@pytest.mark.parametrize("corpus", sorted(CORPORA.glob("*.json")), ids=lambda path: path.stem)
def test_recorded(corpus: Path) -> None:
    lab = Lab(bundled())
    rows = json.loads(corpus.read_text())
    assert sum("code" in row for row in rows) > len(rows) // 3
    for row in rows:
        ran = lab.run(row["line"])
        if "code" in row:
            assert (row["line"], *ran) == (row["line"], row["code"], row["out"], row["err"])
