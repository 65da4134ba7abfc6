"""The applets `kill`, `killall`, `pidof`, `pgrep` and `pkill`."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet, options
from tutor.shell.commands._signals import others_named, running, short_name, signal_number
from tutor.shell.kernel import SIGNAL_NAMES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.commands._applet import Options
    from tutor.shell.kernel import Entry
    from tutor.shell.process import Process


def main(process: Process) -> int:
    """Send signals to processes, or look for them."""
    applets = {"killall": _killall, "pidof": _pidof, "pgrep": _pgrep, "pkill": _pgrep}
    return applets.get(process.name, _kill)(process)


def _signal(words: list[str]) -> int:
    """Take `-SIGNAL` or `-s SIGNAL` from the beginning of arguments; return its number. Raises Failure."""
    if not words or words[0][:1] != "-" or words[0] == "--":
        if words[:1] == ["--"]:
            words.pop(0)
        return 15
    name = words.pop(0)[1:]
    if name == "s" and words:
        name = words.pop(0)
    number = signal_number(name)
    if number < 0:
        raise Failure(f"bad signal name '{name}'")
    if words[:1] == ["--"]:
        words.pop(0)
    return number


def _list(process: Process, words: list[str]) -> int:
    """Print the names of signals, or what numbers and names mean."""
    if not words:
        process.out("".join([f"{number:2}) {name}\n" for number, name in SIGNAL_NAMES.items()]))
    for word in words:
        number = signal_number(word)
        if word.isdigit():
            number = int(word) - 128 if int(word) > 128 else int(word)
            process.out(f"{'EXIT' if not number else SIGNAL_NAMES.get(number, number)}\n")
        else:
            process.out(f"{number}\n")
    return 0


@applet("[-l] [-SIG] PID...", "Send a signal (by default TERM) to processes; -l: list the signals.")
def _kill(process: Process) -> int:
    words = process.argv[1:]
    if words[:1] == ["-l"]:
        return _list(process, words[1:])
    signal = _signal(words)
    if not words:
        raise Failure("you need to specify whom to kill")
    code = 0
    for word in words:
        if not word.lstrip("-").isdigit():
            process.fail(f"invalid number '{word}'")
            code += 1
        elif not _send(process, abs(int(word)), signal):
            code += 1
    return code


def _send(process: Process, pid: int, signal: int) -> bool:
    """Send a signal; complain if it cannot be sent."""
    entry = process.kernel.processes.get(pid)
    if entry is not None and process.fs.uid not in (0, entry.uid):
        process.fail(f"can't kill pid {pid}: Operation not permitted")
        return False
    if not process.kernel.kill(pid, signal):
        process.fail(f"can't kill pid {pid}: No such process")
        return False
    return True


@applet("[-lq] [-SIG] NAME...", "Send a signal (by default TERM) to all processes of a name.")
def _killall(process: Process) -> int:
    words = process.argv[1:]
    if words[:1] == ["-l"]:
        return _list(process, words[1:])
    quiet = words[:1] == ["-q"]
    words = words[1:] if quiet else words
    signal = _signal(words)
    if not words:
        raise Failure("you need to specify whom to kill")
    code = 0
    for name in words:
        found = list(others_named(process, name))
        if not found:
            code = 1 if quiet else process.fail(f"{name}: no process killed")
        for entry in found:
            code = code if _send(process, entry.pid, signal) else 1
    return code


@applet("[-s] [-o PID] [NAME]...", "Print the numbers of the processes of a name; -s: of one only.")
def _pidof(process: Process) -> int:
    opts = options(process, "so:")
    omitted = set(opts.values("o"))
    found = [entry.pid for name in opts.arguments for entry in reversed(list(others_named(process, name)))]
    found = [pid for pid in found if str(pid) not in omitted]
    if "s" in opts:
        del found[1:]
    process.out(" ".join([str(pid) for pid in found]) + "\n" if found else "")
    return 0 if found else 1


@applet("[-flanovx] [-s SID|-P PPID|PATTERN]", "Find processes by a pattern of their name; pkill: send them a signal.")
def _pgrep(process: Process) -> int:
    words = process.argv[1:]
    signal = 15
    if process.name == "pkill" and words[:1] == ["-l"]:
        return _list(process, words[1:])
    if process.name == "pkill" and words and words[0][:1] == "-" and signal_number(words[0][1:]) >= 0:
        signal = signal_number(words.pop(0)[1:])
    opts = options(process, "vlafonxs:P:", argv=words, at_most=1)
    if not opts.arguments and "s" not in opts and "P" not in opts:
        raise Usage
    found = [entry for entry in running(process) if entry.pid != process.pid and _chosen(entry, opts) != ("v" in opts)]
    if "o" in opts or "n" in opts:
        found = found[:1] if "o" in opts else found[-1:]
    for entry in found:
        if process.name == "pkill":
            process.kernel.kill(entry.pid, signal)
            continue
        shown = " ".join(entry.argv) if "a" in opts else short_name(entry)
        process.out(f"{entry.pid} {shown}\n" if "l" in opts or "a" in opts else f"{entry.pid}\n")
    return 0 if found else 1


def _chosen(entry: Entry, opts: Options) -> bool:
    """Whether a process is looked for."""
    parent = opts.value("P")
    if parent is not None and str(entry.parent) != parent:
        return False
    if not opts.arguments:
        return True
    from tutor.shell.commands._regex import Regex, RegexError

    try:
        regex = Regex(opts.arguments[0], extended=True)
    except RegexError as error:
        raise Failure(f"bad regex '{opts.arguments[0]}': {error}") from None
    text = " ".join(entry.argv) if "f" in opts else short_name(entry)
    return regex.full(text) if "x" in opts else regex.test(text)
