"""A lesson as JSON follows the schema that is published, and the schema is strict."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from tests.support.sandbox import course
from tutor.course.model import Lesson
from tutor.course.schema import as_json, schema

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("lesson", course().lessons, ids=lambda lesson: lesson.id)
def test_every_lesson_follows_it(lesson: Lesson) -> None:
    assert list(VALIDATOR.iter_errors(as_json(lesson))) == []


def test_what_is_wrong_is_found() -> None:
    whole = as_json(course().lessons[0])
    changes: tuple[Callable[[Any], object], ...] = (
        lambda row: row.pop("title"), lambda row: row.update(more=1), lambda row: row["steps"][0].pop("checks"),
        lambda row: row.update(minutes="5"), lambda row: row["steps"][0]["checks"].append("text"),
    )  # fmt: skip
    for change in changes:
        changed = copy.deepcopy(whole)
        change(changed)
        assert list(VALIDATOR.iter_errors(changed))
