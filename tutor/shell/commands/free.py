"""The applets `free` and `uptime`, as `/proc` of the simulated machine tells it."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, applet, options
from tutor.shell.commands._sizes import human
from tutor.shell.commands._times import strftime
from tutor.shell.commands._zone import Zone
from tutor.vfs.errors import FsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_UNITS = {"b": 0, "k": 10, "m": 20, "g": 30}


def main(process: Process) -> int:
    """Say how busy the machine is."""
    return _uptime(process) if process.name == "uptime" else _free(process)


def _read(process: Process, path: str) -> str:
    try:
        return process.fs.read(path).decode()
    except FsError as error:
        raise Failure(f"can't open '{path}': {error.strerror}") from None


@applet("[-bkmgh]", "Print how much memory there is and how much of it is free.")
def _free(process: Process) -> int:
    opts = options(process, "bkmgh")
    known: dict[str, int] = {}
    for line in _read(process, "/proc/meminfo").splitlines():
        name, _, rest = line.partition(":")
        known[name] = int(rest.split()[0])
    unit = opts.last_of("bkmgh") or "k"

    def show(kilobytes: int) -> str:
        size = kilobytes << 10
        return human(size) if unit == "h" else str(size >> _UNITS[unit])

    total, free, cached = known["MemTotal"], known["MemFree"], known["Cached"] + known["Buffers"]
    rows = [
        ("Mem:", [total, total - free - cached, free, 0, cached, known["MemAvailable"]]),
        ("Swap:", [known["SwapTotal"], known["SwapTotal"] - known["SwapFree"], known["SwapFree"]]),
    ]
    process.out("              total        used        free      shared  buff/cache   available\n")
    for name, values in rows:
        process.out(f"{name:<8s}" + "".join([f"{show(value):>12s}" for value in values])[: 12 * len(values)] + "\n")
    return 0


@applet("", "Print how long the machine has been running.")
def _uptime(process: Process) -> int:
    now = process.host.now()
    minutes = int(float(_read(process, "/proc/uptime").split()[0])) // 60
    load = ", ".join(_read(process, "/proc/loadavg").split()[:3])
    days, minutes = divmod(minutes, 1440)
    up = f"{days} day{'s' if days != 1 else ''}, " if days else ""
    up += f"{minutes // 60:2d}:{minutes % 60:02d}" if minutes >= 60 else f"{minutes} min"
    process.out(f" {strftime('%H:%M:%S', now, Zone(process.env))} up {up},  load average: {load}\n")
    return 0
