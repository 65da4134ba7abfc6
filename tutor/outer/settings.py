"""How the learner likes it: a small file of settings. An environment variable or an option may overrule each."""

from __future__ import annotations

import os

from tutor import resources
from tutor.dataclass import dataclass
from tutor.errors import LayerwiseError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import Namespace

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name, values ((): any text), what it is without a file, its variable, what it is for."""

    name: str
    values: tuple[str, ...]
    default: str
    variable: str
    about: str


SETTINGS = (
    Setting("speed", ("slow", "normal", "off"), "normal", "LAYERWISE_SPEED",
            "how long pulls, pushes and changes of the stack last"),
    Setting("plain", (YES, NO), NO, "LAYERWISE_PLAIN", "lines of text instead of the full screen, for screen readers"),
    Setting("ascii", (YES, NO), NO, "LAYERWISE_ASCII", "draw with ASCII characters only"),
    Setting("theme", ("dark", "light", "contrast", "mono"), "dark", "LAYERWISE_THEME",
            "the screen's colours; NO_COLOR stands above it"),
    Setting("vi", (YES, NO), NO, "LAYERWISE_VI", "vi's keys on the command line"),
    Setting("lang", (), "", "LAYERWISE_LANG", "the language of lessons, where they are translated: de, es"),
)  # fmt: skip


def setting(name: str) -> Setting:
    """The setting of that name. Raises LayerwiseError."""
    found = next((one for one in SETTINGS if one.name == name), None)
    if found is None:
        raise LayerwiseError(f"there is no setting {name!r}", f"there are {', '.join(one.name for one in SETTINGS)}")
    return found


def path() -> str:
    """The file: in LAYERWISE_HOME, else in the user's configuration folder."""
    if os.environ.get("LAYERWISE_HOME"):
        return os.path.join(resources.data_folder(), "settings.toml")
    base = os.environ.get("XDG_CONFIG_HOME", "").strip()
    folder = base if os.path.isabs(base) else os.path.expanduser("~/.config")
    return os.path.join(folder, "layerwise", "settings.toml")


def read() -> dict[str, str]:
    """What the file says, by name. Raises LayerwiseError where it says what cannot be."""
    place = path()
    if not os.path.exists(place):
        return {}
    import tomllib

    try:
        with open(place, "rb") as file:
            table = tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayerwiseError(f"cannot read the settings in {place} ({error})", "mend that file, or remove it") from None
    found = {}
    for name, value in table.items():
        text = (YES if value else NO) if isinstance(value, bool) else str(value)
        found[name] = _checked(setting(name), text, place)
    return found


def _checked(one: Setting, value: str, where: str) -> str:
    if one.values and value not in one.values:
        raise LayerwiseError(f"{where}: {one.name} is {value!r}", f"it may be {', '.join(one.values)}")
    return value


def value(name: str, options: Namespace | None = None) -> str:
    """What holds: an option, else the environment, else the file, else the default. Raises LayerwiseError."""
    one = setting(name)
    given = getattr(options, name, None)
    if given:
        return YES if given is True else str(given)
    said = os.environ.get(one.variable)
    if said:
        return _checked(one, {"1": YES, "0": NO}.get(said, said), one.variable)
    return read().get(name, one.default)


def run(options: Namespace) -> int:
    """Show all settings, or one, or change one."""
    if not options.name:
        width = max(len(one.name) for one in SETTINGS)
        for one in SETTINGS:
            held = value(one.name) or "-"
            print(f"{one.name:{width}}  {held:8}  {one.about} ({', '.join(one.values) or 'any'}; {one.variable})")
        return 0
    one = setting(options.name)
    if options.value is None:
        print(value(one.name))
        return 0
    kept = {**read(), one.name: _checked(one, options.value, "layerwise settings")}
    _write({name: text for name, text in kept.items() if text != setting(name).default})
    return 0


def _write(kept: dict[str, str]) -> None:
    place = path()
    text = "".join(f'{name} = "{held}"\n' for name, held in sorted(kept.items()))
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place + ".new", "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(place + ".new", place)
    except OSError as error:
        raise LayerwiseError(f"cannot write {place} ({error.strerror})", "check that folder's permissions") from None
