"""The page of a target, made of the state as it is; None where what it speaks of is not there any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.session.inside.compare import compare_page
from tutor.session.inside.documents import document_page
from tutor.session.inside.files import file_page, files_page, leads, tree_page
from tutor.session.inside.layers import image_page, image_tabs, layer_page, waste_page
from tutor.session.inside.others import cache_page, container_page, left_page, volume_page
from tutor.session.inside.seen import image_of, image_with
from tutor.vfs.nodes import Directory

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.inside.target import Target
    from tutor.session.inside.views import Page


def page_of(state: State, target: Target) -> Page | None:
    """What there is to see of a target."""
    if target.what == "compare":
        return compare_page(state, target)
    if target.what == "container":
        container = state.containers.get(target.key)
        return container_page(state, target, container) if container is not None else None
    if target.what == "volume":
        volume = state.volumes.get(target.key)
        return volume_page(state, target, volume) if volume is not None else None
    if target.what == "cache":
        record = state.cache.get(target.key)
        return cache_page(state, target, record) if record is not None else None
    if target.what == "document":
        seen = image_of(state, target.image) if target.image else None
        return document_page(state, target, seen, image_tabs(seen) if seen is not None else ())
    if target.what in ("image", "waste"):
        seen = image_of(state, target.key)
        if seen is None:
            return None
        return image_page(state, target, seen) if target.what == "image" else waste_page(state, target, seen)
    return _in_layer(state, target)


def _in_layer(state: State, target: Target) -> Page | None:
    seen = image_with(state, target.key, target.image)
    step = seen.step(target.key) if seen is not None else None
    if seen is None or step is None:
        return left_page(state, target)
    target = replace(target, image=seen.id)
    if target.what == "layer":
        return layer_page(state, target, seen, step)
    if target.what == "files":
        return files_page(target, seen, step)
    led = leads(step.tree, target.path or "/") if step.tree is not None else ""
    node = step.tree.entry(led) if step.tree is not None and led else None
    return tree_page(target, seen, step) if isinstance(node, Directory) else file_page(target, seen, step)
