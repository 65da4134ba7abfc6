"""The applet `getopt`: options of a script put in order, quoted so that the shell can read them again.

The one rule: options are found as getopt_long(3) finds them: short ones in clusters, long ones by any clear beginning,
operands last, unless `+` (stop at the first) or `-` (keep the order) begins the short options.
"""

from __future__ import annotations

from tutor.shell.commands._applet import Failure, Usage, applet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.shell.process import Process

_OWN_LONG = {
    "options:": "o", "longoptions:": "l", "quiet": "q", "quiet-output": "Q", "shell:": "s", "test": "T",
    "unquoted": "u", "alternative": "a", "name:": "n",
}  # fmt: skip
_SHELLS = ("sh", "bash", "ash", "dash", "csh", "tcsh")


@applet(
    "[OPTIONS] [--] OPTSTRING PARAMS\n\n\t-a\tLong options may begin with one -\n\t-l LOPT[,...]\tLong options\n"
    "\t-n NAME\tThe name that errors begin with\n\t-o OPTSTRING\tShort options\n\t-q\tNo errors\n\t-Q\tNo output\n"
    "\t-s SHELL\tWhose quoting\n\t-T\tTell which version this is, by status 4\n\t-u\tNo quoting",
    "Put a script's options in order.",
)
def main(process: Process) -> int:
    """Put options in order."""
    words = process.argv[1:]
    if not words:
        raise Failure("missing optstring argument")
    if not words[0].startswith("-"):
        scan = _Scan(process, words[0].lstrip("+-"), {}, process.name, quiet=False, alternative=False)
        return _print(process, scan.run(words[1:]), scan, quoted=False)
    own = _Scan(process, "+al:n:o:qQs:Tuh", _longs(",".join(_OWN_LONG)), "getopt", quiet=False)
    found = own.run(words)
    if own.failed:
        raise Usage
    given = own.options
    named = {_OWN_LONG.get(key + ":", _OWN_LONG.get(key, key)): value for key, value in given}
    if "T" in named:
        return 4
    rest = found[1]
    if named.get("s") is not None and named["s"] not in _SHELLS:
        raise Failure(f"unknown shell '{named['s']}'")
    letters = named.get("o")
    if letters is None:
        if not rest:
            raise Failure("missing optstring argument")
        letters, rest = rest[0], rest[1:]
    texts = [value for key, value in given if _OWN_LONG.get(key + ":", key) == "l"]
    scan = _Scan(
        process, letters, _longs(",".join(text or "" for text in texts)), named.get("n") or process.name,
        quiet="q" in named, alternative="a" in named,
    )  # fmt: skip
    result = scan.run(rest)
    if "Q" in named:
        return int(scan.failed)
    return _print(process, result, scan, quoted="u" not in named)


def _longs(text: str) -> dict[str, int]:
    """Return long options and whether they take an argument: 0, 1, or 2 where they may."""
    names = [name for part in text.split(",") for name in part.split() if name]
    return {name.rstrip(":"): min(2, len(name) - len(name.rstrip(":"))) for name in names}


def _print(process: Process, found: tuple[list[str], list[str]], scan: _Scan, *, quoted: bool) -> int:
    words, rest = found

    def shown(text: str) -> str:
        return "'" + text.replace("'", "'\\''") + "'" if quoted else text

    line = "".join(f" {word[1:]}" if word.startswith("=") else f" {shown(word[1:])}" for word in words)
    process.out(f"{line} --{''.join(f' {shown(word)}' for word in rest)}\n")
    return int(scan.failed)


class _Scan:
    """getopt_long over a row of words. In what `run` returns a word after "=" is an option, after "'" a value."""

    def __init__(
        self, process: Process, letters: str, long: dict[str, int], name: str, *, quiet: bool, alternative: bool = False
    ) -> None:
        self.process = process
        self.order = letters[:1] if letters[:1] in ("+", "-") else ""
        letters = letters[1:] if self.order else letters
        self.quiet = quiet or letters.startswith(":")
        self.short: dict[str, int] = {}
        last = ""
        for letter in letters:
            if letter == ":":
                if last:
                    self.short[last] = min(2, self.short[last] + 1)
            else:
                self.short[letter] = 0
                last = letter
        self.long = long
        self.name = name
        self.alternative = alternative
        self.failed = False
        self.options: list[tuple[str, str | None]] = []
        if process.env.get("POSIXLY_CORRECT") is not None and not self.order:
            self.order = "+"

    def _complain(self, message: str) -> None:
        self.failed = True
        if not self.quiet:
            self.process.err(f"{self.name}: {message}\n")

    def run(self, words: list[str]) -> tuple[list[str], list[str]]:
        """Return options with their values, and operands."""
        out: list[str] = []
        rest: list[str] = []
        todo = words[::-1]
        while todo:
            word = todo.pop()
            if word == "--":
                break
            if word == "-" or not word.startswith("-"):
                if self.order == "+":
                    todo.append(word)
                    break
                if self.order == "-":
                    out.append("'" + word)
                else:
                    rest.append(word)
            elif word.startswith("--"):
                self._take_long(word[2:], "--", todo, out)
            elif self.alternative and self._is_long(word[1:]):
                self._take_long(word[1:], "-", todo, out)
            else:
                self._take_short(word[1:], todo, out)
        return out, rest + todo[::-1]

    def _is_long(self, word: str) -> bool:
        name = word.partition("=")[0]
        fits = any(known.startswith(name) for known in self.long)
        return fits and (len(name) > 1 or name not in self.short)

    def _take_short(self, cluster: str, todo: list[str], out: list[str]) -> None:
        for at, letter in enumerate(cluster):
            takes = self.short.get(letter)
            if takes is None or letter == ":":
                self._complain(f"invalid option -- '{letter}'")
                continue
            if not takes:
                out.append(f"=-{letter}")
                self.options.append((letter, None))
                continue
            value = cluster[at + 1 :]
            if not value and takes == 1:
                if not todo:
                    self._complain(f"option requires an argument -- '{letter}'")
                    return
                value = todo.pop()
            out += [f"=-{letter}", f"'{value}"]
            self.options.append((letter, value))
            return

    def _take_long(self, word: str, dashes: str, todo: list[str], out: list[str]) -> None:
        name, equals, value = word.partition("=")
        fits = [known for known in self.long if known.startswith(name)]
        if name in self.long:
            fits = [name]
        if not fits:
            self._complain(f"unrecognized option '{dashes}{word}'")
            return
        if len({self.long[known] for known in fits}) > 1:  # glibc: alike in all but their names, the first will do
            listed = " ".join(f"'{dashes}{known}'" for known in fits)
            self._complain(f"option '{dashes}{word}' is ambiguous; possibilities: {listed}")
            return
        takes = self.long[fits[0]]
        if equals and not takes:
            self._complain(f"option '{dashes}{fits[0]}' doesn't allow an argument")
            return
        if takes == 1 and not equals:
            if not todo:
                self._complain(f"option '{dashes}{fits[0]}' requires an argument")
                return
            value = todo.pop()
        out.append(f"=--{fits[0]}")
        if takes:
            out.append(f"'{value}")
        self.options.append((fits[0], value if takes else None))
