"""`docker version`."""

from __future__ import annotations

from tutor.docker.errors import CommandError
from tutor.docker.format.tabwriter import align
from tutor.docker.invocation import Invocation
from tutor.docker.program import COMMIT, VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.gotemplate import Struct

API = "1.52"
GO = "go1.26.1"
KERNEL = "6.12.0-layerwise"
BUILT = "2026-08-20T10:38:49.000000000+00:00"
_BUILT = "Thu Aug 20 10:38:49 2026"
_CLIENT = {
    "Version": VERSION, "ApiVersion": API, "DefaultAPIVersion": API, "GitCommit": COMMIT, "GoVersion": GO,
    "Os": "linux", "Arch": "amd64", "BuildTime": _BUILT, "Context": "default",
}  # fmt: skip
_SERVER = {
    "Platform": {"Name": "Layerwise, a simulated engine"},
    "Version": VERSION, "ApiVersion": API, "MinAPIVersion": "1.44", "Os": "linux", "Arch": "amd64",
    "GitCommit": COMMIT, "GoVersion": GO, "KernelVersion": KERNEL, "BuildTime": BUILT,
}  # fmt: skip
_COMPONENTS = [
    {
        "Name": "Engine",
        "Version": VERSION,
        "Details": {
            "ApiVersion": API, "Arch": "amd64", "BuildTime": _BUILT, "Experimental": "false", "GitCommit": COMMIT,
            "GoVersion": GO, "KernelVersion": KERNEL, "MinAPIVersion": "1.44", "Os": "linux",
        },
    },
]  # fmt: skip


def version(invocation: Invocation) -> int:
    """Show the versions of the client and of the simulated engine."""
    form = invocation.text("format")
    if not form:
        invocation.out(_page())
        return 0
    from tutor.gotemplate import DOCKER, ExecError, ParseError, Template

    try:
        template = Template.parse("{{json .}}" if form == "json" else form, DOCKER, "version")
    except ParseError as error:
        raise CommandError(f"template parsing error: {error}", 64) from None
    server = {**_SERVER, "Components": _COMPONENTS}
    try:
        # field names differ from JSON's: APIVersion is encoded as ApiVersion
        invocation.line(template.render(_struct(_CLIENT, server)))
    except ExecError as error:
        invocation.line(error.partial)
        raise CommandError(str(error)) from None
    return 0


def _struct(client: Mapping[str, object], server: Mapping[str, object]) -> Struct:
    from tutor.gotemplate import Struct

    def named(name: str, data: Mapping[str, object]) -> Struct:
        fields = {("APIVersion" if key == "ApiVersion" else key): value for key, value in data.items()}
        return Struct(name, fields, {"APIVersion": "ApiVersion"})

    return Struct(
        "system.versionInfo",
        {"Client": named("system.clientVersion", client), "Server": named("*system.serverVersion", server)},
    )


def _page() -> str:
    lines = [
        "Client:",
        f" Version:\t{VERSION}",
        f" API version:\t{API}",
        f" Go version:\t{GO}",
        f" Git commit:\t{COMMIT}",
        f" Built:\t{_BUILT}",
        " OS/Arch:\tlinux/amd64",
        " Context:\tdefault",
        "",
        "Server: Layerwise, a simulated engine",
        " Engine:",
        f"  Version:\t{VERSION}",
        f"  API version:\t{API} (minimum version 1.44)",
        f"  Go version:\t{GO}",
        f"  Git commit:\t{COMMIT}",
        f"  Built:\t{_BUILT}",
        "  OS/Arch:\tlinux/amd64",
        "  Experimental:\tfalse",
    ]
    return align("\n".join(lines) + "\n", minimum=20, padding=1)
