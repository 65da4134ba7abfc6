"""How a finished lesson compares with par, in stars and in words."""

from __future__ import annotations

from tutor.session.views import LessonView


def stars(view: LessonView) -> str:
    """Three for par, two for up to half as many commands more, one for any more."""
    over = view.commands - view.par
    count = 3 if over <= 0 else 2 if over * 2 <= view.par else 1
    return "★" * count + "☆" * (3 - count)


def par_words(view: LessonView) -> str:
    """The numbers behind the stars."""
    commands = "1 command" if view.commands == 1 else f"{view.commands} commands"
    return f"{commands}, par {view.par}"
