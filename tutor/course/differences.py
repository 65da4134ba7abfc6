"""How a sandbox differs from what a step aims at, in sentences that name the thing and the property.

The aim is the step's own solution, run on a fork of its beginning. What the solution leaves as it was does not count,
so a learner may do more than is asked.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from tutor.course.facts import Facts, Thing
from tutor.dataclass import dataclass

_WORD = re.compile(r"[\w./:~@-]+")


@dataclass(frozen=True, slots=True)
class Difference:
    """One property that is not as it is aimed at. `name` is "" where the whole thing is missing or should be gone.

    `wanted` and `found` are its values, None for nothing; `text` is the sentence.
    """

    thing: Thing
    name: str
    wanted: Any
    found: Any
    text: str


def differences(start: Facts, aim: Facts, now: Facts) -> tuple[Difference, ...]:
    """What `now` lacks of what `aim` changes from `start`, and what it still has that the aim takes away."""
    found: list[Difference] = []
    for thing, wanted in aim.items():
        here = now.get(thing)
        if here is None:
            found.append(Difference(thing, "", wanted, None, _missing(thing, start, aim, now)))
            continue
        before = start.get(thing, {})
        for name in wanted:
            changed = thing not in start or before.get(name) != wanted[name]
            if here.get(name) != wanted[name] and (changed or here.get(name) != before.get(name)):
                found.append(
                    Difference(thing, name, wanted[name], here.get(name), _other(thing, name, aim, now, start))
                )
    for thing in start:
        if thing not in aim and thing in now:
            found.append(Difference(thing, "", None, now[thing], _left(thing)))
    return tuple(_merged(found, aim, now))


def telling(found: Iterable[Difference], words: str, most: int = 2) -> tuple[Difference, ...]:
    """Of these the ones that have most to do with a text (a check and its commands), the nearest first."""
    named = set(_WORD.findall(words))

    def nearness(difference: Difference) -> tuple[bool, bool, bool]:
        name = difference.thing.name
        short = name.removeprefix("/home/learner/lab/")
        named_here = name in named or short in named or short.rpartition("/")[2] in named
        return not named_here, name.split(":")[0] not in words, not _speaks_of(difference.name, words)

    ranked = sorted(found, key=nearness)
    near = [difference for difference in ranked if not nearness(difference)[0]]
    return tuple((near or ranked)[:most])


_ABOUT = {
    "CMD": ".Cmd", "ENTRYPOINT": "Entrypoint", "USER": ".User", "WORKDIR": "WorkingDir", "ENV": ".Env",
    "LABEL": "Labels", "EXPOSE": "ExposedPorts", "VOLUME": "Volumes", "HEALTHCHECK": "Health",
    "restart policy": "RestartPolicy", "memory limit": ".Memory", "status": "State", "exit code": "ExitCode",
    "published ports": "Port", "mounts": "Mounts", "networks": "Networks", "layers": "RootFS",
}  # fmt: skip


def _speaks_of(name: str, words: str) -> bool:
    """Whether a check's commands ask for a property."""
    return bool(name) and _ABOUT.get(name, name) in words


def _merged(found: list[Difference], aim: Facts, now: Facts) -> Iterator[Difference]:
    """An image that is another one altogether is told once, not by each of its properties."""
    told: set[Thing] = set()
    for difference in found:
        thing = difference.thing
        if thing in told:
            continue
        if thing.kind == "image" and difference.name:
            is_name, wanted_name = _named_like(thing, now[thing], now), _named_like(thing, aim[thing], aim)
            if is_name and wanted_name:
                told.add(thing)
                text = f"{thing.name} names the image of {is_name}; it should name that of {wanted_name}."
                yield Difference(thing, "image", wanted_name, is_name, text)
                continue
            several = [other for other in found if other.thing == thing and other.name]
            if wanted_name and len(several) > 1:
                told.add(thing)
                text = f"{thing.name} is not the image of {wanted_name} but another one."
                yield Difference(thing, "image", wanted_name, None, text)
                continue
        yield difference


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


def _what(thing: Thing) -> str:
    if thing.kind == "image" or thing.name.startswith("a container"):
        return thing.name
    if thing.kind == "file":
        return thing.name.replace("/home/learner/lab/", "").replace("/home/learner", "~")
    article = {"setting": "the setting", "pushed": "the registry's"}.get(thing.kind, f"the {thing.kind}")
    return f"{article} {thing.name}"


def _missing(thing: Thing, start: Facts, aim: Facts, now: Facts) -> str:
    """A thing that is not there, and what may have been made in its place."""
    if thing in start:
        return f"{_what(thing)} is gone; it should still be there."
    new = [other.name for other in now if other.kind == thing.kind and other not in start and other not in aim]
    near = difflib.get_close_matches(thing.name, new, 1, 0.5)
    there = f"; there is {_what(Thing(thing.kind, near[0]))} instead" if near else ""
    verb = "has not been pushed" if thing.kind == "pushed" else "is not there yet"
    return f"{_what(thing)} {verb}{there}."


def _left(thing: Thing) -> str:
    return f"{_what(thing)} is still there."


def _other(thing: Thing, name: str, aim: Facts, now: Facts, start: Facts) -> str:
    wanted: Any = aim[thing][name]
    found: Any = now[thing].get(name)
    what = _what(thing)
    if thing.kind == "file":
        return _file(what, wanted, found)
    if thing.kind == "pushed":
        return f"{what} is not the image that it should be: push again."
    if name == "layers":
        return _layers(what, wanted, found)
    if name == "status":
        return f"{what} is {found}; it should be {wanted}."
    if name == "files":
        gone = sorted(set(wanted) - set(found))
        path = gone[0][0] if gone else sorted(set(found) - set(wanted))[0][0]
        return f"in {what}, {path} is not as it should be."
    verb = f"{what} has the {name}" if name.islower() else f"{what} has {name}"
    return f"{verb} {_shown(found)}; it should be {_shown(wanted)}."


def _file(what: str, wanted: str, found: str) -> str:
    if found == "(gone)":
        return f"{what} is gone; it should still be there."
    if wanted == "(gone)":
        return f"{what} is still there."
    short = [_line(text) for text in (found, wanted)]
    if all(short):
        return f"{what} says {short[0]!r}; it should say {short[1]!r}."
    lines = zip(found.split("\n"), wanted.split("\n"), strict=False)
    place = next((at for at, (one, two) in enumerate(lines, 1) if one != two), 0)
    return f"{what} is not as it should be" + (f": look at line {place}." if place else ".")


def _line(text: str) -> str:
    """A text of one short line, "" for any other."""
    line = text.strip()
    return line if line and "\n" not in line and len(line) < 40 else ""


def _layers(what: str, wanted: tuple[str, ...], found: tuple[str, ...]) -> str:
    same = 0
    while same < min(len(wanted), len(found)) and wanted[same] == found[same]:
        same += 1
    if same == 0 and wanted and found:
        return f"{what} stands on another base."
    if len(wanted) != len(found):
        more = "more" if len(found) > len(wanted) else "fewer"
        return f"{what} has {len(found)} layers, {more} than the {len(wanted)} it should have."
    return f"layer {same + 1} of {what} holds other files than it should."


def _shown(value: Any) -> str:
    if value in ("", (), None):
        return "nothing"
    if isinstance(value, tuple):
        return " ".join("=".join(item) if isinstance(item, tuple) else str(item) for item in value)
    return str(value)
