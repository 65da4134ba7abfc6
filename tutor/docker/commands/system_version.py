"""`docker version`."""

from __future__ import annotations

from tutor.docker import release
from tutor.docker.errors import CommandError
from tutor.docker.format.tabwriter import align
from tutor.docker.invocation import Invocation
from tutor.docker.release import Release

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from tutor.gotemplate import Struct

KERNEL = "6.12.0-layerwise"


def version(invocation: Invocation) -> int:
    """Show the versions of the client and of the simulated engine."""
    known = release.of(invocation.process)
    form = invocation.text("format")
    if not form:
        client, _, server = _page(known, invocation.contexts.current).partition("\n\n")
        invocation.out(f"{client}\n")
        if invocation.machine:  # the client tells of itself even where no engine answers
            invocation.out(f"\n{server}")
        return 0
    from tutor.gotemplate import DOCKER, ExecError, ParseError, Template

    try:
        template = Template.parse("{{json .}}" if form == "json" else form, DOCKER, "version")
    except ParseError as error:
        raise CommandError(f"template parsing error: {error}", 64) from None
    try:
        invocation.line(template.render(_struct(_client(known), _server(known))))
    except ExecError as error:
        invocation.line(error.partial)
        raise CommandError(str(error)) from None
    return 0


def _built(known: Release) -> str:
    """Return when a release was built as the pages show it ("Thu Aug 20 10:38:49 2026")."""
    from time import gmtime, strftime

    from tutor.oci.timestamp import SECOND, parse_time

    return strftime("%a %b %e %H:%M:%S %Y", gmtime(parse_time(known.built) // SECOND))


def _client(known: Release) -> dict[str, Any]:
    return {
        "Version": known.version, "ApiVersion": known.api, "DefaultAPIVersion": known.api, "GitCommit": known.commit,
        "GoVersion": known.go, "Os": "linux", "Arch": "amd64", "BuildTime": _built(known), "Context": "default",
    }  # fmt: skip


def _server(known: Release) -> dict[str, Any]:
    engine = {
        "Name": "Engine",
        "Version": known.version,
        "Details": {
            "ApiVersion": known.api, "Arch": "amd64", "BuildTime": _built(known), "Experimental": "false",
            "GitCommit": known.commit, "GoVersion": known.go, "KernelVersion": KERNEL, "MinAPIVersion": known.least_api,
            "Os": "linux",
        },
    }  # fmt: skip
    return {
        "Platform": {"Name": "Layerwise, a simulated engine"},
        "Version": known.version, "ApiVersion": known.api, "MinAPIVersion": known.least_api, "Os": "linux",
        "Arch": "amd64", "GitCommit": known.commit, "GoVersion": known.go, "KernelVersion": KERNEL,
        "BuildTime": known.built, "Components": [engine],
    }  # fmt: skip


def _struct(client: Mapping[str, object], server: Mapping[str, object]) -> Struct:
    from tutor.gotemplate import Struct

    def named(name: str, data: Mapping[str, object]) -> Struct:
        # field names differ from JSON's: APIVersion is encoded as ApiVersion
        fields = {("APIVersion" if key == "ApiVersion" else key): value for key, value in data.items()}
        return Struct(name, fields, {"APIVersion": "ApiVersion"})

    return Struct(
        "system.versionInfo",
        {"Client": named("system.clientVersion", client), "Server": named("*system.serverVersion", server)},
    )


def _page(known: Release, context: str) -> str:
    built = _built(known)
    lines = [
        "Client:",
        f" Version:\t{known.version}",
        f" API version:\t{known.api}",
        f" Go version:\t{known.go}",
        f" Git commit:\t{known.commit}",
        f" Built:\t{built}",
        " OS/Arch:\tlinux/amd64",
        f" Context:\t{context}",
        "",
        "Server: Layerwise, a simulated engine",
        " Engine:",
        f"  Version:\t{known.version}",
        f"  API version:\t{known.api} (minimum version {known.least_api})",
        f"  Go version:\t{known.go}",
        f"  Git commit:\t{known.commit}",
        f"  Built:\t{built}",
        "  OS/Arch:\tlinux/amd64",
        "  Experimental:\tfalse",
    ]
    return align("\n".join(lines) + "\n", minimum=20, padding=1)
