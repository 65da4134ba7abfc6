"""Recipes of the bundled images: TOML that says what is in an image, and the trees and documents it makes.

One rule: a recipe determines every byte. What it does not say (an order, a time, an owner) is fixed here, so the same
recipe gives the same digests on every machine and for every version of Python. The format is described in
`sandbox_images/README.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import dataclass
from tutor.engine.recipe_fill import fill
from tutor.engine.recipe_tree import DENSITY, Planter, RecipeError, substituted
from tutor.oci.config import ContainerConfig, History
from tutor.oci.platform import Platform
from tutor.vfs.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
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
    """One image of a recipe. `layers` are names of the recipe's own layers, lowest first; `mtime` is in seconds.

    `base` names what the image stands on ("debian:12.15-slim": the image of another recipe), or is empty. `former` are
    tags that the image lost to a newer one.
    """

    name: str
    tags: tuple[str, ...]
    former: tuple[str, ...]
    base: str
    layers: tuple[str, ...]
    created: str
    mtime: int
    variables: Mapping[str, str]
    fields: Mapping[str, Any]
    stated: Mapping[str, Stated]


class Recipe:
    """A parsed recipe: one repository with its images.

    `name` is the recipe's own, for errors and seeds; `other` gives recipes by name, for what images stand on. `sbom`
    and `source` say what is attested: of what an image consists, and from which repository it was built ("": neither).
    """

    def __init__(self, name: str, text: str, other: Callable[[str], Recipe] | None = None) -> None:
        """Parse. Raises RecipeError."""
        import tomllib

        self.name = name
        self._other = other
        try:
            table = tomllib.loads(text)
            self.repository: str = table["repository"]
            self.description: str = table.get("description", "")
            self.stars: int = table.get("stars", 0)
            self.platforms = {key: _platform(key, row) for key, row in table["platforms"].items()}
            attested = table.get("attested", {})
            self.sbom: bool = attested.get("sbom", False)
            self.source: str = attested.get("provenance", "")
            self._annotations = _texts(table.get("annotations", {}))
            rows: dict[str, Mapping[str, Any]] = {}
            for row in table["images"]:
                rows[row["name"]] = _like(row, rows[row["like"]]) if "like" in row else row
            self.images = tuple(_image(name, row) for row in rows.values())
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

    def base(self, image: RecipeImage) -> tuple[Recipe, RecipeImage] | None:
        """Return what an image stands on, with its recipe; None for an image of its own. Raises RecipeError."""
        if not image.base:
            return None
        name, _, inner = image.base.partition(":")
        recipe = self._named(name)
        return recipe, recipe.image(inner)

    def below(self, image: RecipeImage) -> int:
        """Return how many layers come from what the image stands on. Raises RecipeError."""
        base = self.base(image)
        return base[0].height(base[1]) if base is not None else 0

    def height(self, image: RecipeImage) -> int:
        """Return how many layers an image has in all. Raises RecipeError."""
        return self.below(image) + len(image.layers)

    def tree(self, image: RecipeImage, platform: str, count: int) -> Tree:
        """Return the files of the lowest `count` layers; no generated content is made. Raises RecipeError."""
        base = self.base(image)
        if base is not None and count <= base[0].height(base[1]):
            return base[0].tree(base[1], platform, count)
        if count == 0:
            return Tree.empty(image.mtime)
        key = (image.name, platform, count)
        found = self._trees.get(key)
        if found is None:
            found = self._trees[key] = self._planted(image, platform, count)
        return found

    def _planted(self, image: RecipeImage, platform: str, count: int) -> Tree:
        name = image.layers[count - 1 - self.below(image)]
        layer = self._layer(name)
        row = self.platforms[platform]
        where = f"{self.name}:{image.name}/{platform}"
        planter = Planter(
            self.tree(image, platform, count - 1), where=where, platform=platform, scale=row.scale, mtime=image.mtime,
            density=layer.get(f"density_{platform}", layer.get("density", DENSITY)),
        )  # fmt: skip
        variables = self.variables(image, platform)
        for other in layer.get("include", ()):
            recipe, _, inner = substituted(other, variables, where).rpartition(":")
            fill(planter, self._named(recipe)._layer(inner), platform, variables, where)
        fill(planter, layer, platform, variables, where)
        return planter.finish()

    def _layer(self, name: str) -> Mapping[str, Any]:
        layer: Mapping[str, Any] | None = self._layers.get(name)
        if layer is None:
            raise RecipeError(self.name, name, "no such layer")
        return layer

    def _named(self, name: str) -> Recipe:
        """Return a recipe, this one for its own name and for none. Raises RecipeError."""
        if name in ("", self.name):
            return self
        if self._other is None:
            raise RecipeError(self.name, name, "no other recipes are here")
        return self._other(name)

    def variables(self, image: RecipeImage, platform: str) -> dict[str, str]:
        """Return what may stand in `${…}`: the platform's variables, then the image's."""
        return {"platform": platform, **self.platforms[platform].variables, **image.variables, "created": image.created}

    def config(self, image: RecipeImage, platform: str) -> ContainerConfig:
        """Return what containers of an image start with: what it does not say is as in what it stands on."""
        fields = self._config(image, platform)
        return ContainerConfig(**fields)

    def _config(self, image: RecipeImage, platform: str) -> dict[str, Any]:
        base = self.base(image)
        fields = base[0]._config(base[1], platform) if base is not None else {}
        variables = self.variables(image, platform)
        for name, value in image.fields.get("config", {}).items():
            if isinstance(value, list):
                fields[name] = tuple([substituted(text, variables, self.name) for text in value])
            elif isinstance(value, dict):
                fields[name] = tuple(value.items())
            else:
                fields[name] = substituted(value, variables, self.name) if isinstance(value, str) else value
        return fields

    def history(self, image: RecipeImage, platform: str) -> tuple[History, ...]:
        """Return the steps as they were published, first those of what the image stands on."""
        base = self.base(image)
        below = base[0].history(base[1], platform) if base is not None else ()
        variables = self.variables(image, platform)
        return below + tuple(
            History(
                image.created,
                substituted(row["created_by"], variables, self.name),
                comment=row.get("comment", ""),
                empty_layer=row.get("empty_layer", False),
            )
            for row in map(_step, image.fields.get("history", ()))
        )

    def annotations(self, image: RecipeImage, platform: str) -> Pairs:
        """Return what the index says of an image's manifest, sorted."""
        variables = self.variables(image, platform)
        given: dict[str, str] = {**self._annotations, **image.fields.get("annotations", {})}
        return tuple(sorted((key, substituted(text, variables, self.name)) for key, text in given.items()))


def _step(row: Mapping[str, Any] | str) -> Mapping[str, Any]:
    """Return a step of the history; a text is one of BuildKit's, which makes a layer where it runs or copies."""
    if not isinstance(row, str):
        return row
    layer = row.startswith(("RUN ", "COPY ", "ADD ", "WORKDIR "))
    mark = " # buildkit" if layer else ""
    return {"created_by": row + mark, "comment": "buildkit.dockerfile.v0", "empty_layer": not layer}


def _like(row: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return an image's row with what it leaves out as in another one's; variables and config count one by one."""
    merged = {**other, **row}
    for table in ("variables", "config"):
        merged[table] = {**other.get(table, {}), **row.get(table, {})}
    for own in ("tags", "formerly"):
        merged[own] = row.get(own, [])
    return merged


def _platform(key: str, row: Mapping[str, Any]) -> RecipePlatform:
    platform = Platform("linux", key, row.get("variant", ""))
    return RecipePlatform(platform, row.get("scale", 100), _texts(row.get("variables", {})))


def _image(recipe: str, row: Mapping[str, Any]) -> RecipeImage:
    from tutor.oci.timestamp import SECOND, parse_time

    created = row["created"]
    stated = {key: Stated(facts["unpacked"], facts["compressed"]) for key, facts in row.get("stated", {}).items()}
    variables = _texts({"name": row["name"], **row.get("variables", {})})

    def names(key: str) -> tuple[str, ...]:
        return tuple([substituted(text, variables, recipe) for text in row.get(key, ())])

    return RecipeImage(
        row["name"], names("tags"), names("formerly"), substituted(row.get("from", ""), variables, recipe),
        tuple(row["layers"]), created, parse_time(created) // SECOND, variables, row, stated,
    )  # fmt: skip


def _texts(table: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in table.items()}
