"""The history of a sitting as a tree: undo goes back, redo forward, and a new command after an undo makes a branch.

Nothing is ever cut off. Node 0 is the start; a node's moment may be loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tutor.session.moment import Moment


@dataclass(slots=True)
class Node:
    """One command and the moment after it.

    `code` is its exit status, `changed` whether the moment differs from the parent's; `forward` is the child that redo
    goes to (the newest, or the last visited).
    """

    id: int
    parent: int | None
    line: str
    time: float
    load: Callable[[], Moment]
    code: int = 0
    changed: bool = False
    forward: int | None = None
    _moment: Moment | None = None

    @property
    def moment(self) -> Moment:
        """The moment after the command."""
        if self._moment is None:
            self._moment = self.load()
        return self._moment


class History:
    """The tree and the place in it where the learner stands (`head`)."""

    def __init__(self, nodes: dict[int, Node], head: int) -> None:
        self.nodes = nodes
        self.head = head

    @classmethod
    def begin(cls, moment: Moment, time: float) -> History:
        """A history whose start is that moment."""
        return cls({0: Node(0, None, "", time, lambda: moment)}, 0)

    @property
    def here(self) -> Node:
        """The node where the learner stands."""
        return self.nodes[self.head]

    def add(self, line: str, time: float, moment: Moment, code: int = 0, changed: bool = True) -> Node:
        """A new node after the present one; it becomes the head."""
        node = Node(max(self.nodes) + 1, self.head, line, time, lambda: moment, code, changed)
        self.nodes[node.id] = node
        self.here.forward = node.id
        self.head = node.id
        return node

    def undo(self, steps: int = 1) -> tuple[Node, ...]:
        """Go back before the last `steps` commands that changed something; those commands, newest first."""
        left: list[Node] = []
        here = self.here
        while len(left) < steps and here.parent is not None:
            if here.changed:
                left.append(here)
            parent = self.nodes[here.parent]
            parent.forward = here.id
            here = parent
        if left:
            self.head = here.id
        return tuple(left)

    def redo(self, steps: int = 1) -> tuple[Node, ...]:
        """Go forward over the next `steps` commands that changed something; those commands, oldest first."""
        entered: list[Node] = []
        here = self.here
        while len(entered) < steps and here.forward is not None:
            here = self.nodes[here.forward]
            if here.changed:
                entered.append(here)
                self.head = here.id
        return tuple(entered)

    def path(self) -> tuple[Node, ...]:
        """The nodes from the start to the present one."""
        nodes = []
        at: int | None = self.head
        while at is not None:
            nodes.append(self.nodes[at])
            at = self.nodes[at].parent
        return tuple(reversed(nodes))
