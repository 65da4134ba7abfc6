"""The applets `uname`, `arch` and `nproc`."""

from __future__ import annotations

from tutor.shell.commands._applet import applet, options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

RELEASE = "6.6.0-layerwise"
VERSION = "#1 SMP (simulated)"
CPUS = 2


def main(process: Process) -> int:
    """Say what machine this is."""
    return {"arch": _arch, "nproc": _nproc}.get(process.name, _uname)(process)


@applet("[-amnrspvio]", "Print what system this is.")
def _uname(process: Process) -> int:
    long = {
        "all": "a", "kernel-name": "s", "nodename": "n", "kernel-release": "r", "kernel-version": "v", "machine": "m",
        "processor": "p", "operating-system": "o", "hardware-platform": "i",
    }  # fmt: skip
    opts = options(process, "snrvmpioa", long, at_most=0)
    facts = {
        "s": "Linux", "n": process.host.hostname, "r": RELEASE, "v": VERSION, "m": process.host.architecture,
        "p": "unknown", "i": "unknown", "o": "Linux",
    }  # fmt: skip
    wanted = [letter for letter in facts if letter in opts] or ["s"]
    if "a" in opts:
        wanted = [letter for letter in facts if facts[letter] != "unknown"]
    process.out(" ".join(facts[letter] for letter in wanted) + "\n")
    return 0


@applet("", "Print the machine's architecture.")
def _arch(process: Process) -> int:
    process.out(process.host.architecture + "\n")
    return 0


@applet("[--all] [--ignore=N]", "Print how many processors there are.")
def _nproc(process: Process) -> int:
    opts = options(process, "", {"all": "all", "ignore:": "ignore"})
    ignored = opts.value("ignore") or "0"
    process.out(f"{max(1, CPUS - (int(ignored) if ignored.isdecimal() else 0))}\n")
    return 0
