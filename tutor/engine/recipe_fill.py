"""A layer of a recipe, put into a tree: lists, texts, what is added to files, package databases.

One rule: the order is fixed (lists, texts, additions, packages), so a layer's table gives one tree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.recipe_tree import RecipeError, owner, substituted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tutor.engine.recipe_tree import Planter


def fill(planter: Planter, layer: Mapping[str, Any], platform: str, variables: Mapping[str, str], where: str) -> None:
    """Put all that a layer's table says. Raises RecipeError."""
    for listing in (layer.get("files", ""), layer.get(f"files_{platform}", "")):
        planter.plant(substituted(listing, variables, where))
    modes: dict[str, str] = layer.get("modes", {})
    for path, text in layer.get("texts", {}).items():
        mode, _, own = modes.get(path, "0644 0:0").partition(" ")
        try:
            path = substituted(path, variables, where)
            planter.write(path, substituted(text, variables, where), int(mode, 8), *owner(own or "0:0"))
        except ValueError as error:
            raise RecipeError(where, path, f"its mode ({error})") from None
    for path, text in layer.get("additions", {}).items():
        planter.add(substituted(path, variables, where), substituted(text, variables, where))
    for table in layer.get("packages", ()):
        _packages(planter, table, variables, where)


def _packages(planter: Planter, table: Mapping[str, Any], variables: Mapping[str, str], where: str) -> None:
    from tutor.engine import package_db, package_files

    try:
        rows = substituted(table["rows"], variables, where)
        path = table["path"]
        planter.write(path, package_db.FORMATS[table["format"]](rows, variables["machine"], planter.text(path)))
        parsed = list(package_db.rows_of(rows))
        documents = substituted(table.get("documents", ""), variables, where)
        if documents:
            lines = package_files.documents(parsed, variables["machine"], changelogs=documents == "all")
            planter.plant("\n".join(lines))
        if table.get("contents"):
            planter.plant("\n".join(package_files.contents(parsed, f"/usr/lib/{variables['triplet']}")))
    except (KeyError, ValueError) as error:
        raise RecipeError(where, table.get("path", ""), f"packages ({error})") from None
