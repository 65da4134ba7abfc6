"""Where on the stack a step's goal is missed: the names, containers, volumes and layers it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.dataclass import dataclass, replace
from tutor.session.views import ImageTop, LayerNode, StackView

if TYPE_CHECKING:
    from tutor.course.facts import Thing


@dataclass(frozen=True, slots=True)
class Pointer:
    """What to mark: `things` by kind and name; `layers` maps (an image's name, diff ID) to a path in that layer."""

    things: frozenset[Thing]
    layers: tuple[tuple[str, str, str], ...] = ()


def pointed(view: StackView, pointer: Pointer) -> StackView:
    """The stack with those marked as amiss; the very same one where it shows none of them."""
    names = {kind: {thing.name for thing in pointer.things if thing.kind == kind} for kind in _KINDS}
    notes = {(image, diff_id): f"✗ {path}" for image, diff_id, path in pointer.layers}
    order: list[LayerNode] = list(view.roots)
    for node in order:
        order += node.children
    made: dict[str, LayerNode] = {}
    within: dict[str, frozenset[str]] = {}
    for node in reversed(order):
        children = tuple(made.get(child.key, child) for child in node.children)
        images = tuple(_image(image, names) for image in node.images)
        standing = within[node.key] = frozenset(
            flag.name for image in node.images for flag in image.flags
        ).union(*(within[child.key] for child in node.children)) if notes else frozenset()  # fmt: skip
        note = next((notes[name, node.digest] for name in standing if (name, node.digest) in notes), node.note)
        if note != node.note or images != node.images or any(child.key in made for child in node.children):
            made[node.key] = replace(node, images=images, children=children, note=note)
    volumes = tuple(
        replace(volume, mark="amiss") if volume.name in names["volume"] else volume for volume in view.volumes
    )
    if not made and volumes == view.volumes:
        return view
    return replace(view, roots=tuple(made.get(root.key, root) for root in view.roots), volumes=volumes)


_KINDS = ("image", "container", "volume")


def _image(image: ImageTop, names: Mapping[str, set[str]]) -> ImageTop:
    flags = tuple(replace(flag, mark="amiss") if flag.name in names["image"] else flag for flag in image.flags)
    boxes = tuple(
        replace(box, mark="amiss") if box.name in names["container"] else box for box in image.containers
    )
    return replace(image, flags=flags, containers=boxes) if (flags, boxes) != (image.flags, image.containers) else image
