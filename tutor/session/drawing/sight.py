"""How somebody looks at the stack: through a window of so many cells, from how far, at what."""

from __future__ import annotations

from tutor.dataclass import dataclass
from tutor.session.drawing import Drawing, Form, draw
from tutor.session.drawing.focus import focused
from tutor.session.views import StackView

ZOOM: tuple[Form, ...] = ("columns", "auto", "outline", "overview")
"""From near to far."""


@dataclass(frozen=True, slots=True)
class Sight:
    """A window of `width` times `height` cells and a form; with `centre` (see `Hit.key`) only that part is seen."""

    width: int
    height: int
    form: Form = "auto"
    centre: str = ""

    def draw(self, view: StackView) -> Drawing:
        """What is seen of a stack."""
        return draw(focused(view, self.centre) if self.centre else view, self.width, self.height, self.form)

    @property
    def open(self) -> bool:
        """Whether there is anything to be seen through it."""
        return self.width > 0 and self.height > 0
