"""What a registry's image says of how it was made and of what: `.Provenance` and `.SBOM` of `imagetools inspect`.

The shapes are those of buildx (util/imagetools/loader.go): the predicate of the in-toto statement under `SLSA`, the one
of the first SPDX document under `SPDX`, further ones under `AdditionalSPDXs`.
"""

from __future__ import annotations

from typing import Any

from tutor.oci.descriptor import REFERENCE_DIGEST, REFERENCE_TYPE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.gotemplate import Struct

_PREDICATE = "in-toto.io/predicate-type"
_SLSA, _SPDX = "https://slsa.dev/provenance/", "https://spdx.dev/Document"


def provenance(document: dict[str, Any], read: Callable[[str], dict[str, Any]]) -> dict[str, Struct]:
    """Return the provenance of each image of an index by platform; `read(digest)` gives a JSON document."""
    from tutor.gotemplate import Struct

    found = {}
    for platform, statements in _statements(document, read, _SLSA):
        if statements:
            found[platform] = Struct("imagetools.provenanceStub", {"SLSA": statements[0]}, {"SLSA": ",omitempty"})
    return found


def sbom(document: dict[str, Any], read: Callable[[str], dict[str, Any]]) -> dict[str, Struct]:
    """Return the bill of materials of each image of an index by platform."""
    from tutor.gotemplate import Struct

    tags = {"SPDX": ",omitempty", "AdditionalSPDXs": ",omitempty"}
    found = {}
    for platform, statements in _statements(document, read, _SPDX):
        if statements:
            fields = {"SPDX": statements[0], "AdditionalSPDXs": statements[1:]}
            found[platform] = Struct("imagetools.sbomStub", fields, tags)
    return found


def _statements(
    document: dict[str, Any], read: Callable[[str], dict[str, Any]], kind: str
) -> list[tuple[str, list[Any]]]:
    """Return the predicates of a kind for each image, by its platform."""
    rows = document.get("manifests", [])
    found = []
    for image in rows:
        platform = image.get("platform", {})
        shown = "/".join(platform[key] for key in ("os", "architecture", "variant") if platform.get(key))
        predicates = []
        for row in rows:
            notes = row.get("annotations", {})
            if REFERENCE_TYPE in notes and notes.get(REFERENCE_DIGEST) == image["digest"]:
                predicates += [
                    read(layer["digest"]).get("predicate")
                    for layer in read(row["digest"])["layers"]
                    if layer.get("annotations", {}).get(_PREDICATE, "").startswith(kind)
                ]
        found.append((shown, predicates))
    return found
