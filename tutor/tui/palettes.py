"""The colours of each theme, by what they are for. Nothing else in the project knows a colour of the screen."""

from __future__ import annotations

from tutor.dataclass import dataclass, replace

MONO = "mono"
"""The theme without colours: bold, italic, underline, strike and reverse alone."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb, or by name. `ground` is below everything; `raised`, `chosen` and `cyan` are grounds, too.

    The hues are those of the dark theme: in others they are whatever is read well on that ground. `faded_…` are for
    frames and struck lines, which carry no text.
    """

    ground: str
    raised: str
    chosen: str
    text: str
    dim: str
    line: str
    green: str
    red: str
    violet: str
    cyan: str
    blue: str
    yellow: str
    orange: str
    error_text: str
    size: str
    bar: str
    suggestion: str
    string: str
    number: str
    faded_green: str
    faded_red: str
    faded_violet: str


PALETTES = {
    "dark": Palette(
        ground="#0f141b", raised="#1a222d", chosen="#212f48", text="#d7dee8", dim="#8e9bad", line="#46566b",
        green="#82d992", red="#ff8f87", violet="#c8aaff", cyan="#62cbe6", blue="#8ab4ff", yellow="#ecc878",
        orange="#ffb374", error_text="#f0b9a0", size="#a9b8ca", bar="#4fb3a5", suggestion="#7d8a9c", string="#b8d98a",
        number="#9fd6c0", faded_green="#3f7d52", faded_red="#8a4a4a", faded_violet="#6f5aa0",
    ),
    "light": Palette(
        ground="#fbfaf7", raised="#ece9e1", chosen="#d6ecf6", text="#22272e", dim="#5a636e", line="#a9b0b8",
        green="#17652d", red="#ab1f1f", violet="#6a37b4", cyan="#00596e", blue="#1550a8", yellow="#6b4d00",
        orange="#8f3f00", error_text="#8a3414", size="#485460", bar="#2f8f80", suggestion="#6a727c", string="#46610b",
        number="#1a6350", faded_green="#7fae8c", faded_red="#cf9a9a", faded_violet="#ab97cf",
    ),
    "contrast": Palette(
        ground="#000000", raised="#000000", chosen="#00263f", text="#ffffff", dim="#d0d0d0", line="#9a9a9a",
        green="#7dff8a", red="#ff9d96", violet="#dcc2ff", cyan="#4fe8ff", blue="#a8caff", yellow="#ffe14d",
        orange="#ffbf80", error_text="#ffd0bd", size="#ffffff", bar="#4fe8ff", suggestion="#bdbdbd", string="#d3ff8f",
        number="#a8ffe0", faded_green="#7dff8a", faded_red="#ff9d96", faded_violet="#dcc2ff",
    ),
}  # fmt: skip
"""High contrast keeps at least 7 to 1 everywhere, the others 4.5 to 1."""

_ON_BLACK = Palette(
    ground="black", raised="black", chosen="cyan", text="bright_white", dim="white", line="white",
    green="bright_green", red="bright_red", violet="bright_magenta", cyan="bright_cyan", blue="cyan",
    yellow="bright_yellow", orange="yellow", error_text="bright_yellow", size="white", bar="cyan", suggestion="white",
    string="bright_green", number="bright_cyan", faded_green="green", faded_red="red", faded_violet="magenta",
)  # fmt: skip
FEW = {
    "dark": _ON_BLACK,
    "light": Palette(
        ground="bright_white", raised="white", chosen="blue", text="black", dim="black", line="bright_black",
        green="blue", red="red", violet="magenta", cyan="blue", blue="bright_blue", yellow="magenta", orange="red",
        error_text="red", size="black", bar="blue", suggestion="bright_blue", string="magenta", number="blue",
        faded_green="blue", faded_red="red", faded_violet="magenta",
    ),
    "contrast": replace(
        _ON_BLACK, red="bright_yellow", violet="bright_cyan", size="bright_white", faded_red="bright_yellow",
        faded_green="bright_green", faded_violet="bright_cyan",
    ),
}  # fmt: skip
"""The same for terminals of 16 colours, by the terminal's own names for them, with the contrast that they have as xterm
shows them. What is chosen has one colour there, since few pairs of the sixteen can be read."""

THEMES = (*PALETTES, MONO)
