"""How a sandbox differs from what a step aims at: things and their properties. `sentences` puts it into words.

The aim is the step's own solution, run on a fork of its beginning. What the solution leaves as it was does not count,
so a learner may do more than is asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from tutor.course.facts import Facts, Layer, Thing
from tutor.dataclass import dataclass

MOST_PATHS = 2000
"""Of so many files in which an image differs each is told; of more none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One property that is not as it is aimed at.

    `kind` says how: "missing", "gone" or "left" (the whole thing), "extra" (nobody asked for the thing), "same" (an
    image that is another one), "base", "path" (a file in an image or a container, `name` is its path) or "property".
    `wanted` and `found` are its values, None for nothing; `other` is what is there in its place, "" if nothing.
    """

    kind: str
    thing: Thing
    name: str = ""
    wanted: Any = None
    found: Any = None
    other: str = ""


def differences(start: Facts, aim: Facts, now: Facts) -> tuple[Difference, ...]:
    """What `now` lacks of what `aim` changes from `start`, what it still has that the aim takes away, and extras."""
    found: list[Difference] = []
    for thing, wanted in aim.items():
        here = now.get(thing)
        if here is None:
            kind = "gone" if thing in start else "missing"
            found.append(Difference(kind, thing, other="" if thing in start else _instead(thing, start, aim, now)))
        elif thing.kind == "image":
            found.extend(_image(thing, start, aim, now))
        else:
            for name in _changed(start.get(thing), wanted, here):
                found.extend(_property(thing, name, wanted[name], here.get(name)))
    for thing in sorted(now, key=lambda thing: thing.name):
        if thing in start and thing not in aim:
            found.append(Difference("left", thing))
        elif thing not in start and thing not in aim and thing.kind not in ("file", "setting"):
            found.append(Difference("extra", thing))
    return tuple(found)


def concerned(found: Iterable[Difference]) -> int:
    """How many things differ, those that nobody asked for left out."""
    return len({difference.thing for difference in found if difference.kind != "extra"})


def _changed(start: Any, wanted: Any, here: Any) -> Iterator[str]:
    """The properties that differ from the aim, where the aim or the learner changed them."""
    for name, value in wanted.items():
        if here.get(name) != value and (
            start is None or start.get(name) != value or here.get(name) != start.get(name)
        ):
            yield name


def _property(thing: Thing, name: str, wanted: Any, found: Any) -> Iterator[Difference]:
    if name == "files":
        yield from _paths(thing, dict(wanted), dict(found))
    else:
        yield Difference("property", thing, name, wanted, found)


def _image(thing: Thing, start: Facts, aim: Facts, now: Facts) -> Iterator[Difference]:
    """How an image differs: first, whether it is another one altogether, then its files, then its settings."""
    wanted, here = aim[thing], now[thing]
    changed = list(_changed(start.get(thing), wanted, here))
    if not changed:
        return
    is_name, wanted_name = _named_like(thing, here, now), _named_like(thing, wanted, aim)
    if is_name or (wanted_name and len(changed) > 1):
        yield Difference("same", thing, "image", wanted_name, is_name)
    if "layers" in changed:
        yield from _layers(thing, wanted["layers"], here["layers"])
    for name in changed:
        if name != "layers":
            yield Difference("property", thing, name, wanted[name], here.get(name))


def _layers(thing: Thing, wanted: tuple[Layer, ...], found: tuple[Layer, ...]) -> Iterator[Difference]:
    """How stacks of layers differ: in their base, in what is on top of what they share, or in how it is cut."""
    same = 0
    while same < min(len(wanted), len(found)) and wanted[same] == found[same]:
        same += 1
    paths: list[Difference] = []
    if same == 0 and wanted and found:
        yield Difference("base", thing, "base")
    else:
        paths = list(_paths(thing, _held(wanted[same:]), _held(found[same:])))
        yield from paths
    if len(wanted) != len(found):
        yield Difference("property", thing, "layers", len(wanted), len(found))
    elif same and not paths:
        yield Difference("property", thing, f"layer {same + 1}")


def _held(layers: Iterable[Layer]) -> dict[str, str]:
    """What layers change, the upper ones over the lower ones."""
    held: dict[str, str] = {}
    for layer in layers:
        held.update(layer.files or ())
    return held


def _paths(thing: Thing, wanted: dict[str, str], found: dict[str, str]) -> Iterator[Difference]:
    """The files in which they differ; those that only the learner has come after those that are asked for."""
    differing = [path for path in {**wanted, **found} if wanted.get(path) != found.get(path)]
    if len(differing) <= MOST_PATHS:
        for path in differing:
            yield Difference("path", thing, path, wanted.get(path), found.get(path))


def _named_like(thing: Thing, image: Any, among: Facts) -> str:
    """Another name of the same image."""
    return next(
        (
            other.name
            for other, properties in among.items()
            if other.kind == "image" and other != thing and properties == image
        ),
        "",
    )


def _instead(thing: Thing, start: Facts, aim: Facts, now: Facts) -> str:
    """What was made in the place of a thing: it is called much the same, or it is much the same."""
    from difflib import get_close_matches

    new = [other for other in now if other.kind == thing.kind and other not in start and other not in aim]
    near = get_close_matches(thing.name, [other.name for other in new], 1, 0.5)
    if near:
        return near[0]
    wanted = aim[thing]

    def alike(other: Thing) -> int:
        return sum(now[other].get(name) == value for name, value in wanted.items())

    best = max(new, key=alike, default=None)
    return best.name if best is not None and alike(best) * 2 > len(wanted) else ""
