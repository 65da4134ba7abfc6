"""The commands of `docker buildx` that look after builders and the build cache."""

from __future__ import annotations

from collections.abc import Callable

from tutor.docker.commands.common import confirm
from tutor.docker.config_file import config_folder
from tutor.docker.errors import CommandError
from tutor.docker.format.tabwriter import align, align_with_tabs
from tutor.docker.format.units import ago, human_size, parse_bytes
from tutor.docker.invocation import Invocation, daemon_text
from tutor.engine.build.cache import cache_usage, prune_cache
from tutor.engine.errors import EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.build.record import CacheUsage
    from tutor.gotemplate import Struct

VERSION = "v0.36.1"
BUILDKIT = "v0.32.2"
_TABLE = "table {{.ID}}\t{{.Reclaimable}}\t{{.Size}}\t{{.LastUsedAt}}"
_PRETTY = (
    "ID:           {{.ID}}\n"
    "{{- if .Parents }}\nParents:\n{{- range .Parents }}\n - {{.}}\n{{- end }}\n{{- end }}\n"
    "Created at:   {{.CreatedAt}}\nMutable:      {{.Mutable}}\nReclaimable:  {{.Reclaimable}}\n"
    "Shared:       {{.Shared}}\nSize:         {{.Size}}\n"
    "{{- if .Description}}\nDescription:  {{ .Description }}\n{{- end }}\n"
    "Usage count:  {{.UsageCount}}\n"
    "{{- if .LastUsedAt}}\nLast used:    {{ .LastUsedAt }}\n{{- end }}\n"
    "{{- if .Type}}\nType:         {{ .Type }}\n{{- end }}\n"
)
TITLES = {
    "ID": "ID", "Parents": "PARENTS", "CreatedAt": "CREATED AT", "Mutable": "MUTABLE", "Reclaimable": "RECLAIMABLE",
    "Shared": "SHARED", "Size": "SIZE", "Description": "DESCRIPTION", "UsageCount": "USAGE COUNT",
    "LastUsedAt": "LAST ACCESSED", "Type": "TYPE",
}  # fmt: skip


def du(invocation: Invocation) -> int:
    """Show how full the build cache is."""
    from tutor.docker.format.table import render

    form = invocation.text("format")
    if form and invocation.on("verbose"):
        raise CommandError("ERROR: --format and --verbose cannot be used together")
    form = form or ("pretty" if invocation.on("verbose") else "table")
    records = _guarded(lambda: cache_usage(invocation.state, filters=invocation.filters))
    template = {"table": _TABLE, "pretty": _PRETTY}.get(form, form)
    rows = [_row(record, invocation.world.now, form.startswith("table")) for record in records]
    invocation.out(render(template, rows, TITLES))
    if form in ("table", "pretty") and not invocation.filters:
        invocation.out(_summary(records))
    return 0


def _guarded(work: Callable[[], tuple[CacheUsage, ...]]) -> tuple[CacheUsage, ...]:
    """Run a query; what the engine refuses is printed as buildx prints it."""
    try:
        return work()
    except EngineError as error:
        raise CommandError(f"ERROR: {error.message}") from None


def _row(record: CacheUsage, now: float, table: bool) -> Struct:
    from tutor.docker.format.table import row
    from tutor.docker.format.times import go_time

    fields: dict[str, Callable[[], object]] = {
        "ID": lambda: record.id + ("*" if table and record.mutable else ""),
        "Parents": lambda: list(record.parents),
        "CreatedAt": lambda: go_time(record.created),
        "Mutable": lambda: record.mutable,
        "Reclaimable": lambda: record.reclaimable,
        "Shared": lambda: record.shared,
        "Size": lambda: human_size(record.size) + ("*" if table and record.shared else ""),
        "Description": lambda: record.description,
        "UsageCount": lambda: record.uses,
        "LastUsedAt": lambda: ago(now - record.used) if record.used else "",
        "Type": lambda: record.kind,
    }
    return row("*commands.diskusageContext", fields)


def _summary(records: tuple[CacheUsage, ...]) -> str:
    total = sum(record.size for record in records)
    free = sum(record.size for record in records if record.reclaimable)
    shared = sum(record.size for record in records if record.shared)
    lines = []
    if shared:
        lines += [f"Shared:\t{human_size(shared)}", f"Private:\t{human_size(total - shared)}"]
    lines += [f"Reclaimable:\t{human_size(free)}", f"Total:\t{human_size(total)}"]
    return align_with_tabs("\n".join(lines) + "\n")


def prune(invocation: Invocation) -> int:
    """Remove the build cache that nothing needs, or all of it."""
    everything = invocation.on("all")
    which = "all build cache" if everything else "all dangling build cache"
    warning = f"WARNING! This will remove {which}. Are you sure you want to continue?"
    if not invocation.on("force") and not confirm(invocation, warning):
        return 0
    keep = max(parse_bytes(invocation.text(flag) or "0") for flag in ("reserved-space", "keep-storage"))
    try:
        outcome = prune_cache(invocation.state, invocation.world, all=everything, filters=invocation.filters, keep=keep)
    except EngineError as error:
        raise CommandError(f"ERROR: {error.message}") from None
    gone, freed = invocation.apply(outcome)
    now = invocation.world.now
    if invocation.on("verbose"):
        from tutor.docker.format.table import render

        invocation.out(render(_PRETTY, [_row(record, now, False) for record in gone], TITLES))
    else:
        lines = [_pruned(record, now) for record in gone]
        titles = "ID\tRECLAIMABLE\tSIZE\tLAST ACCESSED\n"
        # each row is aligned on its own, the first one together with the titles
        pieces = [titles + lines[0], *lines[1:]] if lines else []
        invocation.out("".join(align_with_tabs(piece) for piece in pieces))
    invocation.out(align_with_tabs(f"Total:\t{human_size(freed)}\n"))
    return 0


def _pruned(record: CacheUsage, now: float) -> str:
    name = record.id + ("*" if record.mutable else "")
    size = human_size(record.size) + ("*" if record.shared else "")
    used = ago(now - record.used) if record.used else ""
    return f"{name}\t{'true' if record.reclaimable else 'false'}\t{size}\t{used}\n"


def version(invocation: Invocation) -> int:
    """Show the version of buildx."""
    invocation.line(f"github.com/docker/buildx {VERSION} {'0' * 40}")
    return 0


_PLATFORMS = "linux/amd64 (+4)"
_BUILDERS = {
    "Name": "NAME/NODE", "DriverEndpoint": "DRIVER/ENDPOINT", "Status": "STATUS", "Buildkit": "BUILDKIT",
    "Platforms": "PLATFORMS", "LastActivity": "LAST ACTIVITY", "Error": "ERROR",
}  # fmt: skip


def ls(invocation: Invocation) -> int:
    """List the builders, each with its nodes below it: there is one of one node."""
    form = invocation.text("format")
    if form != "table":
        from tutor.docker.format.table import render

        rows = [_builder("default", "docker"), _builder("default", "default", "running", BUILDKIT, _PLATFORMS)]
        invocation.out(render(form, rows, _BUILDERS))
        return 0
    lines = (
        "NAME/NODE\tDRIVER/ENDPOINT\tSTATUS\tBUILDKIT\tPLATFORMS\n"
        "default*\tdocker\t\t\t\n"
        f" \\_ default\t \\_ default\trunning\t{BUILDKIT}\t{_PLATFORMS}\n"
    )
    invocation.out(align(lines))
    return 0


def _builder(name: str, endpoint: str, status: str = "", version: str = "", platforms: str = "") -> Struct:
    from tutor.docker.format.table import row

    return row(
        "*commands.lsContext",
        {
            "Name": lambda: name,
            "DriverEndpoint": lambda: endpoint,
            "LastActivity": lambda: "",
            "Status": lambda: status,
            "Buildkit": lambda: version,
            "Platforms": lambda: platforms,
            "Error": lambda: "",
        },
    )


def inspect(invocation: Invocation) -> int:
    """Show the builder."""
    name = invocation.arguments[0] if invocation.arguments else "default"
    if name != "default":
        raise CommandError(f'ERROR: no builder "{name}" found')
    used = ago(0)
    lines = [
        "Name:\tdefault", "Driver:\tdocker", f"Last Activity:\t{used}", "", "Nodes:", "Name:\tdefault",
        "Endpoint:\tdefault", "Status:\trunning", f"BuildKit version:\t{BUILDKIT}",
        "Platforms:\tlinux/amd64, linux/arm64",
    ]  # fmt: skip
    invocation.out(align("\n".join(lines) + "\n", minimum=0, padding=1))
    return 0


def use(invocation: Invocation) -> int:
    """Select the builder that there is."""
    name = invocation.arguments[0]
    if name != "default":
        path = f"{config_folder(invocation.process)}/buildx/instances/{name}"
        raise CommandError(f'ERROR: failed to find instance "{name}": open {path}: no such file or directory')
    return 0


def rm(invocation: Invocation) -> int:
    """Remove builders: the only one belongs to its context."""
    faults = []
    for name in invocation.arguments or ("",):
        reason = f'no builder "{name}" found'
        if name in ("", "default"):
            reason = "context builder cannot be removed, run `docker context rm default` to remove this context"
        faults.append(f"failed to remove {name}: {reason}\n")
    raise CommandError("".join(faults) + "ERROR: failed to remove one or more builders")


def stop(invocation: Invocation) -> int:
    """Stop a builder: the only one is a part of the engine, and goes on."""
    for name in invocation.arguments:
        if name != "default":
            raise CommandError(f'ERROR: no builder "{name}" found')
    return 0


def absent(invocation: Invocation) -> int:
    """Say what a sandbox with one builder does not have."""
    raise CommandError(f"ERROR: {invocation.path}: not simulated here")


create = dial_stdio = bake = dap_build = absent
policy_eval = policy_test = absent
history_inspect_attachment = history_export = history_import = history_logs = history_ls = absent
history_open = history_rm = history_trace = absent


def imagetools_create(invocation: Invocation) -> int:
    """Make an image in a registry out of others there."""
    from tutor.docker.commands.imagetools_create import create as create_remote

    try:
        return create_remote(invocation)
    except EngineError as error:
        raise CommandError(f"ERROR: {error.message}") from None
    except CommandError as error:
        raise CommandError(f"ERROR: {error.message}") from None


def imagetools_inspect(invocation: Invocation) -> int:
    """Show an image as a registry holds it."""
    from tutor.docker.commands.imagetools import inspect as inspect_remote

    try:
        return inspect_remote(invocation)
    except EngineError as error:
        raise CommandError(f"ERROR: {daemon_text(error)}") from None
