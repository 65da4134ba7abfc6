"""The software bill of materials of a built image: an SPDX document over what its package managers wrote down.

One rule: only packages that a database in the image's own files names are in it; what was copied in is in no database.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from tutor.engine.inspect_image import clock
from tutor.vfs.errors import FsError
from tutor.vfs.nodes import File

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from tutor.vfs.tree import Tree

PREDICATE = "https://spdx.dev/Document"
SCANNER = "docker.io/docker/buildkit-syft-scanner:stable-1"
_DATABASES = (("/lib/apk/db/installed", "apk", ":"), ("/var/lib/dpkg/status", "deb", ": "))
_FIELDS = {"P": "name", "V": "version", "L": "licence", "Package": "name", "Version": "version"}


def packages(tree: Tree) -> list[tuple[str, str, str, str]]:
    """Return (kind, name, version, licence) of all installed packages, sorted."""
    found = []
    for path, kind, colon in _DATABASES:
        for fields in _records(tree, path, colon):
            if "name" in fields and "version" in fields:
                found.append((kind, fields["name"], fields["version"], fields.get("licence", "NOASSERTION")))
    return sorted(found)


def _records(tree: Tree, path: str, colon: str) -> Iterator[dict[str, str]]:
    """Yield the named fields of each record of a database; records are apart by an empty line."""
    try:
        node = tree.get(path)
    except FsError:
        return
    if not isinstance(node, File):
        return
    for record in node.content.read().decode("utf-8", "replace").split("\n\n"):
        lines = (line.partition(colon) for line in record.splitlines())
        yield {_FIELDS[name]: value for name, separator, value in lines if separator and name in _FIELDS}


def document(tree: Tree, time: float) -> dict[str, Any]:
    """Return the SPDX 2.3 document of an image's files."""
    rows = packages(tree)
    listed = []
    for kind, name, version, licence in rows:
        vendor = "alpine" if kind == "apk" else "debian"
        purl = f"pkg:{kind}/{vendor}/{name}@{version}"
        listed.append(
            {
                "name": name,
                "SPDXID": f"SPDXRef-Package-{kind}-{name}-{sha256(purl.encode()).hexdigest()[:16]}",
                "versionInfo": version,
                "downloadLocation": "NOASSERTION",
                "licenseConcluded": "NOASSERTION",
                "licenseDeclared": licence,
                "externalRefs": [
                    {"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": purl}
                ],
            }
        )
    name = "sbom"
    unique = sha256(repr(rows).encode()).hexdigest()[:32]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        "documentNamespace": f"https://anchore.com/syft/dir/{name}-{unique}",
        "creationInfo": {"creators": ["Organization: Anchore, Inc", "Tool: syft"], "created": clock(time)},
        "packages": listed,
    }
