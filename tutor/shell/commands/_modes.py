"""Permission bits as text, and text as permission bits. POSIX.1-2017, volume 3, chmod."""

from __future__ import annotations

from tutor.shell.commands._applet import Failure

_KINDS = {"file": "-", "directory": "d", "symlink": "l", "char": "c", "block": "b", "fifo": "p", "socket": "s"}
_WHO = {"u": 0o4700, "g": 0o2070, "o": 0o0007, "a": 0o7777}


def mode_text(kind: str, mode: int) -> str:
    """Return ten letters such as `drwxr-xr-x`; `kind` is that of `Stat`."""
    letters = [_KINDS[kind]]
    for shift, special, flag in ((6, 0o4000, "s"), (3, 0o2000, "s"), (0, 0o1000, "t")):
        bits = mode >> shift
        letters += ["r" if bits & 4 else "-", "w" if bits & 2 else "-"]
        executable = bool(bits & 1)
        if mode & special:
            letters.append(flag if executable else flag.upper())
        else:
            letters.append("x" if executable else "-")
    return "".join(letters)


def parse_mode(text: str, before: int, is_dir: bool, umask: int) -> int | None:
    """Return the mode that `text` (octal or symbolic) makes of the mode `before`; None if it is no mode."""
    if text[:1].isdecimal():
        if text.strip("01234567") or int(text, 8) > 0o7777:
            return None
        return int(text, 8)
    mode: int | None = before
    for clause in filter(None, text.split(",")):
        mode = _clause(clause, mode or 0, is_dir, umask)
        if mode is None:
            return None
    return mode


def _clause(clause: str, mode: int, is_dir: bool, umask: int) -> int | None:
    """Apply one clause such as `u+rw-x` to a mode."""
    at = 0
    who = 0
    while at < len(clause) and clause[at] in _WHO:
        who |= _WHO[clause[at]]
        at += 1
    if at >= len(clause):
        return None
    while at < len(clause):
        operator = clause[at]
        if operator not in "+-=":
            return None
        if operator == "=":
            mode &= ~(who or 0o7777)
        bits, at = _bits(clause, at + 1, mode, is_dir)
        bits &= who or ~umask
        mode = mode & ~bits if operator == "-" else mode | bits
    return mode


def _bits(clause: str, at: int, mode: int, is_dir: bool) -> tuple[int, int]:
    """Read the permissions behind an operator; return them for everybody, and where they end."""
    if at < len(clause) and clause[at] in "ugo":
        part = mode >> {"u": 6, "g": 3, "o": 0}[clause[at]] & 7
        return part << 6 | part << 3 | part, at + 1
    bits = 0
    while at < len(clause) and clause[at] in "rwxXst":
        letter = clause[at]
        if letter == "X":
            bits |= 0o111 if is_dir or mode & 0o111 else 0
        else:
            bits |= {"r": 0o444, "w": 0o222, "x": 0o111, "s": 0o6000, "t": 0o1000}[letter]
        at += 1
    return bits, at


def need_mode(text: str, before: int, is_dir: bool, umask: int) -> int:
    """Return the mode like `parse_mode`. Raises Failure for what is none."""
    mode = parse_mode(text, before, is_dir, umask)
    if mode is None:
        raise Failure(f"invalid mode '{text}'")
    return mode
