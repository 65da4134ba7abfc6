"""What differs between two trees.

The one rule: subtrees that both trees share, or that have equal digests, are not looked at. A file with several names
has changed under each of them, wherever they are.
"""

from __future__ import annotations

from tutor.vfs.nodes import Directory, File, HardLink, settle
from tutor.vfs.paths import join, parent
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Final

    from tutor.vfs.nodes import Node, Visible
    from tutor.vfs.tree import Tree


class Change(Record):
    """One path that differs: `before` is what was there, `node` what is there now; None for nothing."""

    __slots__ = __match_args__ = ("path", "before", "node")

    def __init__(self, path: str, before: Visible | None, node: Visible | None) -> None:
        self.path: Final = path
        self.before: Final = before
        self.node: Final = node

    @property
    def kind(self) -> str:
        """`added`, `modified` or `deleted`."""
        if self.before is None:
            return "added"
        return "deleted" if self.node is None else "modified"

    @property
    def only_time(self) -> bool:
        """Whether nothing but a folder's time differs (and perhaps its entries, which are changes of their own)."""
        a, b = self.before, self.node
        return (
            isinstance(a, Directory) and isinstance(b, Directory) and (a.mode, a.uid, a.gid) == (b.mode, b.uid, b.gid)
        )


def path_order(path: str) -> str:
    """Return the sort key that puts a folder right before what is in it."""
    return path.replace("/", "\0")


def diff(a: Tree, b: Tree) -> tuple[Change, ...]:
    """Every path at which `b` differs from `a`, in path order.

    A folder is modified when its mode, owner or time differ, not because of its entries. Of a folder that is gone, or
    has become something else, only its own path is told; of a new one all that is in it.
    """
    found = []
    for path, before, after in entry_changes(a, b):
        old = None if before is None else a.visible(before)
        new = None if after is None else b.visible(after)
        if old is None or new is None or not same_node(old, new):
            found.append(Change(path, old, new))
    return tuple(found)


def docker_changes(a: Tree, b: Tree) -> tuple[Change, ...]:
    """Return what `docker diff` lists: as `diff`, but a folder's time does not count, and folders above a change do.

    The root is never listed.
    """
    listed = {change.path: change for change in diff(a, b) if not change.only_time}
    for path in list(listed):
        above = parent(path)
        while above != "/" and above not in listed:
            listed[above] = Change(above, a.get(above, follow=False), b.get(above, follow=False))
            above = parent(above)
    listed.pop("/", None)
    return tuple(listed[path] for path in sorted(listed, key=path_order))


def same_node(a: Visible, b: Visible) -> bool:
    """Whether two nodes are alike but for a folder's entries and the number of a file's names."""
    if a is b:
        return True
    if isinstance(a, Directory) and isinstance(b, Directory):
        return (a.mode, a.uid, a.gid, a.mtime) == (b.mode, b.uid, b.gid, b.mtime)
    if isinstance(a, File) and isinstance(b, File):
        return (a.mode, a.uid, a.gid, a.mtime, a.content) == (b.mode, b.uid, b.gid, b.mtime, b.content)
    return a == b


def entry_changes(a: Tree, b: Tree) -> list[tuple[str, Node | None, Node | None]]:
    """Every (path, entry in `a`, entry in `b`) that differs, in path order.

    An entry for a hard-linked file whose file differs is told even where the entries are equal; folders that differ
    only in their entries are told too.
    """
    found = {row[0]: row for row in _structure(a.root, b.root)}
    changed = {
        int(key)
        for key, before, after in a.links.changes(b.links)
        if before is not None and after is not None and not same_node(before, after)
    }
    for path, link in link_names(b, changed):
        if path not in found and a.entry(path) == link:
            found[path] = (path, link, link)
    return [found[path] for path in sorted(found, key=path_order)]


def link_names(tree: Tree, ids: set[int]) -> Iterator[tuple[str, HardLink]]:
    """All (path, entry) of the hard-linked files with these ids, in no useful order."""
    left = sum(file.names for id in ids if (file := tree.links.get(str(id))) is not None)
    todo: list[tuple[str, Directory]] = [("/", tree.root)]
    while todo and left > 0:
        folder, here = todo.pop()
        for name, node in here.entries.entries():
            if isinstance(node, Directory):
                todo.append((join(folder, name), node))
            elif isinstance(node, HardLink) and node.id in ids:
                left -= 1
                yield join(folder, name), node


def _structure(a: Directory, b: Directory) -> Iterator[tuple[str, Node | None, Node | None]]:
    """Yield each path whose entries differ, with both, in no useful order."""
    settle(a)
    settle(b)
    todo: list[tuple[str, Node | None, Node | None]] = [] if a is b else [("/", a, b)]
    while todo:
        path, before, after = todo.pop()
        yield path, before, after
        if not isinstance(after, Directory):
            continue
        if isinstance(before, Directory):
            todo.extend((join(path, name), old, new) for name, old, new in before.entries.changes(after.entries))
        else:
            todo.extend((join(path, name), None, new) for name, new in after.entries.entries())
