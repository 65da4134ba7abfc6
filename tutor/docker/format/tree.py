"""Images as `docker image ls` shows them by default: one line a name, and the platforms below with --tree."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.docker.format.ids import short_id
from tutor.docker.format.units import human_size
from tutor.vfs.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

    from tutor.engine.listing import ImageSummary, PlatformSummary

UNTAGGED = "<untagged>"
_GAP = "   "
_TITLES = ("IMAGE", "ID", "DISK USAGE", "CONTENT SIZE", "EXTRA")
_WIDTHS = (12, 10, 12, 5)
_BLUE = "\x1b[34;1m"
_TITLE = "\x1b[1m"
_CHIP = "\x1b[30;48;5;14m U \x1b[0m"
_END = "\x1b[0m"


class Line(Record):
    """One entry: its names, the ID, disk usage and content size as text, whether it is in use, the platforms below."""

    __slots__ = __match_args__ = ("below", "content", "id", "names", "used", "usage")

    def __init__(
        self, names: tuple[str, ...], id: str, usage: str, content: str, used: bool, below: tuple[Line, ...] = ()
    ) -> None:
        self.names: Final = names
        self.id: Final = id
        self.usage: Final = usage
        self.content: Final = content
        self.used: Final = used
        self.below: Final = below


def lines_of(images: Sequence[ImageSummary], expanded: bool) -> list[Line]:
    """Return the entries, sorted by name, nameless ones last. Expanded, an image is one entry with all its names."""
    entries = []
    for image in images:
        usage, content = human_size(image.size, 3), human_size(image.content, 3)
        shown = [part for part in image.manifests if part.kind == "image"]
        used = image.containers > 0 or any(part.containers for part in shown)
        below = tuple([_platform(part) for part in shown]) if expanded else ()
        names = (*image.names, *image.pinned)
        if len(names) > 1:
            names = tuple(sorted(names))
        groups = [names] if expanded or not names else [(name,) for name in names]
        entries += [Line(group, image.id, usage, content, used, below) for group in groups]
    named = sorted([line for line in entries if line.names], key=_first_name)
    return named + [line for line in entries if not line.names]


def _first_name(line: Line) -> str:
    return line.names[0]


def _platform(part: PlatformSummary) -> Line:
    usage, content = human_size(part.unpacked + part.content, 3), human_size(part.content, 3)
    return Line((part.platform,), part.digest, usage, content, bool(part.containers))


def draw(entries: Sequence[Line], width: int = 0) -> str:
    """Return the table. `width` is that of the terminal (then there are colours and a legend), 0 without one."""
    first = _first_width(entries, width)
    shown = _fitting(width)
    spaced = any(line.below for line in entries)
    chips = any(line.used for line in entries)
    out = [_legend(width)] if width else []
    titles = [_TITLES[0].ljust(first), *(_titled(index) for index in range(shown))]
    paint = (lambda text: f"{_TITLE}{text}{_END}") if width else str
    out.append(_GAP.join(paint(title) for title in titles))
    for line in entries:
        out += _entry(line, first, shown, chips, bool(width))
        for part in line.below:
            branch = "└─" if part is line.below[-1] else "├─"
            out.append(_row(f"{branch} {part.names[0]}", part, first, shown, chips, bool(width)))
        if spaced:
            out.append("")
    return "\n".join(out) + "\n"


def _titled(index: int) -> str:
    title = _TITLES[index + 1]
    return title.rjust(_WIDTHS[index]) if index in (1, 2) else title.ljust(_WIDTHS[index])


def _first_width(entries: Sequence[Line], width: int) -> int:
    widest = len(_TITLES[0])
    for line in entries:
        widest = max(widest, *map(len, line.names or (UNTAGGED,)))
        if line.below:  # Docker counts the bytes of the line drawing, seven for "└─ "
            widest = max(widest, *[len(part.names[0]) + 7 for part in line.below])
    if not width:
        return widest
    room = width - sum(_WIDTHS[: _fitting(width)]) - len(_GAP) * _fitting(width)
    return min(widest, room)


def _fitting(width: int) -> int:
    """How many columns beside the first one fit in a terminal of this width."""
    if not width:
        return len(_WIDTHS)
    left = max(width, 20)
    for index, wide in enumerate(_WIDTHS):
        if left - wide - len(_GAP) < 12:
            return index
        left -= wide + len(_GAP)
    return len(_WIDTHS)


def _legend(width: int) -> str:
    plain = len(" Info →   U   In Use")
    return " " * max(width - plain, 0) + f"{_TITLE} Info → {_END} {_CHIP}  In Use"


def _entry(line: Line, first: int, shown: int, chips: bool, color: bool) -> list[str]:
    """Return an entry's lines: each name on its own, the last one with the rest where it fits its column."""
    names = line.names or (UNTAGGED,)
    if len(names) == 1 and len(names[0]) <= first:
        return [_row(names[0], line, first, shown, chips, color, named=True)]
    out = [_name(name, first, color) for name in names[:-1]]
    last = names[-1]
    if len(last) > first:
        out += [_name(last, first, color), _row("", line, first, shown, chips, color)]
    else:
        out.append(_row(last, line, first, shown, chips, color, named=True))
    return out


def _name(name: str, first: int, color: bool) -> str:
    text = name.ljust(first)
    return f"{_BLUE}{text}{_END}" if color else text


def _row(name: str, line: Line, first: int, shown: int, chips: bool, color: bool, named: bool = False) -> str:
    mark = (_CHIP if color else "U") if line.used else ("   " if color else " ") if chips else ""
    extra = mark + " " * (5 - (3 if color and mark else len(mark)))
    cells = [short_id(line.id).ljust(12), line.usage.rjust(10), line.content.rjust(12), extra]
    start = _name(name, first, color) if named else name.ljust(first)
    return _GAP.join([start, *cells[:shown]])
