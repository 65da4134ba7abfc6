"""Two points of the history beside each other: what one has and the other has not, or has otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from tutor.session.inside.changes import MOST
from tutor.session.inside.target import Target
from tutor.session.inside.views import Page, Side, Sides, Words
from tutor.session.narrate import human, narrate
from tutor.session.picture import Picture, picture
from tutor.session.stack import Forest
from tutor.vfs.changes import diff

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.views import ContainerBox


def points_page(target: Target, left: State, right: State, names: tuple[str, str]) -> Page:
    """What differs between two states: names, images, layers, containers, volumes, files, sizes."""
    one = picture(left)
    other = picture(right, one)
    before, after = Forest(one), Forest(other)
    said = narrate(before.marked(other), besides=before.view)
    blocks: list[Words | Sides] = [
        Words(" ".join(said) if said else "Images, containers and volumes are the same at both."),
        _sides("Tags", names, _labels(one), _labels(other)),
        _sides("Images", names, _images(before, other), _images(after, one)),
        _sides("Layers", names, _layers(before), _layers(after)),
        _sides("Containers", names, _boxes(one), _boxes(other)),
        _sides("Volumes", names, {k: f"{k}  {human(v.size)}" for k, v in one.volumes.items()},
               {k: f"{k}  {human(v.size)}" for k, v in other.volumes.items()}),
        _sides("Totals", names, _totals(before), _totals(after)),
        _files(left, right, names),
    ]  # fmt: skip
    kept = tuple(block for block in blocks if isinstance(block, Words) or block.rows)
    return Page(target, f"{names[0]} and {names[1]}", kept)


def _sides(title: str, names: tuple[str, str], left: Mapping[str, str], right: Mapping[str, str]) -> Sides:
    """The rows that differ of two tables with the same kind of keys."""
    rows = []
    for key in dict.fromkeys((*left, *right)):
        a, b = left.get(key, ""), right.get(key, "")
        if a != b:
            rows.append(Side(a, "~" if a and b else "−" if a else "+", b))
    return Sides(title, *names, tuple(rows))


def _labels(seen: Picture) -> dict[str, str]:
    return {name: f"{name} → {_id(seen, image)}" for name, image in sorted(seen.names.items())}


def _id(seen: Picture, image: str) -> str:
    return seen.images[image].id.removeprefix("sha256:")[:12]


def _images(forest: Forest, beside: Picture) -> dict[str, str]:
    found = {}
    for image, facts in forest.picture.images.items():
        names = "" if image in beside.images else ", ".join(forest.named.get(image, ())) or "no name"
        layers = [step.size for step in facts.steps if step.digest]
        count = "1 layer" if len(layers) == 1 else f"{len(layers)} layers"
        found[image] = f"{_id(forest.picture, image)}  {count}, {human(sum(layers))}  {names}"
    return found


def _layers(forest: Forest) -> dict[str, str]:
    """A row for each layer, in the order of the images."""
    keys = dict.fromkeys(step.key for facts in forest.picture.images.values() for step in facts.steps if step.digest)
    return {key: f"{human(node.size)}  {node.text}" for key in keys for node in [forest.nodes[key]]}


def _boxes(seen: Picture) -> dict[str, str]:
    return {key: _box(box) for key, (_, box) in seen.containers.items()}


def _box(box: ContainerBox) -> str:
    state = f"exited with code {box.code}" if box.state == "exited" else box.state
    return f"{box.name} ({state})  +{box.added} ~{box.changed} −{box.deleted}  {human(box.size)}"


def _totals(forest: Forest) -> dict[str, str]:
    view = forest.view
    rows = {
        "images": view.images, "layers": view.layers, "shared layers": view.shared, "containers": view.containers,
        "volumes": len(view.volumes), "build cache": view.cached,
    }  # fmt: skip
    return {label: f"{label}: {count}" for label, count in rows.items()} | {
        "layers take": f"layers take {human(view.bytes)}",
        "build cache takes": f"build cache takes {human(view.cache_bytes)}",
    }


def _files(left: State, right: State, names: tuple[str, str]) -> Sides:
    """Files of the learner's own machine that differ."""
    signs = {"added": "+", "deleted": "−", "modified": "~"}
    changes = [change for change in diff(left.host, right.host) if not change.only_time]

    def rows() -> Iterator[Side]:
        for change in changes[:MOST]:
            there = tuple(change.path if node is not None else "" for node in (change.before, change.node))
            yield Side(there[0], signs[change.kind], there[1])

    return Sides(f"Your files: {len(changes)} differ", *names, tuple(rows()))
