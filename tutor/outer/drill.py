"""`layerwise drill`: exercises that are made up, for what one got wrong and what one never did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.errors import LayerwiseError
from tutor.outer import places

if TYPE_CHECKING:
    from argparse import Namespace

    from tutor.outer.app import Ways
    from tutor.session.sitting import LearnerSitting


def run(options: Namespace) -> int:
    """Drill on the full screen, or list what there is."""
    if options.list:
        return _list()
    if options.count < 0:
        raise LayerwiseError(f"{options.count} drills cannot be made", "give --count a number from 1 on")
    from tutor.outer.app import show

    return show(options, lambda ways: sitting(options.what, ways, seed=options.seed, count=options.count))


def sitting(what: str, ways: Ways, *, seed: str = "", count: int = 0, keep: bool = True) -> LearnerSitting:
    """A sitting that begins with a drill; with `keep` false nothing of it counts. Raises LayerwiseError."""
    from tutor.course.progress import Progress
    from tutor.session.drills.drilling import Drilling
    from tutor.session.sitting import LearnerSitting

    hub, progress = places.hub(), places.progress() if keep else Progress(None)
    drills = Drilling(what, hub, places.clock, progress, seed=seed, count=count)
    return LearnerSitting(
        places.workspaces(), hub, places.clock, places.course(), progress, places.glossary,
        interactive=ways.interactive, speed=ways.speed, drills=drills, spoken=ways.plain,
    )  # fmt: skip


def _list() -> int:
    from tutor.session.drills.exercise import kinds

    cards, names = places.progress().cards, places.objectives()
    today = int(places.clock() // 86_400)
    for kind in sorted(kinds().values(), key=lambda kind: kind.objectives):
        print(f"{kind.name:18}{', '.join(map(str, kind.objectives))}")
    practised = {number for kind in kinds().values() for number in kind.objectives}
    print()
    for number in sorted(practised):
        card = cards.get(number)
        due = "not practised" if card is None else "due now" if card.due <= today else f"due in {card.due - today} days"
        print(f"{number:3}  {names.get(number, ''):58.58}  {due}")
    return 0
