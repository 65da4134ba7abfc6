"""The real shells, where they are installed.

`python -m tests.shell.oracle` stores what busybox prints for scripts that have no stored result yet.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.shell import corpus
from tests.shell.world import ENVIRONMENT, Outcome

COMMANDS = {"busybox": ["busybox", "sh"], "dash": ["dash"]}


def missing(shell: str) -> bool:
    """Return whether a shell is not installed."""
    return shutil.which(shell) is None


def run(shell: str, text: str) -> Outcome:
    """Run a script in a real shell, in empty folders."""
    with tempfile.TemporaryDirectory() as work, tempfile.TemporaryDirectory() as own:
        Path(work, corpus.SCRIPT).write_bytes(text.encode("utf-8", "surrogateescape"))
        program = shutil.which(shell) or shell
        done = subprocess.run(
            [program, *COMMANDS[shell][1:], corpus.SCRIPT],
            cwd=work,
            env={**ENVIRONMENT, "LC_ALL": "C", "T": own},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        out, err = (data.decode("utf-8", "surrogateescape").replace(own, "/T") for data in (done.stdout, done.stderr))
        return Outcome(out, err, done.returncode)


def main(arguments: list[str]) -> None:
    """Store results that are not there yet (with `--all`: all of them)."""
    for name in corpus.names():
        if "--all" in arguments or not (corpus.FOLDER / f"{name}.out").exists():
            text = corpus.source(name)
            marks = corpus.marks(text)
            shell = "dash" if "busybox differs" in marks else "busybox"
            corpus.store(name, corpus.result(run(shell, text), "stderr" in marks))


if __name__ == "__main__":
    main(sys.argv[1:])
