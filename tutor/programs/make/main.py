"""The program `make`: which targets are out of date, and their recipes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.programs.make.makefile import MakeError, Makefile, Outside, Rule
from tutor.programs.outside import CODE
from tutor.shell.launch import LaunchError
from tutor.shell.patterns import matches
from tutor.shell.streams import Buffer

if TYPE_CHECKING:
    from tutor.shell.process import Process

_NAMES = ("GNUmakefile", "makefile", "Makefile")
_BUILT_IN = {"CC": "cc", "CXX": "g++", "AR": "ar", "RM": "rm -f", "MAKE": "make", "SHELL": "/bin/sh"}
_IMPLICIT = (
    Rule("%.o", ("%.c",), ("$(CC) $(CFLAGS) $(CPPFLAGS) -c -o $@ $<",), 0),
    Rule("%", ("%.c",), ("$(CC) $(CFLAGS) $(CPPFLAGS) $(LDFLAGS) $< $(LDLIBS) -o $@",), 0),
)


class Failed(Exception):
    """A recipe failed."""


class Maker:
    """One run: what was made already, and what is being made."""

    def __init__(self, process: Process, makefile: Makefile, name: str) -> None:
        self.process = process
        self.makefile = makefile
        self.name = name
        self.done: dict[str, bool] = {}
        self.path: list[str] = []
        self.dry = self.silent = self.onward = self.always = False
        self.ran = 0

    def time(self, target: str) -> float | None:
        """Return when a file was changed, None where there is none."""
        path = self.process.path(target)
        return float(self.process.fs.stat(path).mtime) if self.process.fs.exists(path) else None

    def rule(self, target: str) -> tuple[Rule, str] | None:
        """Return the rule for a target and what `%` stands for in it."""
        own = self.makefile.rules.get(target)
        if own is not None and own.recipe:
            return own, ""
        if target not in self.makefile.phony:
            for rule in (*self.makefile.patterns, *_IMPLICIT):
                before, _, after = rule.target.partition("%")
                if not (
                    target.startswith(before) and target.endswith(after) and len(target) > len(before) + len(after)
                ):
                    continue
                stem = target[len(before) : len(target) - len(after)]
                needs = tuple(need.replace("%", stem) for need in rule.needs)
                if all(self.time(need) is not None or need in self.makefile.rules for need in needs):
                    return Rule(target, (*needs, *(own.needs if own is not None else ())), rule.recipe, rule.line), stem
        return (own, "") if own is not None else None

    def make(self, target: str, asked_by: str = "") -> bool:
        """Make a target; whether it is new. Raises MakeError, Failed, Outside."""
        self.process.tick(5)
        if target in self.done:
            return self.done[target]
        if target in self.path:
            self.process.err(f"make: Circular {self.path[-1]} <- {target} dependency dropped.\n")
            return False
        if len(self.path) > 200:
            raise Outside("rules that need each other so deeply")
        found = self.rule(target)
        when = self.time(target)
        if found is None:
            if when is None:
                by = f", needed by '{asked_by}'" if asked_by else ""
                raise MakeError(f"*** No rule to make target '{target}'{by}.  Stop.")
            self.done[target] = False
            return False
        rule, stem = found
        self.path.append(target)
        new = []
        for need in dict.fromkeys(rule.needs):
            changed = self.make(need, target)
            later = self.time(need)
            if changed or (when is not None and later is not None and later > when):
                new.append(need)
        self.path.pop()
        stale = when is None or bool(new) or target in self.makefile.phony or self.always
        if stale and rule.recipe:
            self._recipe(rule, target, stem, new)
        self.done[target] = stale and (bool(rule.recipe) or when is None or bool(new))
        return self.done[target]

    def _recipe(self, rule: Rule, target: str, stem: str, new: list[str]) -> None:
        needs = list(dict.fromkeys(rule.needs))
        automatic = {
            "@": target, "<": needs[0] if needs else "", "^": " ".join(needs), "+": " ".join(rule.needs),
            "?": " ".join(new or needs),
            "*": stem,
        }  # fmt: skip
        for number, line in enumerate(rule.recipe):
            text = self.makefile.expand(line, automatic).strip()
            quiet, careless = self.silent, self.onward
            while text[:1] in ("@", "-", "+"):
                quiet, careless = quiet or text[0] == "@", careless or text[0] == "-"
                text = text[1:].lstrip()
            if not text:
                continue
            self.ran += 1
            if not quiet or self.dry:
                self.process.out(f"{text}\n")
            if self.dry:
                continue
            code = self._shell(text)
            if code:
                where = f"[{self.name}:{rule.line + 1 + number}: {target}]"
                if careless:
                    if self.silent:
                        continue
                    self.process.err(f"make: {where} Error {code} (ignored)\n")
                    continue
                self.process.err(f"make: *** {where} Error {code}\n")
                raise Failed

    def _shell(self, text: str) -> int:
        env = {**self.process.env, "MAKELEVEL": str(int(self.process.env.get("MAKELEVEL", "0") or 0) + 1)}
        env.update({name: self.makefile.expand(f"$({name})") for name in self.makefile.exported})
        try:
            return self.process.spawn(["/bin/sh", "-c", text], env=env)
        except LaunchError:
            self.process.err("make: /bin/sh: No such file or directory\n")
            return 127


def main(process: Process) -> int:
    """Run make."""
    file, folder = "", ""
    targets: list[str] = []
    fixed: dict[str, str] = {}
    flags: set[str] = set()
    words = list(process.argv[1:])
    while words:
        word = words.pop(0)
        if word in ("--version", "-v"):
            process.out(f"GNU Make 4.3\nBuilt for {process.host.architecture}-pc-linux-gnu\n")
            return 0
        if word[:2] in ("-f", "-C", "-j") and not word.startswith("--"):
            value = word[2:] or (words.pop(0) if words and word[:2] != "-j" else "")
            file, folder = (
                (value, folder) if word[:2] == "-f" else (file, value) if word[:2] == "-C" else (file, folder)
            )
        elif word.startswith("--"):
            flags.add({"--silent": "s", "--dry-run": "n", "--always-make": "B", "--ignore-errors": "i"}.get(word, ""))
        elif word.startswith("-"):
            flags.update(word[1:])
        elif "=" in word:
            name, _, value = word.partition("=")
            fixed[name.rstrip(":")] = value
        else:
            targets.append(word)
    if folder:
        if not process.fs.is_dir(process.path(folder)):
            process.err(f"make: *** {folder}: No such file or directory.  Stop.\n")
            return 2
        process.cwd = process.fs.resolve(process.path(folder))
        process.out(f"make: Entering directory '{process.cwd}'\n")
    code = _made(process, file, targets, fixed, flags)
    if folder:
        process.out(f"make: Leaving directory '{process.cwd}'\n")
    return code


def _made(process: Process, file: str, targets: list[str], fixed: dict[str, str], flags: set[str]) -> int:
    name = file or next((name for name in _NAMES if process.fs.is_file(process.path(name))), "")
    if file and not process.fs.is_file(process.path(file)):
        process.err(f"make: {file}: No such file or directory\nmake: *** No rule to make target '{file}'.  Stop.\n")
        return 2
    if not name and not targets:
        process.err("make: *** No targets specified and no makefile found.  Stop.\n")
        return 2

    def run(text: str) -> str:
        out = Buffer(meter=process.kernel.meter)
        try:
            process.spawn(["/bin/sh", "-c", text], stdout=out)
        except LaunchError:
            return ""
        return out.getvalue().decode("utf-8", "surrogateescape")

    def listed(pattern: str) -> list[str]:
        above, _, last = pattern.rpartition("/")
        where = process.path(above or ".")
        names = process.fs.listdir(where) if process.fs.is_dir(where) else []
        return [f"{above}/{found}" if above else found for found in names if matches(last, found)]

    makefile = Makefile({**_BUILT_IN, **process.env, "CURDIR": process.cwd}, fixed, run, listed)
    makefile.variables.update(
        {key: value for key, value in _BUILT_IN.items() if key == "SHELL" or key not in process.env}
    )
    maker = Maker(process, makefile, name)
    maker.dry, maker.silent, maker.onward, maker.always = "n" in flags, "s" in flags, "i" in flags, "B" in flags
    try:
        if name:
            makefile.read(process.fs.read(process.path(name)).decode("utf-8", "replace"), name)
        wanted = targets or [makefile.default]
        if not wanted[0]:
            raise MakeError("*** No targets.  Stop.")
        for target in wanted:
            before = maker.ran
            maker.make(target)
            if maker.ran == before and not maker.silent:
                rule = maker.rule(target)
                nothing = rule is None or not rule[0].recipe
                said = f"Nothing to be done for '{target}'." if nothing else f"'{target}' is up to date."
                process.out(f"make: {said}\n")
    except MakeError as error:
        process.err(f"{error}\n" if str(error)[:1] != "*" else f"make: {error}\n")
        return 2
    except Failed:
        return 2
    except Outside as outside:
        process.err(f"layerwise: this sandbox's make does a small part of what make does: {outside} is outside it\n")
        return CODE
    return 0
