"""The colours of each theme, by what they are for. Nothing else in the project knows a colour of the screen."""

from __future__ import annotations

from tutor.dataclass import dataclass

MONO = "mono"
"""The theme without colours: bold, italic, underline, strike and reverse alone."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb. `ground` is below everything; `raised`, `chosen` and `cyan` are grounds, too.

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
        ground="#0f141b", raised="#1a222d", chosen="#213348", text="#d7dee8", dim="#8e9bad", line="#46566b",
        green="#82d992", red="#ff8f87", violet="#c8aaff", cyan="#62cbe6", blue="#8ab4ff", yellow="#ecc878",
        orange="#ffb374", error_text="#f0b9a0", size="#a9b8ca", bar="#4fb3a5", suggestion="#7d8a9c", string="#b8d98a",
        number="#9fd6c0", faded_green="#3f7d52", faded_red="#8a4a4a", faded_violet="#6f5aa0",
    ),
    "light": Palette(
        ground="#fbfaf7", raised="#ece9e1", chosen="#d3e3f2", text="#22272e", dim="#5a636e", line="#a9b0b8",
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

THEMES = (*PALETTES, MONO)
