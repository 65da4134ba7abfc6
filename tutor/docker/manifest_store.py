"""Local manifest lists as the client keeps them: a folder a list, a JSON file an image, below ~/.docker/manifests.

One rule: an entry is the JSON document that `docker manifest inspect -v` prints (Ref, Descriptor, Raw, and the manifest
itself), so what is in the file is what is shown.
"""

from __future__ import annotations

from typing import Any

from tutor.docker.config_file import config_folder
from tutor.docker.errors import CommandError
from tutor.oci.gojson import encode
from tutor.oci.reference import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.docker.invocation import Invocation

Entry = dict[str, Any]


class NoSuchManifest(CommandError):
    """A list, or an image in one, that is not kept here."""

    def __init__(self, reference: Reference) -> None:
        super().__init__(f"No such manifest: {reference.canonical()}")


class ManifestStore:
    """The manifest lists of one user of the host."""

    def __init__(self, invocation: Invocation) -> None:
        self.fs = invocation.process.fs
        self.root = f"{config_folder(invocation.process)}/manifests"

    def get(self, target: Reference, image: Reference) -> Entry:
        """Return an image of a list. Raises NoSuchManifest."""
        path = f"{self._folder(target)}/{_file_name(image)}"
        if not self.fs.exists(path):
            raise NoSuchManifest(image)
        return self._read(path)

    def entries(self, target: Reference) -> list[Entry]:
        """Return the images of a list by the names of their files. Raises NoSuchManifest."""
        folder = self._folder(target)
        if not self.fs.is_dir(folder) or not self.fs.listdir(folder):
            raise NoSuchManifest(target)
        return [self._read(f"{folder}/{name}") for name in sorted(self.fs.listdir(folder))]

    def save(self, target: Reference, image: Reference, entry: Entry) -> None:
        """Keep an image of a list."""
        folder = self._folder(target)
        if not self.fs.is_dir(folder):
            self.fs.mkdir(folder, parents=True)
        self.fs.write(f"{folder}/{_file_name(image)}", encode(entry))

    def remove(self, target: Reference) -> None:
        """Forget a list."""
        folder = self._folder(target)
        for name in self.fs.listdir(folder):
            self.fs.unlink(f"{folder}/{name}")
        self.fs.rmdir(folder)

    def _folder(self, target: Reference) -> str:
        return f"{self.root}/{_file_name(target)}"

    def _read(self, path: str) -> Entry:
        import json

        try:
            entry: Entry = json.loads(self.fs.read(path))
        except ValueError as error:
            raise CommandError(str(error)) from None
        return entry


def _file_name(reference: Reference) -> str:
    return reference.canonical().replace(":", "-").replace("/", "_")
