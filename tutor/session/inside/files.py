"""The pages of files: what a layer changed, the whole tree as seen from it, one file and where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.session.inside.changes import changed, folder, kind_text, node_at, writers
from tutor.session.inside.documents import file_lines
from tutor.session.inside.layers import layer_tabs
from tutor.session.inside.target import Target
from tutor.session.inside.views import Entries, Entry, Fact, Facts, Page, Words
from tutor.session.narrate import human
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import Directory, File, Symlink
from tutor.vfs.paths import parent

if TYPE_CHECKING:
    from tutor.session.inside.seen import SeenImage, SeenStep
    from tutor.session.inside.views import Block, Tab
    from tutor.vfs.nodes import Visible
    from tutor.vfs.tree import Tree

_GONE = "Removed here: this is what it was. Its bytes stay in the layer below."
LEGEND = "+ added  ~ changed  − removed, each against what was below"


def files_page(target: Target, seen: SeenImage, step: SeenStep) -> Page | None:
    """What a layer changed."""
    if step.below is None or step.tree is None:
        return None
    rows, tally = changed(step.below, step.tree, Target("file", step.key, seen.id))
    title = f"Changes of step {step.number} of {seen.name}"
    words = Words(f"{step.text}: {tally.words}, {human(tally.size)} in files.")
    return Page(target, title, (words, Entries("", rows, "It changed no file.")), tabs=layer_tabs(seen, step))


def tree_page(target: Target, seen: SeenImage, step: SeenStep) -> Page | None:
    """A folder of all files as seen from a step: what a container would find there."""
    if step.below is None or step.tree is None:
        return None
    steps = seen.steps[: step.number]
    return folder_page(target, f"Files of {seen.name} as seen from step {step.number}", step.below, step.tree,
                       layer_tabs(seen, step), steps)  # fmt: skip


def folder_page(
    target: Target, title: str, below: Tree, tree: Tree, tabs: tuple[Tab, ...], steps: tuple[SeenStep, ...] = ()
) -> Page | None:
    """What lies in a folder, with marks where the two trees differ."""
    path = leads(tree, target.path or "/")
    node = node_at(tree, path) or node_at(below, path)
    if not isinstance(node, Directory):
        return None
    rows = tuple(folder(below, tree, path, replace(target, path=""), steps))
    if path != "/":
        rows = (Entry("../", target=replace(target, path=parent(path))), *rows)
    words = Words(f"{path}  ·  {LEGEND}.")
    return Page(target, title, (words, Entries("", rows, "Nothing is in it.")), tabs=tabs)


def file_page(target: Target, seen: SeenImage, step: SeenStep) -> Page | None:
    """A file as seen from a step, with the steps that wrote it; of a removed one, what it was."""
    if step.below is None or step.tree is None:
        return None
    history = [
        Fact(f"step {each.number}", mark, each.text, Target("file", each.key, seen.id, target.path))
        for each, mark in writers(seen.steps, target.path)
    ]
    came = (Facts("Steps that wrote it", tuple(history)),) if history else ()
    return node_page(target, f"{target.path} in step {step.number} of {seen.name}", step.below, step.tree,
                     layer_tabs(seen, step), came)  # fmt: skip


def node_page(
    target: Target, title: str, below: Tree, tree: Tree, tabs: tuple[Tab, ...], came: tuple[Block, ...] = ()
) -> Page | None:
    """A file or folder by its path."""
    node = node_at(tree, target.path)
    gone = node is None
    where = below if gone else tree
    node = node_at(below, target.path) if gone else node
    if node is None:
        return None
    if isinstance(node, Directory):
        inside = target if target.what in ("container", "volume", "cache") else replace(target, what="tree")
        return folder_page(inside, title, below, tree, tabs)
    facts = Facts("", tuple(_facts(where, target, node)))
    said: tuple[Block, ...] = (Words(_GONE),) if gone else ()
    led = leads(where, target.path)
    shown = node_at(where, led) if led else None  # of a symbolic link, what it leads to
    body: tuple[Block, ...] = (file_lines(target.path, shown.content),) if isinstance(shown, File) else ()
    return Page(target, title, (*said, facts, *body), came, tabs)


def leads(tree: Tree, path: str) -> str:
    """Where a path leads, through symbolic links; "" for those that lead in circles."""
    try:
        return tree.resolve(path)
    except FsError:
        return ""


def _facts(tree: Tree, target: Target, node: Visible) -> list[Fact]:
    rows = [Fact("kind", kind_text(node))]
    if isinstance(node, File):
        rows.append(Fact("size", f"{node.size} B"))
    if isinstance(node, Symlink):
        led = leads(tree, target.path)
        there = bool(led) and tree.entry(led) is not None
        about = "" if there else "where nothing is" if led else "in circles"
        rows.append(Fact("leads to", node.target, about, replace(target, path=led) if there else None))
    rows.append(Fact("mode", f"{node.mode:04o}"))
    rows.append(Fact("owner", f"{node.uid}:{node.gid}"))
    return rows
