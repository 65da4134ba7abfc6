"""The live layer stack: what is, or what would be if the line being typed were run."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING

from textual.message import Message

from tutor.dataclass import replace
from tutor.session.drawing import Drawing
from tutor.session.drawing.blocks import size_text, totals, walk
from tutor.session.drawing.canvas import Row, Run, cut_row, elide, whole_parts
from tutor.session.drawing.characters import erased
from tutor.session.drawing.columns import Hit
from tutor.session.drawing.focus import index, rows_of
from tutor.session.drawing.light import light
from tutor.session.drawing.motion import FRAMES, moment
from tutor.session.drawing.sight import ZOOM, Sight
from tutor.session.drawing.wrap import wrap_words
from tutor.session.inside.target import Target
from tutor.session.views import LayerNode, StackView
from tutor.tui.keymap import typed
from tutor.tui.paint import Painter
from tutor.tui.panes import FramedPane

if TYPE_CHECKING:
    from textual import events
    from textual.timer import Timer

    from tutor.session.inside.target import What

TITLE = "Layer stack"
LOW = 8
"""Rows below which the picture needs all of them."""
KEYS = (
    "arrows choose · Enter looks inside · + − zoom · / find · f only this · c compare · s picture · Shift-arrows pan · "
    "Esc back"
)
_FAR = 60
"""Rows within which an arrow key looks for the next one."""
_EMPTY = (
    "Nothing here yet. An image is drawn as layers that grow from their base; its names are flags on top, and what two "
    "images share is drawn once."
)

GHOST = "if you press Enter"
"""When what is drawn as ghosts would be."""


class StackPane(FramedPane):
    """Draws the present stack, or a preview over it. In focus, keys go about in it."""

    can_focus = True

    class Opened(Message):
        """Something is to be looked into, or compared with another: a target, or an image or container by its name."""

        def __init__(self, what: Target | str, beside: Target | str = "") -> None:
            super().__init__()
            self.what = what
            self.beside = beside

    class Wanted(Message):
        """A picture of the stack is to be kept."""

    def __init__(self, painter: Painter, name: str, seconds: float = 0.0) -> None:
        super().__init__(painter, name, TITLE)
        self.seconds = seconds
        self._passing: tuple[Drawing, float] | None = None
        self._timer: Timer | None = None
        self._view = StackView()
        self._ghost: StackView | None = None
        self._why = GHOST
        self._drawing: Drawing | None = None
        self._drawn: tuple[StackView, Sight] | None = None
        self._anchor: tuple[int, int] | None = None
        self._found: tuple[Drawing, Hit] | None = None
        self._index: tuple[StackView, list[tuple[str, str]]] | None = None
        self._told: tuple[tuple[StackView, str, int], list[Row]] | None = None
        self._sought: str | None = None
        self._said = self._marked = ""
        self._shift = 0
        self.sight = Sight(0, 0)
        self.left = 0
        self.selected = ""

    # -- what to show

    def show(self, view: StackView, drawing: Drawing | None = None, passing: Drawing | None = None) -> None:
        """Show what is; a drawing made for this pane's sight may come with it, and one of what has changed."""
        self._view, self._ghost = view, None
        self.rest()
        if passing is not None and self.seconds and passing.form != "summary" and passing.width == self.sight.width:
            self._passing = passing, monotonic()
            self._timer = self.set_interval(1 / FRAMES, self._pass)
        self._take(view, drawing)

    # -- motion

    @property
    def moving(self) -> bool:
        """Whether a change is being seen to come."""
        return self._passing is not None

    def rest(self) -> None:
        """Show what is at once."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._passing is not None:
            self._passing = None
            self.update()

    def _pass(self) -> None:
        """The next moment of a change."""
        if self._passing is None or monotonic() - self._passing[1] >= self.seconds:
            self.rest()
        else:
            self.update()

    def preview(self, ghost: StackView | None, drawing: Drawing | None = None, note: str = GHOST) -> None:
        """Show what would be; None goes back to what is."""
        if ghost is None and self._ghost is None:
            return
        self._ghost, self._why = ghost, note
        self.rest()
        self._take(ghost or self._view, drawing)

    def _take(self, view: StackView, drawing: Drawing | None) -> None:
        if drawing is not None and (drawing.width == self.sight.width or self.sight.form == "columns"):
            self._drawing, self._drawn = drawing, (view, self.sight)
        self._anchor = None
        self.update()

    @property
    def seen(self) -> StackView:
        """The stack that is drawn."""
        return self._ghost or self._view

    def look(self, **wanted: object) -> None:
        """Look at it from another distance or at another part."""
        self.sight = replace(self.sight, **wanted)  # type: ignore[arg-type]
        self.left = 0
        self._anchor = None
        self.update()

    def on_resize(self) -> None:
        """Look through a window of the new size."""
        width, height = self.size
        self.rest()
        small = height <= 2
        self.sight = replace(self.sight, width=width if small else max(1, width - 4),
                             height=height if small else max(1, height - 2))  # fmt: skip
        super().on_resize()

    # -- drawing

    def compose_rows(self, width: int, height: int) -> Sequence[Row]:
        """The frame and the picture; in two rows or less, one line without a frame."""
        if height <= 2:
            return self._picture(replace(self.sight, width=width, height=height, form="auto", centre="")).rows
        ghost = f" · {self._why}" if self._ghost is not None else ""
        centre = f" · only {_named(self.sight.centre, self.seen)} (f: all)" if self.sight.centre else ""
        self.title, self.note = f"{TITLE}{ghost}{centre}", _noted(self._view)
        return super().compose_rows(width, height)

    def _picture(self, sight: Sight) -> Drawing:
        if self._passing is not None:
            return self._passing[0]
        view = self.seen
        if self._drawing is None or self._drawn is None or self._drawn[0] is not view or self._drawn[1] != sight:
            self._drawing, self._drawn = sight.draw(view), (view, sight)
        return self._drawing

    def body(self, width: int, height: int) -> tuple[Sequence[Row], int]:
        """The part of the picture that is seen; it stands on the pane's bottom, and what changes comes into sight."""
        if not (self._passing or self.seen.roots or self.seen.volumes or self.seen.cache):
            rows = wrap_words([Run(_EMPTY, "dim")], min(width, 64))
            return [()] * max(0, (height - len(rows)) // 2) + rows, 0
        facts = self._facts(width, height) if self.has_focus else []
        height -= len(facts)
        drawing = self._picture(replace(self.sight, width=width, height=height))
        if self.has_focus and drawing.hits and self._selection(drawing) is None:
            layers = (hit for hit in drawing.hits if " " not in hit.key)
            self._select(drawing, next(layers, drawing.hits[0]))
            self.call_after_refresh(self.update)  # with what there is to say about it
        self._shift = max(0, height - drawing.height)
        focus = drawing.focus or self._selection(drawing)
        if focus is not None and focus != self._anchor:
            self._anchor = focus
            if not self.top <= focus[1] < self.top + height:
                self.top = max(0, focus[1] - height // 3)
            if not self.left <= focus[0] < self.left + width - 12:
                self.left = focus[0] - width // 3
        self.top = max(0, min(self.top, drawing.height - height))
        self.left = max(0, min(self.left, drawing.width - width))
        rows = self._lit(drawing, self.top, self.top + height)
        if drawing.width > width:
            rows = [cut_row(row, self.left, width) for row in rows]
        return [*[()] * self._shift, *rows, *facts], drawing.height + len(facts) if drawing.height > height else 0

    def _lit(self, drawing: Drawing, start: int, end: int) -> list[Row]:
        """The rows from `start` on, with what is selected lit."""
        rows = list(drawing.rows[start:end])
        if self._passing is not None:
            return moment(rows, (monotonic() - self._passing[1]) / self.seconds)
        for hit in drawing.hits_between(start, end) if self.has_focus else ():
            if hit.key == self.selected:
                rows[hit.y - start] = light(rows[hit.y - start], hit.x, hit.end)
        return rows

    # -- what is selected

    def _selection(self, drawing: Drawing) -> tuple[int, int] | None:
        if self._found is None or self._found[0] is not drawing or self._found[1].key != self.selected:
            hit = next((hit for hit in drawing.hits if hit.key == self.selected), None)
            self._found = (drawing, hit) if hit is not None else None
        return (self._found[1].x, self._found[1].y) if self._found is not None else None

    def _select(self, drawing: Drawing, hit: Hit) -> None:
        self.selected = hit.key
        self._found = drawing, hit

    def _open(self) -> None:
        """Look inside what is selected."""
        if self.selected:
            self.post_message(self.Opened(_target(self.selected)))

    def _compare(self) -> None:
        """Mark what is selected; with something marked already, compare the two."""
        if self._marked and self._marked != self.selected:
            self.post_message(self.Opened(_target(self._marked), _target(self.selected)))
            self._marked = ""
        elif self.selected:
            self._marked = self.selected
            self._said = f"{_named(self.selected, self.seen)} is marked: go to another one and press c to compare them"

    def _facts(self, width: int, height: int) -> list[Row]:
        """What there is to say about what is selected, and the keys, below a rule; in a low pane only its name."""
        foot = f"find: {self._sought}▏ {self._said}" if self._sought is not None else self._said or KEYS
        seen = self.seen, self.selected, width
        if self._told is None or self._told[0][0] is not seen[0] or self._told[0][1:] != seen[1:]:
            self._told = seen, self._about(width)
        keys: Row = (Run(whole_parts(foot, width), "hint"),)
        if height < LOW:
            return self._told[1][1:2] if foot == KEYS else [keys]
        return [*self._told[1], keys]

    def _about(self, width: int) -> list[Row]:
        rows: list[Row] = [(Run("─" * width, "border"),)]
        name = self.selected.partition(" ")[2]
        node = next((node for node in walk(self.seen) if node.key == self.selected), None) if not name else None
        if node is not None:
            rows += wrap_words([Run(node.text, "text")], width)[:2]
            what = "changes metadata only, 0 B" if node.empty else f"{size_text(node.size)} · {node.digest}"
            rows.append((Run(elide(what, width), "dim"),))
            rows.append((Run(elide(_stands_on(node), width), "info"),))
        elif name:
            rows.append((Run(elide(_named(self.selected, self.seen), width), "text"),))
        return rows

    # -- keys and mouse

    def on_key(self, event: events.Key) -> None:
        """Go from one to the next, look inside, zoom, pan, search, focus."""
        if self._sought is not None and not self._seek(event):
            return
        self._said = ""
        key = event.key
        moves = {"up": (0, -1), "down": (0, 1), "left": (-1, 0), "right": (1, 0)}
        if key in moves:
            self._walk(*moves[key])
        elif key.removeprefix("shift+") in moves:
            across, down = moves[key.removeprefix("shift+")]
            self.left += 12 * across
            self.scroll_rows(4 * down)
        elif key == "enter":
            self._open()
        elif key in ("plus", "equals_sign", "minus"):
            at = ZOOM.index(self.sight.form) + (1 if key == "minus" else -1)
            self.look(form=ZOOM[max(0, min(at, len(ZOOM) - 1))])
        elif key == "o":
            self.look(form="outline" if self.sight.form != "outline" else "auto")
        elif key == "f":
            self.look(centre="" if self.sight.centre else self.selected)
        elif key == "c":
            self._compare()
        elif key == "slash":
            self._sought = ""
        elif key == "s":
            self.post_message(self.Wanted())
        elif key in ("pageup", "pagedown"):
            self.scroll_rows(-8 if key == "pageup" else 8)
        else:
            return
        event.stop()
        self.update()

    def _walk(self, across: int, down: int) -> None:
        """To the nearest other one in a direction."""
        drawing = self._drawing
        if drawing is None or self._selection(drawing) is None or self._found is None:
            return
        here = self._found[1]
        y = here.y
        rows = (max(0, y - _FAR), y + _FAR)
        if down:
            rows = (y + 1, y + _FAR) if down > 0 else (rows[0], y)
        ahead = [
            hit for hit in drawing.hits_between(*rows)
            if hit.key != self.selected and (down or (hit.x >= here.end if across > 0 else hit.end <= here.x))
        ]  # fmt: skip
        if ahead:
            self._select(drawing, min(ahead, key=lambda hit: _far(hit, here, 3, 1) if down else _far(hit, here, 1, 3)))

    def _seek(self, event: events.Key) -> bool:
        """A key while a text to find is typed; whether it means what it always means."""
        sought = self._sought or ""
        if event.key in ("enter", "down"):
            self._find(1)
        elif event.key == "up":
            self._find(-1)
        elif event.key == "escape":
            self._sought = None
        elif event.key == "backspace":
            self._sought = erased(sought) if sought else None
            self._find(0)
        elif text := typed(event):
            self._sought = sought + text
            self._find(0)
        else:
            self._sought = None
            return True
        event.stop()
        self.update()
        return False

    def _find(self, step: int) -> None:
        """Select what holds the text that is sought: the present one if it does, or the next one in a direction."""
        if self._index is None or self._index[0] is not self.seen:
            self._index = self.seen, index(self.seen)
        text = (self._sought or "").lower()
        found = [key for words, key in self._index[1] if text in words]
        self._said = f"{len(found)} found · Enter next · Esc ends" if found else "nothing is called so"
        if found:
            at = found.index(self.selected) + step if self.selected in found else 0
            self._reveal(found[at % len(found)])

    def _reveal(self, key: str) -> None:
        """Select something wherever it is; folded away, what it is folded into."""
        self.selected, drawing = key, self._drawing
        if drawing is not None and self._selection(drawing) is None:
            hits = {hit.key: hit for hit in drawing.hits}
            hit = next((hits[row] for row in rows_of(self.seen, key) if row in hits), None)
            if hit is not None:
                self._select(drawing, hit)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Select what is under the pointer; a second click on it looks inside."""
        drawing = self._drawing
        if drawing is None or self.size.height <= 2 or not self.has_focus:
            return
        x, y = event.x - 2 + self.left, event.y - 1 - self._shift + self.top
        hit = next((hit for hit in drawing.hits_between(y, y + 1) if hit.x <= x < hit.end), None)
        if hit is None:
            return
        if hit.key == self.selected:
            self._open()
        self._select(drawing, hit)
        self.update()


def _noted(view: StackView) -> str:
    """The totals, and the volumes, which may not be in sight."""
    count = len(view.volumes)
    return totals(view) + (f" · {count} volume{'s' if count > 1 else ''}" if count else "")


def _far(hit: Hit, here: Hit, wide: int, high: int) -> tuple[int, int]:
    """How far one is from another, columns and rows weighed so; columns that both are over count nothing."""
    apart = max(0, hit.x - here.end, here.x - hit.end)
    return wide * apart + high * abs(hit.y - here.y), hit.x


def _target(key: str) -> Target | str:
    """What a key of the drawing means to whoever looks inside."""
    kind, _, name = key.partition(" ")
    kinds: dict[str, What] = {"volume": "volume", "cache": "cache"}
    return Target("layer", kind) if not name else Target(kinds[kind], name) if kind in kinds else name


def _stands_on(node: LayerNode) -> str:
    """The images that have a layer."""
    above = [image for layer in walk(StackView((node,))) for image in layer.images]
    names = ", ".join(image.flags[0].name if image.flags else image.id[:7] for image in above[:20])
    return f"part of {names}" if len(above) == 1 else f"stored once, part of {len(above)} images: {names}"


def _named(key: str, view: StackView) -> str:
    """What a key stands for, in words."""
    kind, _, name = key.partition(" ")
    if not name:
        node = next((node for node in walk(view) if node.key == key), None)
        return node.text if node is not None else "a layer"
    if kind == "image":
        images = (image for node in walk(view) for image in node.images if image.id == name)
        flags = next((image.flags for image in images), ())
        return f"image {', '.join(flag.name for flag in flags) or f'{name}, which has no name'}"
    if kind == "cache":
        record = next((record for record in view.cache if record.id == name), None)
        return f"build cache: {record.text}" if record is not None else "a record of the build cache"
    return key
