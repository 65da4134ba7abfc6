"""The attestations of a built image: how it was built (in-toto statement, SLSA provenance v0.2), what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.engine.build import sbom
from tutor.engine.inspect_image import clock
from tutor.oci.descriptor import Descriptor
from tutor.oci.gojson import encode
from tutor.oci.manifest import Manifest
from tutor.oci.media_types import IN_TOTO, OCI_EMPTY
from tutor.store.blobs import Blob

if TYPE_CHECKING:
    from typing import Any

    from tutor.engine.build.bases import Bases
    from tutor.engine.build.export import Image
    from tutor.engine.build.session import Session
    from tutor.vfs.tree import Tree

EMPTY_CONFIG = b"{}"
ARTIFACT = "application/vnd.docker.attestation.manifest.v1+json"
_PREDICATE = "https://slsa.dev/provenance/v0.2"


def attestation(session: Session, image: Image, ref: str, bases: Bases, tree: Tree) -> tuple[Manifest, list[Blob]]:
    """Return the attestation manifest of an image with those files, and the statements that it holds."""
    predicates: list[tuple[str, dict[str, Any]]] = []
    if session.request.sbom:
        predicates.append((sbom.PREDICATE, sbom.document(tree, session.now)))
    if session.request.provenance:
        predicates.append((_PREDICATE, _provenance(session, ref, bases)))
    empty = Descriptor.of(OCI_EMPTY, EMPTY_CONFIG)
    config = Descriptor(empty.media_type, empty.digest, empty.size, data=EMPTY_CONFIG)
    layers, statements = [], []
    for kind, predicate in predicates:
        statement = Blob.of(encode(_statement(session, image, kind, predicate)))
        about = (("in-toto.io/predicate-type", kind),)
        layers.append(Descriptor(IN_TOTO, statement.digest, statement.size, annotations=about))
        statements.append(statement)
    subject = image.descriptor.bare()
    return Manifest.build(config, tuple(layers), artifact_type=ARTIFACT, subject=subject), statements


def _statement(session: Session, image: Image, kind: str, predicate: dict[str, Any]) -> dict[str, Any]:
    digest = image.descriptor.digest.partition(":")[2]
    tags = session.request.tags
    names = [_package(name, image) for name in tags] or [f"pkg:docker/unknown?platform={_platform(image)}"]
    return {
        "_type": "https://in-toto.io/Statement/v0.1",
        "predicateType": kind,
        "subject": [{"name": name, "digest": {"sha256": digest}} for name in names],
        "predicate": predicate,
    }


def _provenance(session: Session, ref: str, bases: Bases) -> dict[str, Any]:
    request = session.request
    parameters: dict[str, Any] = {"frontend": "dockerfile.v0"}
    arguments = {f"build-arg:{name}": value for name, value in request.arguments if value is not None}
    arguments.update({f"label:{name}": value for name, value in request.labels})
    if request.target:
        arguments["target"] = request.target
    if arguments:
        parameters["args"] = {name: arguments[name] for name in sorted(arguments)}
    parameters["locals"] = [{"name": "context"}, {"name": "dockerfile"}]
    return {
        "builder": {"id": ""},
        "buildType": "https://mobyproject.org/buildkit@v1",
        "materials": materials(bases),
        "invocation": {
            "configSource": {"entryPoint": request.dockerfile_name},
            "parameters": parameters,
            "environment": {"platform": "linux/amd64"},
        },
        "metadata": {
            "buildInvocationID": ref,
            "buildStartedOn": clock(session.world.now),
            "buildFinishedOn": clock(session.now),
            "completeness": {"parameters": True, "environment": True, "materials": False},
            "reproducible": False,
        },
    }


def materials(bases: Bases) -> list[dict[str, Any]]:
    """Return the images that a build stood on, as package URLs with digests."""
    found = []
    for base in bases.found.values():
        name, _, tag = base.reference.partition("@")[0].rpartition(":")
        short = name.removeprefix("docker.io/library/").removeprefix("docker.io/")
        platform = str(base.platform).replace("/", "%2F")
        uri = f"pkg:docker/{short}@{tag}?platform={platform}"
        found.append({"uri": uri, "digest": {"sha256": base.target.digest.partition(":")[2]}})
    return sorted(found, key=lambda row: str(row["uri"]))


def _platform(image: Image) -> str:
    return str(image.platform).replace("/", "%2F")


def _package(text: str, image: Image) -> str:
    from tutor.oci.reference import Reference

    reference = Reference.parse(text).with_default_tag()
    return f"pkg:docker/{reference.repository}@{reference.tag}?platform={_platform(image)}"
