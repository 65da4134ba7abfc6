"""Differences in words: each sentence names the thing, the property, what is there and what should be.

Of many differences those are told that a check asks for; `telling` chooses them by the words of the check's commands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from tutor.course.differences import Difference
from tutor.course.facts import Thing

_WORD = re.compile(r"[\w./:~@-]+")
_ABOUT = {
    "CMD": ".Cmd", "ENTRYPOINT": "Entrypoint", "USER": ".User", "WORKDIR": "WorkingDir", "ENV": ".Env",
    "LABEL": "Labels", "EXPOSE": "ExposedPorts", "VOLUME": "Volumes", "HEALTHCHECK": "Health", "comment": ".Comment",
    "restart policy": "RestartPolicy", "memory limit": ".Memory", "status": "State", "exit code": "ExitCode",
    "published ports": "Port", "mounts": "Mounts", "networks": "Networks", "layers": "len .RootFS",
    "base": "index .RootFS", "platforms": "--platform", "image": ".Config.Image", "command": "logs",
}  # fmt: skip
"""By which words a check's commands ask for a property."""

_LONG = 40


def ranked(found: Iterable[Difference], words: str) -> tuple[tuple[int, Difference], ...]:
    """Differences with how far they are from a text (a check and its commands), the nearest first.

    0  a thing that the text names is not there, or is there, or is another one altogether
    1  a property that the text asks for, of a thing that it names
    2  another property of such a thing
    3  a thing that is called much like one that it names
    4  anything else that the solution does
    5  what nobody asked for
    """
    named = set(_WORD.findall(words))
    rows = [(_distance(difference, named, words), place, difference) for place, difference in enumerate(found)]
    rows.sort(key=lambda row: row[:2])
    return tuple((distance[0], difference) for distance, _, difference in rows)


def _distance(difference: Difference, named: set[str], words: str) -> tuple[int, int]:
    name = difference.thing.name
    short = name.removeprefix("/home/learner/").removeprefix("lab/")
    if not named.intersection((name, short, short.rpartition("/")[2], name.removesuffix(":latest"))):
        near = difference.thing.kind != "extra" and name.split(":")[0] in words
        return (5 if difference.kind == "extra" else 3 if near else 4), 0
    if difference.kind not in ("path", "property", "base"):
        return 0, 0
    if difference.kind == "path":
        nearness = _path_in(difference.name, named)
        return (1, nearness + 2) if nearness < 3 else (2, nearness)
    asked = difference.thing.kind == "file" or _ABOUT.get(difference.name, difference.name) in words
    cause = difference.thing.kind == "container" and difference.name in ("image", "command", "status")
    return (1, 0) if asked else (1, 1) if cause else (2, 1 if difference.found in ((), "", None) else 2)


def _path_in(path: str, named: set[str]) -> int:
    """0 where a path is named, 1 where its last part is, 2 where a folder above it is, else 3; 4 for what is quiet."""
    if path in named:
        return 0
    if path.rpartition("/")[2] in named:
        return 1
    parts = path.split("/")
    if any("/".join(parts[:end]) in named for end in range(3, len(parts))):
        return 2
    return 4 if path.startswith(("/etc/", "/var/", "/usr/", "/lib/")) else 3


def sentence(difference: Difference) -> str:
    """One difference as a sentence."""
    what = spoken(difference.thing)
    kind, other = difference.kind, difference.other
    if kind == "missing":
        verb = "has not been pushed" if difference.thing.kind == "pushed" else "is not there yet"
        instead = f"; there is {spoken(Thing(difference.thing.kind, other))} instead" if other else ""
        return f"{what} {verb}{instead}."
    if kind == "gone":
        return f"{what} is gone; it should still be there."
    if kind == "left":
        return f"{what} is still there."
    if kind == "extra":
        return f"{what} is there, too; it should not be."
    if kind == "same":
        return _same(difference)
    if kind == "base":
        return f"{what} stands on another base."
    if kind == "path":
        return _path(what, difference.name, difference.wanted, difference.found)
    return _property(difference, what)


def vague(difference: Difference) -> bool:
    """Whether its sentence leaves open what is there or what should be."""
    if difference.kind == "same":
        return not (difference.wanted and difference.found)
    if difference.thing.kind == "file" and difference.kind == "property":
        return "\0" in f"{difference.wanted}{difference.found}"
    return difference.kind == "base" or difference.name == "platforms"


def spoken(thing: Thing) -> str:
    """What a thing is called."""
    if thing.kind == "image" or thing.name.startswith("a container"):
        return thing.name
    if thing.kind == "file":
        return thing.name.replace("/home/learner/lab/", "").replace("/home/learner", "~")
    if thing.kind == "cache":
        return f"the {thing.name}"
    article = {"setting": "the setting", "pushed": "the registry's"}.get(thing.kind, f"the {thing.kind}")
    return f"{article} {thing.name}"


def _same(difference: Difference) -> str:
    name = difference.thing.name
    if not difference.found:
        return f"{name} is not the image of {difference.wanted} but another one."
    if not difference.wanted:
        return f"{name} is the same image as {difference.found}; it should be another one."
    return f"{name} names the image of {difference.found}; it should name that of {difference.wanted}."


def _property(difference: Difference, what: str) -> str:
    name, wanted, found = difference.name, difference.wanted, difference.found
    if difference.thing.kind == "file":
        return _file(what, wanted, found)
    if difference.thing.kind == "pushed":
        return f"{what} is not the image that it should be: push again."
    if name in ("status", "state"):
        return f"{what} is {found}; it should be {wanted}."
    if name == "layers":
        more = "more" if found > wanted else "fewer"
        return f"{what} has {found} layer{'s' * (found != 1)}, {more} than the {wanted} it should have."
    if name.startswith("layer "):
        return f"{name} of {what} holds other files than it should."
    if name in ("ENV", "LABEL", "environment", "labels"):
        return _pairs(what, name, wanted or (), found or ())
    if name == "platforms":
        lacking = [platform for platform in wanted if platform not in (found or ())]
        return f"{what} is there for {_shown(found)}" + (f"; {' '.join(lacking)} is lacking." if lacking else ".")
    if name == "memory limit":
        wanted, found = _memory(wanted), _memory(found)
    verb = f"{what} has the {name}" if name.islower() else f"{what} has {name}"
    return f"{verb} {_shown(found)}; it should be {_shown(wanted)}."


def _pairs(what: str, name: str, wanted: tuple[Any, ...], found: tuple[Any, ...]) -> str:
    """A property of names and values: only what differs is told."""
    should, has = (
        dict(pair if isinstance(pair, tuple) else pair.partition("=")[::2] for pair in pairs)
        for pairs in (wanted, found)
    )
    label = name if name.isupper() else name.removesuffix("s")
    for key, value in should.items():
        if has.get(key) != value:
            if key in has:
                return f"{what} has {label} {key}={has[key]}; it should be {key}={value}."
            other = next((f"{key}={has[key]}" for key in has if key not in should), "")
            return f"{what} lacks {label} {key}={value}" + (f"; it has {other} instead." if other else ".")
    extra = next(key for key in has if key not in should)
    return f"{what} has {label} {extra}={has[extra]}, which it should not have."


def _path(what: str, path: str, wanted: str | None, found: str | None) -> str:
    """A file in an image or a container; what is there is told as `facts` has it ("" where it was taken away)."""
    if wanted == "":
        return f"{what} still has {path}; it should be removed."
    if wanted is None:
        return f"{what} does not need {path} to be removed." if found == "" else f"{what} has {path}; it should not."
    if not found:
        return f"{what} has lost {path}." if found == "" else f"{what} lacks {path}."
    (kind, *should), (here, *has) = (told.split(" ", 3) for told in (wanted, found))
    if kind != here:
        return f"in {what}, {path} is a {here}; it should be a {kind}."
    if kind == "link":
        return f"in {what}, {path} leads to {has[0]}; it should lead to {should[0]}."
    if should[1] != has[1]:
        return f"in {what}, {path} belongs to {has[1]}; it should belong to {should[1]} (user and group by number)."
    if should[0] != has[0]:
        return f"in {what}, {path} has the mode {has[0][-4:]}; it should be {should[0][-4:]}."
    texts = [told[2] if told[2][:1] in "'\"" else "" for told in (has, should)]
    if all(texts):
        one, two = (text.replace("\\n", "") for text in texts)
        return f"in {what}, {path} says {one}; it should say {two}."
    return f"in {what}, {path} is not as it should be: its text is another one."


def _file(what: str, wanted: str, found: str) -> str:
    if found == "(gone)":
        return f"{what} is gone; it should still be there."
    if wanted == "(gone)":
        return f"{what} is still there."
    if not found.strip():
        return f"{what} is empty."
    if "\0" in found or "\0" in wanted:
        return f"{what} is not as it should be: its data are other ones."
    one, two = found.removesuffix("\n").split("\n"), wanted.removesuffix("\n").split("\n")
    if len(one) == len(two) == 1 and max(len(one[0]), len(two[0])) < _LONG:
        return f"{what} says {one[0]!r}; it should say {two[0]!r}."
    if one[: len(two)] == two or two[: len(one)] == one:
        return f"{what} has {_lines(len(one))}; it should have {len(two)}."
    place = next(at for at, pair in enumerate(zip(one, two, strict=False)) if pair[0] != pair[1])
    begins = "" if max(map(len, (one[place], two[place]))) < _LONG else "begins with "
    here, should = (_cut(lines[place]) for lines in (one, two))
    if here == should:
        return f"{what} is not as it should be: look at line {place + 1}."
    return f"{what} is not as it should be: line {place + 1} {begins or 'is '}{here!r}, not {should!r}."


def _lines(number: int) -> str:
    return f"{number} line{'s' * (number != 1)}"


def _cut(text: str) -> str:
    return text if len(text) < _LONG else text[: _LONG - 8]


def _memory(value: Any) -> Any:
    size = int(value or 0)
    return f"{size // 2**20} MB" if size and size % 2**20 == 0 else f"{size} bytes" if size else ""


def _shown(value: Any) -> str:
    if value in ("", (), None):
        return "nothing"
    if isinstance(value, tuple):
        return " ".join("=".join(item) if isinstance(item, tuple) else str(item) for item in value)
    return str(value)
