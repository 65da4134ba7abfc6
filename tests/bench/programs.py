"""The programs that are compared, and the surroundings in which both run: an installed program's, with its byte code.

A checkout that Python may not write to (or whose user forbids it) is compiled anew at each start. What is installed is
not, so both programs of a comparison keep their byte code in a folder of the run's own.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
TOP = HERE.parents[1]
BARE = [sys.executable, str(HERE / "bare.py")]
LAYERWISE = [sys.executable, "-m", "tutor"]


@contextmanager
def surroundings() -> Iterator[dict[str, str]]:
    """A fresh data folder and a folder for byte code, as environment variables; "" stands for none."""
    with tempfile.TemporaryDirectory() as folder:
        yield {
            "PYTHONPATH": str(TOP), "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/code",
            "LAYERWISE_HOME": f"{folder}/data", "NO_COLOR": "",
        }  # fmt: skip


def environment(changes: dict[str, str]) -> dict[str, str]:
    """This process's environment with those changes."""
    return {name: value for name, value in {**os.environ, **changes}.items() if value}


def layerwise(arguments: Sequence[str], env: dict[str, str]) -> str:
    """Run the program without a terminal; what it printed."""
    done = subprocess.run([*LAYERWISE, *arguments], env=environment(env), capture_output=True, text=True, check=True)
    return done.stdout


def images(count: int) -> str:
    """A script that fills a workspace with that many images: the bundled ones, and small builds on some of them.

    It is one command, so that history suggests nothing for what is typed later: what a suggestion shows already is not
    seen to be typed.
    """
    return f"""for image in alpine:3.20 alpine:3.19 busybox:1.36 debian:12-slim hello-world; do
    docker pull -q $image
done
n=5
while [ $n -lt {count} ]; do
    cat > Dockerfile <<END
FROM alpine:3.$((n % 3 ? 20 : 19))
WORKDIR /app
RUN echo $n > number
ENV NUMBER=$n
CMD ["cat", "number"]
END
    docker build -q -t team/app$n:1.$n .
    n=$((n + 1))
done
rm -f Dockerfile
"""
