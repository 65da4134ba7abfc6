"""The map of the course, and what is searched in one place."""

from __future__ import annotations

from tests.support.sandbox import course, sitting
from tutor.course.progress import Progress
from tutor.session.course_map import following, how_far, lesson_items, map_text


def test_the_map_knows_stars_time_left_and_what_comes_next() -> None:
    progress = Progress(None)
    first, second = course().lessons[:2]
    before = lesson_items(course(), progress, "")
    assert following(before) == before[0]
    assert how_far(before).startswith(f"0 of {len(before)} lessons done, 0 of {3 * len(before)} stars")
    progress.finish(first.id, first.par)
    after = lesson_items(course(), progress, second.id)
    assert (after[0].done, after[0].stars, after[1].current) == (True, 3, True)
    assert following(after) == after[1]
    text = map_text("Course", after)
    assert f"[x]  1  {first.title}: ★★★" in text
    assert f"[>]  2  {second.title}" in text
    waiting = [item for item in after if item.needs]
    for item in waiting:
        assert f"after {', '.join(item.needs)}" in text
    for lesson in course().lessons:
        progress.finish(lesson.id, 0)
    assert map_text("Course", lesson_items(course(), progress, "")).endswith("All done.\n")


def test_the_word_prints_the_map() -> None:
    assert "What an image is: 5 min" in sitting().run("map").text


def test_the_catalogue_holds_every_kind_and_each_of_them_leads_somewhere() -> None:
    learner = sitting()
    learner.run("docker pull -q alpine:3.20; docker run --name web alpine:3.20 true; docker volume create vol")
    learner.run("mark ready")
    found = learner.catalogue()
    lessons = {lesson.id for lesson in course().lessons}
    points = {str(point.id) for point in learner.points()}
    for each in found:
        assert each.kind in ("lesson", "term", "line", "inside", "point")
        assert each.kind != "lesson" or each.value in lessons
        assert each.kind != "inside" or learner.inside(each.value) is not None
        assert each.kind != "point" or each.value in points
    lines = [each.value for each in found if each.kind == "line"]
    for line in ("docker image tag ", "docker run ", "goto", "docker buildx imagetools inspect "):
        assert line in lines
    assert any("@ready" in each.detail for each in found)
