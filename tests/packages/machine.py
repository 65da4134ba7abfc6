"""Machines for tests of package managers: containers of the bundled images, in a fresh sandbox."""

from __future__ import annotations

from tests.support.sandbox import run, session
from tutor.session.session import Session
from tutor.vfs.nodes import File, Visible


def inside(image: str, script: str, options: str = "") -> tuple[int, str]:
    """Run a script in a new container: its status, and what it printed on both streams."""
    sitting = session()
    run(sitting, f"docker pull -q {image}")
    return run(sitting, f"docker run --rm {options} {image} sh -c {quoted(script)}")


def build(sitting: Session, name: str, dockerfile: str) -> tuple[int, str]:
    """Build an image from a Dockerfile's text."""
    run(sitting, f"mkdir -p {name}")
    run(sitting, f"cat > {name}/Dockerfile <<'END_OF_FILE'\n{dockerfile}\nEND_OF_FILE")
    return run(sitting, f"docker build --progress=plain -t {name} {name}")


def quoted(script: str) -> str:
    """A script as one word of the shell."""
    return "'" + script.replace("'", "'\\''") + "'"


def layer_sizes(sitting: Session, image: str) -> list[int]:
    """The sizes of an image's layers in bytes, newest first, as the engine tells them."""
    code, text = run(sitting, f"docker history --human=false --format '{{{{.Size}}}}' {image}")
    assert code == 0, text
    return [int(line) for line in text.split()]


def is_file(node: Visible | None) -> bool:
    """Whether a node is a regular file."""
    return isinstance(node, File)
