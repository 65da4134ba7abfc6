"""Recipes of the bundled images: TOML that says what is in an image, and the trees and documents it makes.

One rule: a recipe determines every byte. What it does not say (an order, a time, an owner) is fixed here, so the same
recipe gives the same digests on every machine and for every version of Python. The format is described in
`sandbox_images/README.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.recipe_tree import Planter, RecipeError, owner, substituted
from tutor.oci.config import ContainerConfig, History
from tutor.oci.platform import Platform
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from tutor.oci.descriptor import Pairs


@dataclass(frozen=True, slots=True)
class RecipePlatform:
    """A platform of a recipe: its OCI value, the size of executables in percent of what lists say, its variables."""

    platform: Platform
    scale: int
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """What the published image has, in bytes: the layers unpacked, and compressed."""

    unpacked: int
    compressed: int


@dataclass(frozen=True, slots=True)
class RecipeImage:
    """One image of a recipe. `layers` are names of the recipe's layers, lowest first; `mtime` is in seconds."""

    name: str
    tags: tuple[str, ...]
    layers: tuple[str, ...]
    created: str
    mtime: int
    variables: Mapping[str, str]
    fields: Mapping[str, Any]
    stated: Mapping[str, Stated]


class Recipe:
    """A parsed recipe: one repository with its images. `name` is the recipe's own, for errors and seeds."""

    def __init__(self, name: str, text: str) -> None:
        """Parse. Raises RecipeError."""
        import tomllib

        self.name = name
        try:
            table = tomllib.loads(text)
            self.repository: str = table["repository"]
            self.description: str = table.get("description", "")
            self.platforms = {key: _platform(key, row) for key, row in table["platforms"].items()}
            self.images = tuple(_image(row) for row in table["images"])
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
            raise RecipeError(name, "", f"cannot be read ({type(error).__name__}: {error})") from None
        self._layers: dict[str, Any] = table.get("layers", {})
        self._trees: dict[tuple[str, str, int], Tree] = {}

    def image(self, name: str) -> RecipeImage:
        """Return an image by its name. Raises RecipeError."""
        for image in self.images:
            if image.name == name:
                return image
        raise RecipeError(self.name, name, "no such image")

    def tree(self, image: RecipeImage, platform: str, count: int) -> Tree:
        """Return the files of the lowest `count` layers; no generated content is made. Raises RecipeError."""
        if count == 0:
            return Tree.empty(image.mtime)
        key = (image.name, platform, count)
        found = self._trees.get(key)
        if found is None:
            found = self._trees[key] = self._planted(image, platform, count)
        return found

    def _planted(self, image: RecipeImage, platform: str, count: int) -> Tree:
        layer = self._layers.get(image.layers[count - 1])
        if layer is None:
            raise RecipeError(self.name, image.layers[count - 1], "no such layer")
        row = self.platforms[platform]
        variables = self.variables(image, platform)
        where = f"{self.name}:{image.name}/{platform}"
        planter = Planter(
            self.tree(image, platform, count - 1), where=where, platform=platform, scale=row.scale, mtime=image.mtime
        )
        for listing in (layer.get("files", ""), layer.get(f"files_{platform}", "")):
            planter.plant(substituted(listing, variables, where))
        modes: dict[str, str] = layer.get("modes", {})
        for path, text in layer.get("texts", {}).items():
            mode, _, own = modes.get(path, "0644 0:0").partition(" ")
            try:
                planter.write(path, substituted(text, variables, where), int(mode, 8), *owner(own or "0:0"))
            except ValueError as error:
                raise RecipeError(self.name, modes[path], str(error)) from None
        for row_of in layer.get("packages", ()):
            planter.write(row_of["path"], self._packages(row_of, variables, where))
        return planter.finish()

    def _packages(self, table: Mapping[str, str], variables: Mapping[str, str], where: str) -> str:
        from tutor.engine.package_db import FORMATS

        try:
            return FORMATS[table["format"]](substituted(table["rows"], variables, where), variables["machine"])
        except (KeyError, ValueError) as error:
            raise RecipeError(self.name, table.get("path", ""), f"packages ({error})") from None

    def variables(self, image: RecipeImage, platform: str) -> dict[str, str]:
        """Return what may stand in `${…}`: the platform's variables, then the image's."""
        return {"platform": platform, **self.platforms[platform].variables, **image.variables, "created": image.created}

    def config(self, image: RecipeImage, platform: str) -> ContainerConfig:
        """Return what containers of an image start with."""
        given = image.fields.get("config", {})
        fields: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in given.items()
        }
        return ContainerConfig(**fields)

    def history(self, image: RecipeImage, platform: str) -> tuple[History, ...]:
        """Return the steps as they were published."""
        variables = self.variables(image, platform)
        return tuple(
            History(
                image.created,
                substituted(row["created_by"], variables, self.name),
                comment=row.get("comment", ""),
                empty_layer=row.get("empty_layer", False),
            )
            for row in image.fields.get("history", ())
        )

    def annotations(self, image: RecipeImage, platform: str) -> Pairs:
        """Return what the index says of an image's manifest, sorted."""
        variables = self.variables(image, platform)
        given: dict[str, str] = image.fields.get("annotations", {})
        return tuple(sorted((key, substituted(text, variables, self.name)) for key, text in given.items()))


def _platform(key: str, row: Mapping[str, Any]) -> RecipePlatform:
    platform = Platform("linux", key, row.get("variant", ""))
    return RecipePlatform(platform, row.get("scale", 100), _texts(row.get("variables", {})))


def _image(row: Mapping[str, Any]) -> RecipeImage:
    from tutor.oci.timestamp import SECOND, parse_time

    created = row["created"]
    stated = {key: Stated(facts["unpacked"], facts["compressed"]) for key, facts in row.get("stated", {}).items()}
    return RecipeImage(
        row["name"], _strings(row["tags"]), _strings(row["layers"]), created, parse_time(created) // SECOND,
        _texts({"name": row["name"], **row.get("variables", {})}), row, stated,
    )  # fmt: skip


def _texts(table: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in table.items()}


def _strings(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(values)
