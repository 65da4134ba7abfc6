"""Which names of a piece of code are its own: found before it is run, as Python does."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Scope:
    """The names of a module, class, function or comprehension (`kind`)."""

    __slots__ = ("class_name", "kind", "names", "outer", "parent")

    def __init__(self, kind: str, parent: Scope | None = None, names: set[str] | None = None) -> None:
        self.kind = kind
        self.parent = parent
        self.names: set[str] = names or set()
        self.outer: dict[str, str] = {}
        self.class_name: str = parent.class_name if parent is not None else ""

    def where(self, name: str) -> tuple[str, int]:
        """Return how to reach a name: ("local" or "up", how many function frames up), ("class", …), ("global", 0)."""
        if self.kind == "module":
            return "global", 0
        said = self.outer.get(name)
        if said == "global":
            return "global", 0
        if said is None and name in self.names:
            return ("class" if self.kind == "class" else "local"), 0
        up = 0
        scope: Scope = self
        in_class = self.kind == "class"
        while scope.parent is not None:
            if scope.kind != "class" or scope is self:
                up += 1
            scope = scope.parent
            if scope.kind == "module":
                break
            if scope.kind == "class":
                continue
            if scope.outer.get(name) == "global":
                break
            if name in scope.names and scope.outer.get(name) is None:
                return "up", up
        return ("class" if in_class and said is None else "global"), 0

    def mangled(self, name: str) -> str:
        """Return a private name of a class as it really is."""
        if self.class_name and name.startswith("__") and not name.endswith("__"):
            return f"_{self.class_name.lstrip('_')}{name}"
        return name


class _Names(ast.NodeVisitor):
    """Collects the names that a body binds, not those of functions and classes inside it."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.inside = 0

    def add(self, name: str) -> None:
        self.scope.names.add(self.scope.mangled(name))

    def visit_Name(self, node: ast.Name) -> None:
        if not isinstance(node.ctx, ast.Load) and not self.inside:
            self.add(node.id)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.add(node.target.id)
        self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.add(node.name)
        for part in (*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)):
            self.visit(part)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.add(node.name)
        for part in (*node.decorator_list, *node.bases):
            self.visit(part)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for part in node.args.defaults:
            self.visit(part)

    def _comprehension(self, node: ast.AST) -> None:
        self.inside += 1
        self.generic_visit(node)
        self.inside -= 1

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = _comprehension

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        for alias in node.names:
            self.add(alias.asname or alias.name.partition(".")[0])

    visit_ImportFrom = visit_Import

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.add(node.name)
        self.generic_visit(node)

    def visit_Global(self, node: ast.Global) -> None:
        self.scope.outer.update(dict.fromkeys(node.names, "global"))

    def visit_Nonlocal(self, node: ast.Nonlocal) -> None:
        self.scope.outer.update(dict.fromkeys(node.names, "nonlocal"))

    def visit_MatchAs(self, node: ast.MatchAs) -> None:
        if node.name:
            self.add(node.name)
        self.generic_visit(node)

    def visit_MatchStar(self, node: ast.MatchStar) -> None:
        if node.name:
            self.add(node.name)

    def visit_MatchMapping(self, node: ast.MatchMapping) -> None:
        if node.rest:
            self.add(node.rest)
        self.generic_visit(node)


def collect(scope: Scope, body: Iterable[ast.AST]) -> None:
    """Add the names that a body binds to its scope."""
    names = _Names(scope)
    for node in body:
        names.visit(node)


def yields(body: Iterable[ast.AST]) -> bool:
    """Whether a body has a `yield` of its own."""
    todo = list(body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            todo.extend(ast.iter_child_nodes(node))
    return False
