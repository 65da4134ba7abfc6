"""Recipes from TOML. A recipe may `extends` another: tables are merged key by key, everything else is replaced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from tutor.engine.recipes.errors import RecipeError
from tutor.engine.recipes.model import LayerRecipe, Pairs, Recipe, Target
from tutor.oci.config import ContainerConfig, History
from tutor.oci.platform import InvalidPlatform, Platform

FORMAT = 1
_KEYS = frozenset(
    ("format", "extends", "repository", "description", "source", "tags", "created", "seed", "platforms", "config")
    + ("history", "layers")
)


def load(text: str, name: str = "recipe", read: Callable[[str], str] | None = None) -> Recipe:
    """Read a recipe; `read` gives the text of the one that it extends. Raises `RecipeError`."""
    fields = _merged(text, name, read, 0)
    unknown = sorted(set(fields) - _KEYS)
    if unknown:
        raise RecipeError(name, f"unknown key {unknown[0]!r}", f"the keys are {', '.join(sorted(_KEYS))}")
    if fields.get("format") != FORMAT:
        raise RecipeError(name, "it has no format that is known here", f"begin with `format = {FORMAT}`")
    reader = _Fields(name, fields)
    return Recipe(
        name=name,
        repository=reader.text("repository"),
        description=reader.text("description"),
        source=reader.text("source"),
        tags=reader.texts("tags"),
        created=reader.text("created"),
        seed=reader.text("seed"),
        targets=tuple(_target(name, key, value) for key, value in reader.table("platforms").items()),
        config=_config(_Fields(name, reader.table("config"))),
        history=tuple(_history(_Fields(name, row)) for row in reader.rows("history")),
        layers=tuple(_layer(_Fields(name, row)) for row in reader.rows("layers")),
    )


def _merged(text: str, name: str, read: Callable[[str], str] | None, depth: int) -> dict[str, Any]:
    import tomllib

    try:
        fields = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RecipeError(name, f"it is no TOML ({error})") from None
    base = fields.pop("extends", None)
    if base is None:
        return fields
    if not isinstance(base, str) or read is None or depth > 3:
        raise RecipeError(name, "what it extends cannot be read")
    return _merge(_merged(read(base), base, read, depth + 1), fields)


def _merge(base: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another; lists of tables of the same length are merged row by row."""
    merged = dict(base)
    for key, value in more.items():
        old = merged.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            merged[key] = _merge(old, value)
        elif key == "layers" and isinstance(old, list) and isinstance(value, list) and len(old) == len(value):
            merged[key] = [_merge(before, after) for before, after in zip(old, value, strict=True)]
        else:
            merged[key] = value
    return merged


class _Fields:
    """A table whose values are checked when they are taken."""

    def __init__(self, recipe: str, fields: dict[str, Any]) -> None:
        self.recipe = recipe
        self.fields = fields

    def wrong(self, key: str, what: str) -> RecipeError:
        return RecipeError(self.recipe, f"{key!r} is missing or is not {what}")

    def text(self, key: str, default: str | None = None) -> str:
        value = self.fields.get(key, default)
        if not isinstance(value, str):
            raise self.wrong(key, "a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.fields.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.wrong(key, "a list of texts")
        return tuple(value)

    def table(self, key: str) -> dict[str, Any]:
        value = self.fields.get(key, {})
        if not isinstance(value, dict):
            raise self.wrong(key, "a table")
        return value

    def pairs(self, key: str) -> Pairs:
        table = self.table(key)
        if not all(isinstance(value, str) for value in table.values()):
            raise self.wrong(key, "a table of texts")
        return tuple(sorted(table.items()))

    def rows(self, key: str) -> list[dict[str, Any]]:
        value = self.fields.get(key, [])
        if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
            raise self.wrong(key, "a list of tables")
        return value


def _target(recipe: str, key: str, value: object) -> Target:
    if not isinstance(value, dict):
        raise RecipeError(recipe, f"platform {key!r} is not a table")
    words = dict(value)
    scale = words.pop("scale", 1.0)
    try:
        platform = Platform.parse(key)
    except InvalidPlatform as error:
        raise RecipeError(recipe, str(error)) from None
    if not isinstance(scale, int | float) or not all(isinstance(word, str) for word in words.values()):
        raise RecipeError(recipe, f"platform {key!r} has a word that is no text")
    return Target(platform, tuple(sorted(words.items())), float(scale))


def _config(fields: _Fields) -> ContainerConfig:
    return ContainerConfig(
        user=fields.text("user", ""),
        env=fields.texts("env"),
        entrypoint=fields.texts("entrypoint"),
        cmd=fields.texts("cmd"),
        working_dir=fields.text("working_dir", ""),
        exposed_ports=fields.texts("exposed_ports"),
        volumes=fields.texts("volumes"),
        labels=fields.pairs("labels"),
        stop_signal=fields.text("stop_signal", ""),
    )


def _history(fields: _Fields) -> History:
    return History(
        created=fields.text("created"),
        created_by=fields.text("created_by"),
        comment=fields.text("comment", ""),
        empty_layer=fields.fields.get("empty_layer") is True,
    )


def _layer(fields: _Fields) -> LayerRecipe:
    mtime = fields.fields.get("mtime")
    if not isinstance(mtime, datetime) or mtime.tzinfo is None:
        raise fields.wrong("mtime", "a time with its zone")
    folders, listing = fields.text("folders", ""), fields.text("listing", "")
    return LayerRecipe(int(mtime.timestamp()), folders, listing, fields.pairs("texts"), fields.pairs("modes"))
