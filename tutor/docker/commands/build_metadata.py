"""The file that `docker build --metadata-file` writes: facts about the result and how it came about."""

from __future__ import annotations

from typing import Any

from tutor.docker.invocation import Invocation
from tutor.engine.build.request import BuildResult
from tutor.oci.gojson import encode

_PREFIX = "build-arg:"


def metadata(invocation: Invocation, result: BuildResult) -> bytes:
    """Return the JSON document, indented by two blanks."""
    platform = next(iter(invocation.many("platform")), "linux/amd64")
    frontend: dict[str, Any] = {"frontend": "dockerfile.v0"}
    arguments = {
        _PREFIX + text.partition("=")[0]: text.partition("=")[2] for text in sorted(invocation.many("build-arg"))
    }
    if arguments:
        frontend["args"] = arguments
    frontend["locals"] = [{"name": "context"}, {"name": "dockerfile"}]
    document: dict[str, Any] = {
        "buildx.build.provenance": {
            "builder": {"id": ""},
            "buildType": "https://mobyproject.org/buildkit@v1",
            "materials": _materials(result),
            "invocation": {
                "configSource": {"entryPoint": "Dockerfile"},
                "parameters": {**frontend, "compatibilityVersion": 20, "dockerfileVersion": "1.21.0"},
                "environment": {"platform": platform},
            },
        },
        "buildx.build.ref": f"default/default/{result.ref}",
    }
    if result.config and result.descriptor is not None and result.descriptor.digest == result.manifest:
        document["containerimage.config.digest"] = result.config
    if result.descriptor is not None:
        document["containerimage.descriptor"] = {
            "mediaType": result.descriptor.media_type,
            "digest": result.descriptor.digest,
            "size": result.descriptor.size,
        }
        document["containerimage.digest"] = result.image
    if result.names:
        document["image.name"] = ",".join(result.names)
    return encode(document, 2)


def _materials(result: BuildResult) -> list[dict[str, Any]]:
    """Return the base images that went in, as package URLs."""
    found = []
    for vertex in result.vertices:
        if vertex.kind != "source" or "@" not in vertex.name:
            continue
        reference, _, digest = vertex.name.rpartition(" ")[2].partition("@")
        name, _, tag = reference.removeprefix("docker.io/library/").removeprefix("docker.io/").rpartition(":")
        algorithm, _, value = digest.partition(":")
        uri = f"pkg:docker/{name}@{tag}?platform=linux%2Famd64"
        found.append({"uri": uri, "digest": {algorithm: value}})
    return found
