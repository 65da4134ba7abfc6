"""The remaining builtins: `let`, `umask`, `ulimit`, `times`, `help`, `history`."""

from __future__ import annotations

from tutor.shell.builtins import names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.builtins import Builtin
    from tutor.shell.simple import SimpleCommands

LIMITS = (
    ("c", "core file size (blocks)", "0"),
    ("d", "data seg size (kb)", "unlimited"),
    ("e", "scheduling priority", "0"),
    ("f", "file size (blocks)", "unlimited"),
    ("i", "pending signals", "15731"),
    ("l", "max locked memory (kb)", "8192"),
    ("m", "max memory size (kb)", "unlimited"),
    ("n", "open files", "1048576"),
    ("q", "POSIX message queues (bytes)", "819200"),
    ("r", "real-time priority", "0"),
    ("s", "stack size (kb)", "8192"),
    ("t", "cpu time (seconds)", "unlimited"),
    ("u", "max user processes", "unlimited"),
    ("v", "virtual memory (kb)", "unlimited"),
    ("x", "file locks", "unlimited"),
)

_NAMES = {
    "c": ("core", 512), "d": ("data", 1024), "e": ("nice", 1), "f": ("fsize", 512), "i": ("sigpending", 1),
    "l": ("memlock", 1024), "m": ("rss", 1024), "n": ("nofile", 1), "q": ("msgqueue", 1), "r": ("rtprio", 1),
    "s": ("stack", 1024), "t": ("cpu", 1), "u": ("nproc", 1), "v": ("as", 1024), "x": ("locks", 1),
}  # fmt: skip
"""What the machine calls each limit, and the bytes of the unit that is shown."""


def let(shell: SimpleCommands, argv: list[str]) -> int:
    """`let expression …`."""
    if len(argv) < 2:
        shell.error("expression expected")
    value = 0
    for expression in argv[1:]:
        value = shell.arithmetic(expression)
    return int(value == 0)


def umask(shell: SimpleCommands, argv: list[str]) -> int:
    """`umask [-S] [mode]`."""
    rest = [word for word in argv[1:] if word != "-S"]
    if not rest:
        if "-S" in argv[1:]:
            kept = ~shell.umask & 0o777
            shell.out(",".join([f"{who}={_letters(kept >> shift & 7)}" for who, shift in _WHO]) + "\n")
        else:
            shell.out(f"{shell.umask:04o}\n")
        return 0
    mode = rest[0]
    if mode.isdecimal():
        if not set(mode) <= set("01234567") or int(mode, 8) > 0o777:
            shell.error(f"illegal mode: {mode}")
        shell.umask = int(mode, 8)
        return 0
    changed = _symbolic(mode, ~shell.umask & 0o777)
    if changed is None:
        shell.error(f"illegal mode: {mode}")
    shell.umask = ~changed & 0o777
    return 0


_WHO = (("u", 6), ("g", 3), ("o", 0))


def _letters(bits: int) -> str:
    return "".join([letter for letter, bit in (("r", 4), ("w", 2), ("x", 1)) if bits & bit])


def _symbolic(mode: str, bits: int) -> int | None:
    """Return what a symbolic mode makes of permission bits; None if it is no mode."""
    for clause in mode.split(","):
        at = 0
        while at < len(clause) and clause[at] in "ugoa":
            at += 1
        who = clause[:at] or "a"
        if at >= len(clause) or clause[at] not in "+-=":
            return None
        action, letters = clause[at], clause[at + 1 :]
        if not set(letters) <= set("rwx"):
            return None
        value = sum({"r": 4, "w": 2, "x": 1}[letter] for letter in set(letters))
        for name, shift in _WHO:
            if name in who or "a" in who:
                if action == "+":
                    bits |= value << shift
                elif action == "-":
                    bits &= ~(value << shift)
                else:
                    bits = bits & ~(7 << shift) | value << shift
    return bits


def ulimit(shell: SimpleCommands, argv: list[str]) -> int:
    """`ulimit [-a|-letter] [value]`: tells limits; setting one changes nothing here."""
    letter, value, hard = "f", None, False
    for word in argv[1:]:
        if word[:1] == "-" and len(word) > 1:
            for char in word[1:]:
                if char in "HS":
                    hard = char == "H"
                    continue
                if char != "a" and not any(char == known for known, _, _ in LIMITS):
                    shell.err(f"ulimit: invalid option -- '{char}'\n")
                    return 1
                letter = char
        else:
            value = word
    if value is not None:
        return 0
    for known, text, amount in LIMITS:
        if letter in ("a", known):
            name, unit = _NAMES[known]
            given = shell.host.ulimits.get(name)
            if given is not None:
                bound = given[1] if hard else given[0]
                amount = str(bound // unit) if bound >= 0 else "unlimited"
            shell.out(f"{text:<32}(-{known}) {amount}\n" if letter == "a" else f"{amount}\n")
    return 0


def times(shell: SimpleCommands, argv: list[str]) -> int:
    """Say how much processor time was used: `times`; nothing here takes any that could be measured."""
    shell.out("0m0.000s 0m0.000s\n" * 2)
    return 0


def help_(shell: SimpleCommands, argv: list[str]) -> int:
    """`help`."""
    line = "\t"
    out = ["Built-in commands:\n------------------\n"]
    for name in names():
        if len(line) + len(name) > 60:
            out.append(f"{line.rstrip()}\n")
            line = "\t"
        line += f"{name} "
    shell.out("".join([*out, f"{line.rstrip()}\n\n"]))
    return 0


def history(shell: SimpleCommands, argv: list[str]) -> int:
    """`history`: a shell without an editor keeps none."""
    return 0


TABLE: dict[str, Builtin] = {
    "let": let,
    "umask": umask,
    "ulimit": ulimit,
    "times": times,
    "help": help_,
    "history": history,
}
