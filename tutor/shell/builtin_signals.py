"""Builtins about processes: `kill`, `trap`, `wait`, `jobs`, `fg`, `bg`."""

from __future__ import annotations

from tutor.shell.kernel import DONE, SIGNAL_NAMES, SIGNALS
from tutor.shell.quoting import single_quote
from tutor.shell.simple import SIGNAL_TEXTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.builtins import Builtin
    from tutor.shell.core import Job
    from tutor.shell.simple import SimpleCommands


def signal_number(name: str) -> int:
    """Return the number of a signal given by number or name (with or without SIG); -1 if there is none."""
    if name.isdecimal():
        return int(name) if int(name) <= 64 else -1
    upper = name.upper().removeprefix("SIG")
    return 0 if upper == "EXIT" else SIGNALS.get(upper, -1)


def kill(shell: SimpleCommands, argv: list[str]) -> int:
    """`kill [-signal] pid …`, `kill -l [number …]`."""
    rest = argv[1:]
    signal = 15
    if rest and rest[0][:1] == "-" and rest[0] != "--":
        option = rest.pop(0)
        if option == "-l":
            return _list_signals(shell, rest)
        name = option[1:]
        if option in ("-s", "-n"):
            name = rest.pop(0) if rest else ""
        signal = signal_number(name)
        if signal < 0:
            shell.err(f"sh: bad signal name '{name}'\n")
            return 1
    if rest[:1] == ["--"]:
        rest.pop(0)
    if not rest:
        shell.err("sh: you need to specify whom to kill\n")
        return 1
    status = 0
    for target in rest:
        if target.startswith("%"):
            pid = job_named(shell, target).pid
        elif target.lstrip("-").isdecimal():
            pid = abs(int(target))
        else:
            shell.err(f"sh: invalid number '{target}'\n")
            status = 1
            continue
        if pid == 0:
            pid = shell.pid
        entry = shell.kernel.processes.get(pid)
        if entry is not None and shell.fs.uid not in (0, entry.uid):
            shell.err(f"sh: can't kill pid {target}: Operation not permitted\n")
            status = 1
            continue
        if not shell.kernel.kill(pid, signal) and not any(job.pid == pid for job in shell.jobs):
            shell.err(f"sh: can't kill pid {target}: No such process\n")
            status = 1
    return status


def _list_signals(shell: SimpleCommands, which: list[str]) -> int:
    if not which:
        shell.out("".join([f"{number:2}) {name}\n" for number, name in SIGNAL_NAMES.items()]))
    for item in which:
        if item.isdecimal():
            number = int(item)
            number = number - 128 if number > 128 else number
            shell.out(f"{'EXIT' if number == 0 else SIGNAL_NAMES.get(number, number)}\n")
        else:
            shell.out(f"{signal_number(item)}\n")
    return 0


def trap(shell: SimpleCommands, argv: list[str]) -> int:
    """`trap [command] signal …`; `-` or no command brings the default back."""
    rest = argv[1:]
    if rest[:1] == ["--"]:
        rest.pop(0)
    elif rest and rest[0][:1] == "-" and len(rest[0]) > 1:
        if rest[0] != "-l":
            shell.error(f"illegal option {rest[0][:2]}")
        return _list_signals(shell, [])
    if not rest:
        order = {"EXIT": 0, **SIGNALS}
        for name in sorted(shell.traps, key=order.__getitem__):
            shell.out(f"trap -- {single_quote(shell.traps[name])} {name}\n")
        return 0
    command: str | None = None
    if len(rest) > 1:
        text = rest.pop(0)
        command = None if text == "-" else text
    status = 0
    for item in rest:
        number = signal_number(item)
        if number < 0 or (number and number not in SIGNAL_NAMES):
            status = shell.complain(f"{item}: invalid signal specification")
            continue
        name = "EXIT" if number == 0 else SIGNAL_NAMES[number]
        if command is None:
            shell.traps.pop(name, None)
        else:
            shell.traps[name] = command
    return status


def job_named(shell: SimpleCommands, name: str) -> Job:
    """Return the job that `%1`, `%%`, `%+`, `%-` means; another name is an error."""
    jobs = shell.jobs
    wanted = name[1:]
    if wanted in ("", "%", "+") and jobs:
        return jobs[-1]
    if wanted == "-" and len(jobs) > 1:
        return jobs[-2]
    for job in jobs:
        if wanted == str(job.number) or (job.text and job.text.startswith(wanted)):
            return job
    return shell.error(f"{name}: no such job")


def wait(shell: SimpleCommands, argv: list[str]) -> int:
    """`wait [pid|%job …]`."""
    rest = argv[1:]
    if not rest:
        for job in list(shell.jobs):
            signal = _waited(shell, job)
            if signal:
                return 128 + signal
            shell.jobs.remove(job)
        return 0
    status = 127
    for item in rest:
        if item.startswith("%"):
            status = _await(shell, job_named(shell, item))
            continue
        if not item.isdecimal():
            shell.error(f"Illegal number: {item}")
        job_found = next((job for job in shell.jobs if job.pid == int(item)), None)
        status = status if job_found is None else _await(shell, job_found)
    return status


def _waited(shell: SimpleCommands, job: Job) -> int:
    """Wait until a job has ended, or until a trapped signal comes: its number, else 0."""
    if not any(shell.traps.values()):
        shell.kernel.finish(job.task)
    elif job.task.state != DONE and not shell.pending:
        shell.kernel.block(lambda: job.task.state == DONE or bool(shell.pending))
    return shell.pending[0] if shell.pending else 0


def _await(shell: SimpleCommands, job: Job) -> int:
    """Wait for a job and forget it; say so if a signal ended it. A signal that is trapped ends the waiting."""
    signal = _waited(shell, job)
    if signal:
        return 128 + signal
    status = job.task.status
    if job in shell.jobs:
        shell.jobs.remove(job)
    text = SIGNAL_TEXTS.get(status - 128)
    if job.task.killed and text:
        shell.err(f"{text}\n")
    return status


def jobs(shell: SimpleCommands, argv: list[str]) -> int:
    """`jobs [-lp]`."""
    shell.kernel.settle()
    listed = shell.jobs
    for job in reversed(listed):
        if "-p" in argv[1:]:
            shell.out(f"{job.pid}\n")
            continue
        mark = "+" if job is listed[-1] else "-" if len(listed) > 1 and job is listed[-2] else " "
        number = f"{job.pid} " if "-l" in argv[1:] else ""
        shell.out(f"[{job.number}]{mark}  {f'{number}{_condition(job)}':<26} {job.text}\n")
    if "-p" not in argv[1:]:
        shell.jobs = [job for job in listed if job.task.state != DONE]
    return 0


def _condition(job: Job) -> str:
    if job.task.state != DONE:
        return "Running"
    if job.task.killed:
        return SIGNAL_TEXTS.get(job.task.status - 128, "Terminated")
    return f"Done({job.task.status})" if job.task.status else "Done"


def foreground(shell: SimpleCommands, argv: list[str]) -> int:
    """`fg [%job]` and `bg [%job]`."""
    if len(argv) > 1:
        job = job_named(shell, argv[1])
    elif shell.jobs:
        job = shell.jobs[-1]
    else:
        shell.error("No current job")
    if argv[0] == "bg":
        return 0
    if job.text:
        shell.out(f"{job.text}\n")
    return _await(shell, job)


TABLE: dict[str, Builtin] = {
    "kill": kill,
    "trap": trap,
    "wait": wait,
    "jobs": jobs,
    "fg": foreground,
    "bg": foreground,
}
