"""Pictures of what was learnt, as SVG: a map of the course, and a certificate."""

from __future__ import annotations

from html import escape

from tutor.course.standing import Standing

_WIDTH = 840
_FONT = 'font-family="DejaVu Sans, Verdana, sans-serif"'
_INK, _DIM, _DONE, _PAPER, _LINE = "#10202e", "#5b6b7a", "#146b5a", "#ffffff", "#c9d3dc"


def course_map(standing: Standing) -> str:
    """The course as a list of chapters with a row for each lesson: a mark, its title, stars and commands."""
    rows: list[str] = []
    y = 104
    for title, lessons in standing.chapters:
        rows.append(_text(40, y, title, 17, _INK, bold=True))
        y += 10
        for lesson in lessons:
            y += 26
            fill = _DONE if lesson.done else _PAPER
            rows.append(f'<circle cx="52" cy="{y - 5}" r="7" fill="{fill}" stroke="{_DONE}" stroke-width="2"/>')
            if lesson.done:
                rows.append(f'<path d="M48.5 {y - 5} l2.5 3 l5 -6" fill="none" stroke="{_PAPER}" stroke-width="2"/>')
            rows.append(_text(72, y, lesson.title, 15, _INK if lesson.done else _DIM))
            note = "★" * lesson.stars + "☆" * (3 - lesson.stars) if lesson.done else "to do"
            if lesson.done and lesson.commands:
                note += f"   {lesson.commands} commands, par {lesson.par}"
            rows.append(_text(_WIDTH - 40, y, note, 14, _DONE if lesson.done else _DIM, anchor="end"))
        y += 40
    head = _text(40, 44, standing.course, 24, _INK, bold=True) + _text(40, 66, summary(standing), 14, _DIM)
    return _page(_WIDTH, y, head + "".join(rows))


def certificate(standing: Standing, date: str) -> str:
    """A page that says who has done what, and when."""
    name = standing.learner or "A learner"
    frame = f'<rect x="24" y="24" width="{_WIDTH - 48}" height="512" fill="none" stroke="{_DONE}" stroke-width="3"/>'
    middle = _WIDTH / 2
    whole = standing.done == len(standing.lessons)
    what = "has finished the course" if whole else f"has done {standing.done} of {len(standing.lessons)} lessons of"
    layers = "".join(
        f'<rect x="{middle - 90 + 9 * i}" y="{452 - 14 * i}" width="{180 - 18 * i}" height="10" fill="{_DONE}" '
        f'opacity="{0.35 + 0.13 * i:.2f}"/>'
        for i in range(6)
    )
    body = (
        _text(middle, 120, "Layerwise", 22, _DONE, bold=True, anchor="middle")
        + _text(middle, 200, name, 38, _INK, bold=True, anchor="middle")
        + _text(middle, 250, what, 18, _DIM, anchor="middle")
        + _text(middle, 292, standing.course, 26, _INK, anchor="middle")
        + _text(middle, 330, f"{len(standing.learnt)} of {standing.objectives} objectives", 16, _DIM, anchor="middle")
        + layers
        + _text(middle, 506, date, 15, _DIM, anchor="middle")
    )
    return _page(_WIDTH, 560, frame + body)


def summary(standing: Standing) -> str:
    """The totals in a line."""
    return (
        f"{standing.done} of {len(standing.lessons)} lessons · "
        f"{len(standing.learnt)} of {standing.objectives} objectives"
    )


def _text(x: float, y: float, text: str, size: int, fill: str, *, bold: bool = False, anchor: str = "start") -> str:
    weight = ' font-weight="bold"' if bold else ""
    where = f'x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}" text-anchor="{anchor}"{weight}'
    return f"<text {where} {_FONT}>{escape(text)}</text>"


def _page(width: int, height: float, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height:g}" viewBox="0 0 {width} {height:g}">'
        f'<rect width="100%" height="100%" fill="{_PAPER}"/>{body}</svg>\n'
    )
