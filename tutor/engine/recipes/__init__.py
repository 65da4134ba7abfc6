"""The bundled base images: recipes of what they hold, and the lock file of what comes of it.

load(text) -> Recipe                 trees(recipe, target) -> a tree after each layer
BundledHub(read)                     the images as a hub, nothing made before it is read
lock.make, lock.verify, lock.write   the lock file
"""

from __future__ import annotations

from tutor.engine.recipes.content import LayerContent
from tutor.engine.recipes.errors import LockError, RecipeError
from tutor.engine.recipes.hub import BundledHub, load_recipe
from tutor.engine.recipes.listing import trees
from tutor.engine.recipes.load import load
from tutor.engine.recipes.model import LayerRecipe, Recipe, Target

__all__ = [
    "BundledHub",
    "LayerContent",
    "LayerRecipe",
    "LockError",
    "Recipe",
    "RecipeError",
    "Target",
    "load",
    "load_recipe",
    "trees",
]
