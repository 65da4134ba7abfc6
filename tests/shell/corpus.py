"""The scripts of `tests/corpora/shell` and what they must print.

`NAME.sh` is a script, `NAME.out` its standard output, `--- stderr` and the error output (for scripts whose head says
`# stderr`), and `--- exit N`. Comments in a script's first two lines: `# stderr`, `# only: busybox` (dash has no such
thing), `# dash differs`, `# busybox differs` (it does not do what C says, dash does). The variable T names an empty
folder of the script's own; it is written `/T` in the results.
"""

from __future__ import annotations

from pathlib import Path

from tests.shell.world import ENVIRONMENT, Outcome, machine, sh

FOLDER = Path(__file__).parent.parent / "corpora" / "shell"
SCRIPT = "s.sh"


def names() -> list[str]:
    """Return the names of all scripts."""
    return sorted(path.stem for path in FOLDER.glob("*.sh"))


def source(name: str) -> str:
    """Return a script's text."""
    return (FOLDER / f"{name}.sh").read_bytes().decode("utf-8", "surrogateescape")


def marks(text: str) -> set[str]:
    """Return the remarks in a script's head."""
    return {line[2:].strip() for line in text.splitlines()[:2] if line.startswith("# ")}


def expected(name: str) -> str:
    """Return what is stored as a script's result."""
    return (FOLDER / f"{name}.out").read_bytes().decode("utf-8", "surrogateescape")


def store(name: str, result: str) -> None:
    """Store a script's result."""
    (FOLDER / f"{name}.out").write_bytes(result.encode("utf-8", "surrogateescape"))


def result(outcome: Outcome, errors: bool) -> str:
    """Return an outcome as it is stored."""
    error = f"--- stderr\n{outcome.stderr}" if errors else ""
    return f"{outcome.stdout}{error}--- exit {outcome.code}\n"


def ours(text: str) -> Outcome:
    """Run a script in the simulated shell."""
    fs = machine()
    fs.mkdir("/T")
    fs.write(f"/work/{SCRIPT}", text.encode("utf-8", "surrogateescape"))
    return sh(SCRIPT, fs=fs, env={**ENVIRONMENT, "T": "/T"})
