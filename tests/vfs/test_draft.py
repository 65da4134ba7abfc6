"""Drafts: many changes at once count the names of hard-linked files as single changes do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.vfs.content import Bytes
from tutor.vfs.draft import Draft, Folder
from tutor.vfs.errors import VfsError
from tutor.vfs.nodes import Directory, File, HardLink
from tutor.vfs.tree import Tree

NAMES = ("a", "b", "c")
paths = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map(tuple)
steps = st.lists(
    st.tuples(
        st.sampled_from(["file", "folder", "link", "hide", "hide_all", "replace"]), paths, st.sampled_from(NAMES)
    ),
    max_size=25,
)


def changed(tree: Tree, todo: list[tuple[str, tuple[str, ...], str]]) -> Tree:
    draft = Draft(tree)
    for what, path, name in todo:
        try:
            folder = draft.folder(path[:-1], 0)
        except VfsError:  # something on the way is no folder
            continue
        if what == "file":
            folder.set(path[-1], File(Bytes(name.encode())))
        elif what == "folder":
            draft.folder(path[:-1], 0).set(path[-1], Folder(None, (0o755, 0, 0, 0)))
        elif what == "replace":
            folder.set(path[-1], Directory())
        elif what == "link":
            entry = draft.one_more_name(folder, name) if folder.get(name) is not None else None
            if entry is not None and name != path[-1]:
                folder.set(path[-1], entry)
        elif what == "hide":
            folder.hide(path[-1])
        else:
            folder.hide_all()
        draft.forget_folder()
    return draft.finish()


def names_of(tree: Tree) -> dict[int, int]:
    """How many entries there are for each hard-linked file."""
    found: dict[int, int] = {}
    todo: list[object] = [tree.root]
    while todo:
        node = todo.pop()
        if isinstance(node, HardLink):
            found[node.id] = found.get(node.id, 0) + 1
        elif isinstance(node, Directory):
            todo += [child for _, child in node.entries.items()]
    return found


@given(steps, steps, steps)
@settings(max_examples=200)
def test_every_file_knows_how_many_names_it_has(
    first: list[tuple[str, tuple[str, ...], str]],
    second: list[tuple[str, tuple[str, ...], str]],
    third: list[tuple[str, tuple[str, ...], str]],
) -> None:
    tree = Tree.empty()
    for todo in (first, second, third):
        tree = changed(tree, todo)
        assert {int(key): file.names for key, file in tree.links.items()} == names_of(tree)
