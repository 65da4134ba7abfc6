"""The applet `date`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Options, Usage, applet, options
from tutor.shell.commands._files import full_path
from tutor.shell.commands._times import strftime
from tutor.shell.commands._zone import Zone
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_ISO = {
    "date": "%Y-%m-%d", "hours": "%Y-%m-%dT%H%z", "minutes": "%Y-%m-%dT%H:%M%z", "seconds": "%Y-%m-%dT%H:%M:%S%z",
    "ns": "%Y-%m-%dT%H:%M:%S,%N%z",
}  # fmt: skip


@applet("[OPTIONS] [+FMT] [[-s] TIME]", "Print the time, in the format FMT; -d TIME: another time, -u: UTC.")
def main(process: Process) -> int:
    """Print the time."""
    long = {
        "rfc-822": "R", "rfc-2822": "R", "set:": "s", "utc": "u", "date:": "d", "reference:": "r", "iso-8601::": "I",
    }  # fmt: skip
    opts = options(process, "Rs:ud:r:I::D:", long)
    words = opts.arguments
    utc = "u" in opts
    template = ""
    if words and words[0].startswith("+"):
        template = words.pop(0)[1:]
        if not template:
            process.out("\n")
            return 0
    if len(words) > 1:
        raise Usage
    if words or "s" in opts:
        return _set(process, words[0] if words else opts.value("s") or "", utc)
    when = _time(process, opts, utc)
    zone = Zone(process.env, utc)
    if not template:
        template = _form(opts)
    text = strftime(template, when, zone)
    if "I" in opts and opts.value("I") not in ("", "date"):
        text = f"{text[:-2]}:{text[-2:]}"
    process.out(text + "\n")
    return 0


def _set(process: Process, text: str, utc: bool) -> int:
    """Refuse to set the clock: it is the simulation's."""
    from tutor.shell.commands._dates import parse_date

    if parse_date(text, process.host.now(), process.env, utc) is None:
        raise Failure(f"invalid date '{text}'")
    raise Failure("can't set date: Operation not permitted")


def _form(opts: Options) -> str:
    if "I" in opts:
        kind = opts.value("I") or "date"
        found = next((name for name in _ISO if name.startswith(kind)), "")
        if not found:
            raise Usage
        return _ISO[found]
    return "%a, %d %b %Y %H:%M:%S %z" if "R" in opts else "%a %b %e %H:%M:%S %Z %Y"


def _time(process: Process, opts: Options, utc: bool) -> float:
    """Return the time that is to be printed."""
    reference = opts.value("r")
    if reference is not None:
        try:
            return process.fs.stat(full_path(process, reference)).mtime
        except FsError as error:
            raise Failure(f"can't stat '{reference}': {error.strerror}") from None
    text = opts.value("d")
    now = process.host.now()
    if text is None:
        return now
    from tutor.shell.commands._dates import parse_date, parse_form

    form = opts.value("D")
    if form is None:
        when = parse_date(text, now, process.env, utc, midnight=True)
    else:
        when = parse_form(text, form, now, process.env, utc)
    if when is None:
        raise Failure(f"invalid date '{text}'")
    return when
