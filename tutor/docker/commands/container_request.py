"""From the flags of `docker run` and `docker create` to what the engine is asked for."""

from __future__ import annotations

from typing import Any

from tutor.docker.commands import container_checks as checks
from tutor.docker.commands.common import read_file
from tutor.docker.errors import CommandError
from tutor.docker.format.units import parse_bytes, parse_duration
from tutor.docker.gocsv import record
from tutor.docker.invocation import Invocation
from tutor.docker.run_values import is_long_network
from tutor.docker.values import parse_cpus, parse_int
from tutor.engine.containers.create import CreateRequest, MountRequest
from tutor.engine.containers.model import Healthcheck
from tutor.engine.containers.ports import parse_publish
from tutor.engine.errors import EngineError

_BYTES = (("memory", "Memory"), ("memory-reservation", "MemoryReservation"), ("shm-size", "ShmSize"))
_NUMBERS = (
    ("blkio-weight", "BlkioWeight"), ("cpu-period", "CpuPeriod"), ("cpu-quota", "CpuQuota"),
    ("cpu-rt-period", "CpuRealtimePeriod"), ("cpu-rt-runtime", "CpuRealtimeRuntime"), ("cpu-shares", "CpuShares"),
    ("oom-score-adj", "OomScoreAdj"),
)  # fmt: skip
_TEXTS = (
    ("cgroup-parent", "CgroupParent"), ("cgroupns", "CgroupnsMode"), ("cidfile", "ContainerIDFile"),
    ("cpuset-cpus", "CpusetCpus"), ("cpuset-mems", "CpusetMems"), ("ipc", "IpcMode"), ("isolation", "Isolation"),
    ("pid", "PidMode"), ("runtime", "Runtime"), ("userns", "UsernsMode"), ("uts", "UTSMode"),
    ("volume-driver", "VolumeDriver"),
)  # fmt: skip
_SWITCHES = (
    ("oom-kill-disable", "OomKillDisable"), ("privileged", "Privileged"), ("read-only", "ReadonlyRootfs"),
    ("rm", "AutoRemove"),
)  # fmt: skip
_LISTS = (
    ("cap-add", "CapAdd"), ("cap-drop", "CapDrop"), ("device", "Devices"), ("device-cgroup-rule", "DeviceCgroupRules"),
    ("gpus", "DeviceRequests"),
    ("dns", "Dns"), ("dns-search", "DnsSearch"), ("group-add", "GroupAdd"), ("link", "Links"),
    ("security-opt", "SecurityOpt"), ("ulimit", "Ulimits"),
)  # fmt: skip
_MAPS = (("annotation", "Annotations"), ("storage-opt", "StorageOpt"), ("sysctl", "Sysctls"))
_PREDEFINED = ("default", "bridge", "host", "none")
_HEALTH = ("health-interval", "health-timeout", "health-start-period", "health-start-interval")


def create_request(invocation: Invocation, *, detach: bool) -> CreateRequest:
    """Return what the flags ask for. Raises CommandError with Docker's words for flags that do not fit."""
    image, *command = invocation.arguments
    checks.check_flags(invocation)
    swappiness = invocation.number("memory-swappiness", -1)
    if swappiness != -1 and not 0 <= swappiness <= 100:
        raise CommandError(f"invalid value: {swappiness}. Valid memory swappiness range is 0-100")
    environment = read_pairs(invocation, "env-file", True) + _environment(invocation)
    labels = dict(_pair(text) for text in (*read_pairs(invocation, "label-file"), *invocation.many("label")))
    checks.check_modes(invocation)
    checks.check_security(invocation)
    interactive = invocation.on("interactive")
    attach = _attached(invocation, detach)
    entrypoint = (invocation.text("entrypoint"),) if invocation.text("entrypoint") else ()
    network, address, aliases = _network(invocation)
    more = _more_networks(invocation)
    return CreateRequest(
        image=image,
        command=tuple(command),
        name=invocation.text("name"),
        platform=invocation.text("platform"),
        entrypoint=entrypoint if invocation.given("entrypoint") else None,
        environment=environment,
        labels=tuple(sorted(labels.items())),
        user=invocation.text("user"),
        workdir=invocation.text("workdir"),
        hostname=invocation.text("hostname"),
        domainname=invocation.text("domainname"),
        tty=invocation.on("tty"),
        open_stdin=interactive,
        stdin_once=interactive and "stdin" in attach,
        attach=attach,
        volumes=tuple(_volume(text) for text in dict.fromkeys(invocation.many("volume"))),
        mounts=_mounts(invocation),
        tmpfs=invocation.many("tmpfs"),
        volumes_from=invocation.many("volumes-from"),
        network=network,
        address=address,
        address6=invocation.text("ip6"),
        aliases=aliases,
        more_networks=more,
        publish=_published(invocation),
        publish_all=invocation.on("publish-all"),
        expose=invocation.many("expose"),
        add_host=tuple(_host(text) for text in invocation.many("add-host")),
        healthcheck=_healthcheck(invocation),
        stop_signal=invocation.text("stop-signal"),
        stop_timeout=invocation.number("stop-timeout") if invocation.given("stop-timeout") else None,
        options=host_options(invocation),
        cwd=invocation.process.cwd,
    )


def _pair(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


def _attached(invocation: Invocation, detach: bool) -> tuple[str, ...]:
    """Return the streams that are attached."""
    if detach:
        return ()
    asked = tuple(text.lower() for text in invocation.many("attach"))
    streams = asked or ("stdout", "stderr")
    return ("stdin", *streams) if invocation.on("interactive") and "stdin" not in streams else streams


def _environment(invocation: Invocation) -> tuple[str, ...]:
    """Return the values of --env; a name alone takes its value from the shell's environment."""
    env = invocation.process.env
    return tuple(text if "=" in text or text not in env else f"{text}={env[text]}" for text in invocation.many("env"))


def read_pairs(invocation: Invocation, flag: str, from_environment: bool = False) -> tuple[str, ...]:
    """Return the lines NAME=value of the files that a flag names. Raises CommandError with Docker's text."""
    found: list[str] = []
    for path in invocation.many(flag):
        try:
            data = read_file(invocation, path)
        except CommandError as error:
            odd = f"invalid env file ({path}): " if error.message.startswith("read ") else ""
            raise CommandError(f"--{flag}: {odd}{error.message}") from None
        for line in data.decode("utf-8", "surrogateescape").removeprefix("\ufeff").split("\n"):
            text = line.removesuffix("\r").lstrip()
            if not text or text[0] == "#":
                continue
            key, equals, _ = text.partition("=")
            if not key:
                raise CommandError(f"--{flag}: invalid env file ({path}): no variable name on line '{text}'")
            if " " in key or "\t" in key:
                raise CommandError(f"--{flag}: invalid env file ({path}): variable '{key}' contains whitespaces")
            if equals:
                found.append(text)
            elif from_environment and key in invocation.process.env:
                found.append(f"{key}={invocation.process.env[key]}")
    return tuple(found)


def _volume(text: str) -> str:
    """Return the value of -v, checked as far as the command line does it."""
    if not text:
        raise CommandError("invalid empty volume spec")
    if len(text) > 2:
        parts = text.split(":")
        if any(not part for part in parts):
            raise CommandError(f"invalid spec: {text}: empty section between colons")
    return text


def _mounts(invocation: Invocation) -> tuple[MountRequest, ...]:
    if not invocation.many("mount"):
        return ()
    from tutor.docker.mounts import parse_mount

    specs = [parse_mount(text) for text in invocation.many("mount")]
    return tuple(MountRequest(spec.kind, spec.source, spec.target, spec.read_only, spec.options) for spec in specs)


def _published(invocation: Invocation) -> tuple[str, ...]:
    """Return the values of -p in their short form."""
    found = []
    for text in invocation.many("publish"):
        if "=" not in text:
            found.append(text)
            continue
        fields = {"protocol": "tcp", "published": "", "target": ""}
        for field in text.split(","):
            key, equals, value = field.partition("=")
            if not equals or not key:
                raise CommandError(f"invalid publish opts format (should be name=value but got '{field}')")
            fields[key] = value
        found.append(f"{fields['published']}:{fields['target']}/{fields['protocol']}")
    for text in found:
        try:
            parse_publish(text)
        except EngineError as error:
            raise CommandError(error.message) from None
    return tuple(found)


def _host(text: str) -> str:
    """Return the value of --add-host as "name:address"."""
    name, equals, address = text.partition("=")
    if not equals:
        name, _, address = text.partition(":")
    if len(address) > 2 and address[0] == "[" and address[-1] == "]":
        address = address[1:-1]
    return f"{name}:{address}"


def _more_networks(invocation: Invocation) -> tuple[tuple[str, str, tuple[str, ...] | None], ...]:
    """Return what is asked of the networks after the first. Raises CommandError where they do not go together."""
    texts = (*invocation.many("network"), *invocation.many("net"))
    rows = []
    for text in texts:
        given = [_pair(field.lower()) for field in record(text)] if is_long_network(text) else [("name", text)]
        aliases = tuple(value.strip() for key, value in given if key.strip() == "alias")
        rows.append((dict(given).get("name", ""), dict(given).get("ip", ""), aliases or None))
    names = [name for name, _, _ in rows]
    for at, name in enumerate(names):
        if name in names[:at]:
            raise CommandError(f'network "{name}" is specified multiple times')
    own = [name not in _PREDEFINED and not name.startswith("container:") for name in names]
    if any(own) and not all(own):
        raise CommandError("conflicting options: cannot attach both user-defined and non-user-defined network-modes")
    return tuple(rows[1:])


def _network(invocation: Invocation) -> tuple[str, str, tuple[str, ...]]:
    """Return the network to start in ("" for the default), the address and the aliases that are asked for there."""
    names = (*invocation.many("network"), *invocation.many("net"))
    aliases = invocation.many("network-alias") or invocation.many("net-alias")
    name, address = names[0] if names else "default", invocation.text("ip")
    if is_long_network(name):
        given = [_pair(field.lower()) for field in record(name)]
        name, own = dict(given).get("name", ""), dict(given).get("ip", "")
        named = tuple(value.strip() for key, value in given if key.strip() == "alias")
        for what, flag, clash in (
            ("--network-alias and per-network alias", aliases, named),
            ("--ip and per-network IPv4 address", address, own),
        ):
            if flag and clash:
                raise CommandError(f"conflicting options: cannot specify both {what}")
        aliases, address = aliases or named, address or own
    if not name.strip():
        raise CommandError("no name set for network")
    if aliases and name in _PREDEFINED:
        raise CommandError("network-scoped aliases are only supported for user-defined networks")
    return name if names else "", address, aliases


def _healthcheck(invocation: Invocation) -> Healthcheck | None:
    command = invocation.text("health-cmd")
    times = [parse_duration(invocation.text(flag) or "0s") for flag in _HEALTH]
    retries = invocation.number("health-retries")
    used = bool(command or retries or any(times))
    if invocation.on("no-healthcheck"):
        if used:
            raise CommandError("--no-healthcheck conflicts with --health-* options")
        return Healthcheck(("NONE",))
    if not used:
        return None
    for flag, value in (*zip(_HEALTH, times, strict=True), ("health-retries", retries)):
        if value < 0:
            raise CommandError(f"--{flag} cannot be negative")
    interval, timeout, start_period, start_interval = times
    test = ("CMD-SHELL", command) if command else ()
    return Healthcheck(test, interval, timeout, start_period, start_interval, retries)


def host_options(invocation: Invocation) -> tuple[tuple[str, Any], ...]:
    """HostConfig fields by their names in `docker inspect`, those that were given."""
    found: dict[str, Any] = {}
    for flag, field in _BYTES:
        if invocation.given(flag):
            found[field] = parse_bytes(invocation.text(flag))
    if invocation.given("memory-swap"):
        swap = invocation.text("memory-swap")
        found["MemorySwap"] = -1 if swap == "-1" else parse_bytes(swap)
    for flag, field in _NUMBERS:
        if invocation.given(flag):
            found[field] = parse_int(invocation.text(flag))
    if invocation.given("cpus"):
        found["NanoCpus"] = parse_cpus(invocation.text("cpus"))
    if invocation.given("pids-limit"):
        found["PidsLimit"] = invocation.number("pids-limit")
    if invocation.given("memory-swappiness"):
        found["MemorySwappiness"] = invocation.number("memory-swappiness")
    if invocation.given("init"):
        found["Init"] = invocation.on("init")
    found.update({field: invocation.text(flag) for flag, field in _TEXTS if invocation.text(flag)})
    found.update({field: True for flag, field in _SWITCHES if invocation.on(flag)})
    found.update({field: invocation.many(flag) for flag, field in _LISTS if invocation.many(flag)})
    for flag, field in _MAPS:
        if invocation.many(flag):
            found[field] = tuple(sorted(dict(_pair(text) for text in invocation.many(flag)).items()))
    if options := (*invocation.many("dns-option"), *invocation.many("dns-opt")):
        found["DnsOptions"] = options
    _restart(invocation, found)
    _logging(invocation, found)
    return tuple(found.items())


def _restart(invocation: Invocation, found: dict[str, Any]) -> None:
    if not invocation.given("restart"):
        return
    policy = restart_policy(invocation.text("restart"))
    if invocation.on("rm") and policy[0] not in ("no", ""):
        raise CommandError("conflicting options: cannot specify both --restart and --rm")
    found["RestartPolicy"] = policy


def restart_policy(text: str) -> tuple[str, int]:
    """Return the value of --restart as a name and a count. Raises CommandError."""
    name, colon, count = text.partition(":")
    if colon and not name:
        raise CommandError("invalid restart policy format: no policy provided before colon")
    try:
        return name, int(count or 0)
    except ValueError:
        raise CommandError("invalid restart policy format: maximum retry count must be an integer") from None


def _logging(invocation: Invocation, found: dict[str, Any]) -> None:
    driver, options = invocation.text("log-driver"), invocation.many("log-opt")
    if driver == "none" and options:
        raise CommandError("invalid logging opts for driver none")
    if driver or options:
        found["LogConfig"] = (driver, tuple(sorted(_pair(text) for text in options)))
