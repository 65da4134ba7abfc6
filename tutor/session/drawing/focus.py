"""Only a part of the stack: a layer with all that it stands on and all that stands on it."""

from __future__ import annotations

from tutor.dataclass import replace
from tutor.session.views import LayerNode, StackView


def focused(view: StackView, key: str) -> StackView:
    """The view with nothing but the layer, image or container of that key (see `Hit`); the whole view without it."""
    path = path_to(view, key)
    if not path:
        return view
    node = path[-1]
    for below in reversed(path[:-1]):
        node = replace(below, children=(node,))
    return replace(view, roots=(node,), volumes=(), cache=())


def path_to(view: StackView, key: str) -> list[LayerNode]:
    """The layers from a base up to what the key names; empty where it is not in the view."""
    kind, _, name = key.partition(" ")
    waiting: list[tuple[LayerNode, int]] = [(root, 0) for root in reversed(view.roots)]
    path: list[LayerNode] = []
    while waiting:
        node, depth = waiting.pop()
        del path[depth:]
        path.append(node)
        if node.key == key or (name and _holds(node, kind, name)):
            return path
        waiting += [(child, depth + 1) for child in reversed(node.children)]
    return []


def rows_of(view: StackView, key: str) -> list[str]:
    """The keys of the rows in which something may be drawn: its own, what it is folded into, its base."""
    path = path_to(view, key)
    if not path:
        return [key]
    node, found = path[-1], [key, path[-1].key]
    while not node.images and len(node.children) == 1:
        node = node.children[0]
        found.append(node.key)
    return [*found, path[0].key]


def _holds(node: LayerNode, kind: str, name: str) -> bool:
    if kind == "image":
        return any(image.id == name for image in node.images)
    return kind == "container" and any(box.name == name for image in node.images for box in image.containers)


def index(view: StackView) -> list[tuple[str, str]]:
    """Everything that can be searched for, in small letters, with its key."""
    found: list[tuple[str, str]] = []
    waiting = list(reversed(view.roots))
    while waiting:
        node = waiting.pop()
        found.append((f"{node.text} {node.digest}".lower(), node.key))
        for image in node.images:
            names = " ".join(flag.name for flag in image.flags) or "no name dangling"
            found.append((f"{names} {image.id}".lower(), f"image {image.id}"))
            found += [(box.name.lower(), f"container {box.name}") for box in image.containers]
        waiting += reversed(node.children)
    found += [(volume.name.lower(), f"volume {volume.name}") for volume in view.volumes]
    return found
