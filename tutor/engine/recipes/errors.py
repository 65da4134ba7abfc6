"""What can be wrong with a recipe or the lock file."""

from __future__ import annotations

from tutor.errors import LayerwiseError


class RecipeError(LayerwiseError):
    """A recipe cannot be read. `recipe` is its name; `remedy` says what is expected."""

    def __init__(self, recipe: str, message: str, remedy: str = "") -> None:
        super().__init__(f"recipe {recipe}: {message}", remedy)
        self.recipe = recipe


class LockError(LayerwiseError):
    """The lock file cannot be read, or does not fit the recipes."""

    def __init__(self, message: str) -> None:
        super().__init__(f"lock file of the bundled images: {message}", "write it anew with `layerwise images lock`")
