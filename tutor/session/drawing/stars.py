"""How a finished lesson compares with par, in stars and in words."""

from __future__ import annotations

from tutor.course.standing import stars as earned
from tutor.session.views import LessonView


def stars(view: LessonView) -> str:
    """As many full ones as were earned."""
    count = earned(view.commands, view.par)
    return "★" * count + "☆" * (3 - count)


def par_words(view: LessonView) -> str:
    """The numbers behind the stars."""
    commands = "1 command" if view.commands == 1 else f"{view.commands} commands"
    return f"{commands}, par {view.par}"
