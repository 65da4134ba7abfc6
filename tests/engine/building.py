"""Builds for tests: a learner's sandbox with some files, a Dockerfile, and what came of it."""

from __future__ import annotations

from tests.support import sandbox
from tutor.dataclass import replace
from tutor.vfs.content import Bytes
from tutor.vfs.nodes import Directory, File, Node


class Bench:
    """A sandbox in which Dockerfiles are built as t."""

    def __init__(self, files: dict[str, str | bytes] | None = None) -> None:
        self.session = sandbox.session()
        for path, text in (files or {}).items():
            self.write(path, text)

    def write(self, path: str, text: str | bytes, mode: int = 0o644) -> None:
        """Write a file below the learner's working folder; folders that are missing are made."""
        data = text.encode() if isinstance(text, str) else text
        self.put(path, File(Bytes(data), mode, 1000, 1000, int(sandbox.NOW)))

    def put(self, path: str, node: Node) -> None:
        """Put anything below the learner's working folder."""
        moment = self.session.moment
        tree = moment.state.host
        place = f"{moment.state.shells[0].cwd}/{path}"
        parts = place.split("/")[1:]
        for end in range(1, len(parts)):
            folder = "/" + "/".join(parts[:end])
            if tree.get(folder) is None:
                tree = tree.set(folder, Directory(uid=1000, gid=1000, mtime=int(sandbox.NOW)))
        tree = tree.set(place, node)
        self.session.become("# files", replace(moment, state=replace(moment.state, host=tree)))

    def run(self, line: str) -> tuple[int, str]:
        """Run a line: exit code and output."""
        return sandbox.run(self.session, line)

    def build(self, dockerfile: str, flags: str = "") -> tuple[int, str]:
        """Write the Dockerfile and build it."""
        self.write("Dockerfile", dockerfile)
        return self.run(f"docker build {flags} -t t .")

    def built(self, dockerfile: str, flags: str = "") -> str:
        """Build; the test fails if that does."""
        code, printed = self.build(dockerfile, flags)
        assert code == 0, printed
        return printed

    def inside(self, command: str) -> str:
        """What a command prints in a container of the image."""
        code, printed = self.run(f"docker run --rm t {command}")
        assert code == 0, printed
        return printed
