"""Two images, two layers or two containers beside each other; of a file in both, its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.session.inside.changes import MOST, entry_of, node_at
from tutor.session.inside.seen import image_of, image_with
from tutor.session.inside.target import Target
from tutor.session.inside.views import Fact, Facts, Page, Side, Sides, Tab, Words
from tutor.session.narrate import human
from tutor.vfs.changes import diff
from tutor.vfs.nodes import Directory, File
from tutor.vfs.paths import parent

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.inside.seen import SeenImage, SeenStep
    from tutor.session.inside.views import Block
    from tutor.vfs.tree import Tree

LINES = 4000
"""Lines of the longest file that is compared."""


@dataclass(frozen=True, slots=True)
class _Half:
    """One of the two: what to call it, its files, its steps (none of a container), its settings."""

    name: str
    tree: Tree | None
    steps: tuple[SeenStep, ...]
    seen: SeenImage | None


def compare_page(state: State, target: Target) -> Page | None:
    """What both have, and what only one of them has."""
    other = target.other
    if other is None or other.what != _alone(target).what:
        return None
    left = _half(state, target)
    right = _half(state, other)
    if left is None or right is None:
        return None
    tabs = (Tab("comparison", replace(target, path="")), Tab(left.name, _alone(target)), Tab(right.name, other))
    title = f"{left.name} and {right.name}"
    if target.path:
        return Page(target, f"{target.path} in {title}", tuple(_file(left, right, target.path)), tabs=tabs)
    blocks: list[Block] = []
    if left.steps and right.steps:
        blocks += [_sentence(left.steps, right.steps), _steps(left, right)]
    if left.seen is not None and right.seen is not None and other.what == "image":
        blocks.append(_settings(left, right))
    if left.tree is not None and right.tree is not None:
        blocks.append(_files(left, right, target))
    else:
        blocks.append(Words("The files of one of them are not unpacked here."))
    return Page(target, title, tuple(blocks), tabs=tabs)


def _alone(target: Target) -> Target:
    """The left one's own page."""
    what = "container" if target.image == "container" else "layer" if target.image else "image"
    return Target(what, target.key, "" if what == "container" else target.image)  # type: ignore[arg-type]


def _half(state: State, target: Target) -> _Half | None:
    what = target.what
    if what == "compare":
        what = _alone(target).what
    if what == "container":
        container = state.containers.get(target.key)
        if container is None:
            return None
        seen = image_of(state, container.image)
        return _Half(f"container {container.name}", container.tree, seen.steps if seen is not None else (), seen)
    if what == "layer":
        seen = image_with(state, target.key, target.image)
        step = seen.step(target.key) if seen is not None else None
        if seen is None or step is None:
            return None
        return _Half(f"{seen.name}#{step.number}", step.tree, seen.steps[: step.number], seen)
    seen = image_of(state, target.key)
    return _Half(seen.name, seen.tree, seen.steps, seen) if seen is not None else None


def _common(left: tuple[SeenStep, ...], right: tuple[SeenStep, ...]) -> int:
    """How many steps, from the base up, are the same ones."""
    count = 0
    for a, b in zip(left, right, strict=False):
        if a.key != b.key:
            break
        count += 1
    return count


def _sentence(left: tuple[SeenStep, ...], right: tuple[SeenStep, ...]) -> Words:
    shared = [step for step in left[: _common(left, right)] if step.diff]
    if not shared:
        return Words("They share no layer: both are stored in full.")
    layers = "1 layer" if len(shared) == 1 else f"{len(shared)} layers"
    return Words(f"They share {layers}, {human(sum(step.size for step in shared))}, stored once for both.")


def _steps(left: _Half, right: _Half) -> Sides:
    """Their steps, top first: what both stand on is at the bottom."""
    common = _common(left.steps, right.steps)
    rows: list[Side] = []
    a, b = left.steps[common:], right.steps[common:]
    for at in range(max(len(a), len(b)) - 1, -1, -1):
        one, two = a[at] if at < len(a) else None, b[at] if at < len(b) else None
        sign = "~" if one is not None and two is not None else "−" if two is None else "+"
        rows.append(Side(_said(one), sign, _said(two)))
    for step in reversed(left.steps[:common]):
        rows.append(Side(_said(step), "=", _said(step), Target("layer", step.key)))
    return Sides("Steps, the base at the bottom", left.name, right.name, tuple(rows))


def _said(step: SeenStep | None) -> str:
    return f"{step.number} {step.text}  {human(step.size)}" if step is not None else ""


def _settings(left: _Half, right: _Half) -> Sides:
    """What of their configurations differs."""
    a, b = dict(_options(left.seen)), dict(_options(right.seen))
    rows = [
        Side(a.get(key, ""), "~" if key in a and key in b else "−" if key in a else "+", b.get(key, ""))
        for key in dict.fromkeys((*a, *b))
        if a.get(key) != b.get(key)
    ]  # fmt: skip
    return Sides("Settings that differ", left.name, right.name, tuple(rows), "A container of both starts alike.")


def _options(seen: SeenImage | None) -> Iterator[tuple[str, str]]:
    if seen is None:
        return
    config = seen.config.config
    yield "platform", f"platform {seen.config.platform}"
    for key, value in (("entrypoint", config.entrypoint), ("command", config.cmd), ("ports", config.exposed_ports),
                       ("volumes", config.volumes)):  # fmt: skip
        if value:
            yield key, f"{key} {' '.join(value)}"
    for key, text in (("user", config.user), ("folder", config.working_dir)):
        if text:
            yield key, f"{key} {text}"
    for name, text in config.environment().items():
        yield f"variable {name}", f"{name}={text}"
    for name, text in config.labels:
        yield f"label {name}", f"label {name}={text}"


def _files(left: _Half, right: _Half, target: Target) -> Sides:
    assert left.tree is not None
    assert right.tree is not None
    rows: list[Side] = []
    counts = {"−": 0, "~": 0, "+": 0}
    for change in diff(left.tree, right.tree):
        if change.only_time or change.path == "/":
            continue
        sign = {"added": "+", "deleted": "−", "modified": "~"}[change.kind]
        counts[sign] += 1
        if len(rows) < MOST:
            sides = [
                "" if node is None else _sized(change.path, node) for node in (change.before, change.node)
            ]  # fmt: skip
            rows.append(Side(sides[0], sign, sides[1], replace(target, path=change.path)))
    title = f"Files that differ: −{counts['−']} ~{counts['~']} +{counts['+']}"
    return Sides(title, left.name, right.name, tuple(rows), "Every file is the same.")


def _sized(path: str, node: object) -> str:
    entry = entry_of(path, node)  # type: ignore[arg-type]
    folder = parent(path)
    where = entry.name if folder == "/" else f"{folder[1:]}/{entry.name}"
    return f"/{where}" + (f"  {human(entry.size)}" if entry.size >= 0 else "")


def _file(left: _Half, right: _Half, path: str) -> Iterator[Block]:
    texts: list[list[str] | None] = []
    facts: list[Fact] = []
    for half in (left, right):
        node = node_at(half.tree, path) if half.tree is not None else None
        lines = None
        if isinstance(node, File):
            data = node.content.read(0, 1 << 20)
            lines = None if b"\0" in data else data.decode("utf-8", "replace").expandtabs(4).splitlines()[:LINES]
        said = "not there" if node is None else _sized(path, node)
        whose = f"mode {node.mode:04o}, owner {node.uid}:{node.gid}" if node is not None else ""
        facts.append(Fact(half.name, said, whose))
        texts.append([] if node is None or isinstance(node, Directory) else lines)
    yield Facts("", tuple(facts))
    if texts[0] is None or texts[1] is None:
        yield Words("Their bytes are no text, or it is no file: lines cannot be compared.")
        return
    yield Sides("", left.name, right.name, tuple(_lines(texts[0], texts[1])), "Their lines are the same.")


def _lines(a: list[str], b: list[str]) -> Iterable[Side]:
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (Side(line, "=", line) for line in a[i:j])
            continue
        for at in range(max(j - i, m - k)):
            one = a[i + at] if at < j - i else None
            two = b[k + at] if at < m - k else None
            sign = "−" if two is None else "+" if one is None else "~"
            yield Side(one or "", sign, two or "")
