"""What each key of a service may hold, and its one long form: what `docker compose config` prints.

One table (`SERVICE`) has a function for each key of the specification that a sandbox does something with; those of
`IDLE` are taken as they are and do nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.merge import pairs

IDLE = frozenset((
    "annotations", "attach", "blkio_config", "cgroup", "cgroup_parent", "cpu_count", "cpu_percent",
    "cpu_period", "cpu_quota", "credential_spec", "develop", "device_cgroup_rules", "dns_opt", "dns_search",
    "external_links", "gpus", "isolation", "label_file", "links", "logging", "mac_address", "mem_reservation",
    "mem_swappiness", "memswap_limit", "models", "oom_kill_disable", "oom_score_adj", "pids_limit",
    "post_start", "pre_start", "pre_stop", "provider", "runtime", "stdin_open_after", "storage_opt",
    "use_api_socket", "userns_mode", "uts", "volumes_from", "extends",
))  # fmt: skip
_UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:us|ms|s|m|h))+")
_PORT = re.compile(
    r"(?:(?:(?P<ip>[0-9.]+|\[[0-9a-f:]+\]):)?(?P<host>[0-9-]*):)?(?P<inner>\d+(?:-\d+)?)(?:/(?P<kind>\w+))?"
)
_CONDITIONS = ("service_started", "service_healthy", "service_completed_successfully")


class Wrong(Exception):
    """A value that does not fit: what is said after the path of its key."""


def text(value: Any) -> str:
    """Return a single value as text."""
    if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
        raise Wrong("must be a string")
    return str(value)


def string(value: Any) -> str:
    """Return a text."""
    if not isinstance(value, str):
        raise Wrong("must be a string")
    return value


def truth(value: Any) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        raise Wrong("must be a boolean")
    return value


def number(value: Any) -> int:
    """Return a whole number."""
    if isinstance(value, bool) or not isinstance(value, (int, str)) or not re.fullmatch(r"-?\d+", str(value)):
        raise Wrong("must be a number")
    return int(value)


def words(value: Any) -> list[str] | None:
    """Return a command: a list, or a text that is split as a shell would."""
    if value is None or isinstance(value, list):
        return None if value is None else [text(each) for each in value]
    import shlex

    try:
        return shlex.split(string(value))
    except ValueError as error:
        raise Wrong(f"is no command: {str(error).lower()}") from None


def several(value: Any) -> list[str]:
    """Return a list of texts; one text alone is a list of it."""
    if isinstance(value, str):
        return [value]
    return strings(value)


def strings(value: Any) -> list[str]:
    """Return a list of texts, none twice."""
    if not isinstance(value, list):
        raise Wrong("must be a array")
    return list(dict.fromkeys(text(each) for each in value))


def mapping(value: Any) -> dict[str, str | None]:
    """Return names and values, from a mapping or a list of "NAME=value"."""
    if not isinstance(value, (dict, list)):
        raise Wrong("must be a mapping")
    found = {}
    for name, each in pairs(value).items():
        if isinstance(each, (dict, list)):
            raise Wrong(f"value of {name} must be a string")
        if each is not None:
            each = str(each).lower() if isinstance(each, bool) else str(each)
        found[name] = each
    return dict(sorted(found.items()))


def labels(value: Any) -> dict[str, str]:
    """Return labels; one without a value is empty."""
    return {name: each or "" for name, each in mapping(value).items()}


def seconds(value: str) -> float:
    """Return a duration ("1m30s") in seconds."""
    return sum(float(amount) * _UNITS[unit] for amount, unit in re.findall(r"(\d+(?:\.\d+)?)(us|ms|s|m|h)", value))


def duration(value: Any) -> str:
    """Return a duration as Go writes it."""
    given = text(value)
    if not _DURATION.fullmatch(given):
        raise Wrong(f'invalid duration "{given}"' if given else "must be a duration")
    total = seconds(given)
    hours, rest = divmod(total, 3600)
    minutes, rest = divmod(rest, 60)
    parts = [f"{int(hours)}h"] if hours else []
    parts += [f"{int(minutes)}m"] if hours or minutes else []
    return "".join([*parts, f"{rest:g}s"]) if total >= 1 or not total else f"{total * 1000:g}ms"


def ports(value: Any) -> list[dict[str, Any]]:
    """Return published ports in their long form, ranges taken apart."""
    if not isinstance(value, list):
        raise Wrong("must be a array")
    found: list[dict[str, Any]] = []
    for row in value:
        found += [_long_port(row)] if isinstance(row, dict) else _short_ports(text(row))
    return found


def _long_port(row: dict[str, Any]) -> dict[str, Any]:
    known = {"target", "published", "host_ip", "protocol", "mode", "name", "app_protocol"}
    unknown(row, known)
    if "target" not in row:
        raise Wrong("missing property 'target'")
    port: dict[str, Any] = {"mode": row.get("mode", "ingress")}
    if row.get("host_ip"):
        port["host_ip"] = text(row["host_ip"])
    port["target"] = number(row["target"])
    if row.get("published") is not None:
        port["published"] = text(row["published"])
    return {**port, "protocol": row.get("protocol", "tcp")}


def _short_ports(given: str) -> list[dict[str, Any]]:
    match = _PORT.fullmatch(given)
    if match is None:
        raise Wrong(f"invalid containerPort: {given}")
    inner, outer = _range(match["inner"]), _range(match["host"] or "")
    if outer and len(outer) != len(inner) and len(inner) > 1:
        raise Wrong(f"invalid ranges specified for container and host Ports: {match['inner']} and {match['host']}")
    rows = []
    for at, target in enumerate(inner):
        row: dict[str, Any] = {"mode": "ingress"}
        if match["ip"]:
            row["host_ip"] = match["ip"].strip("[]")
        row["target"] = target
        if outer:
            row["published"] = match["host"] if len(inner) == 1 else str(outer[at])
        rows.append({**row, "protocol": match["kind"] or "tcp"})
    return rows


def _range(given: str) -> list[int]:
    if not given:
        return []
    first, _, last = given.partition("-")
    low, high = int(first or 0), int(last or first or 0)
    if not 0 < low <= high <= 65535:
        raise Wrong(f"invalid port range: {given}")
    return list(range(low, high + 1))


def volumes(value: Any) -> list[dict[str, Any]]:
    """Return mounts in their long form; a source that begins with . or / or ~ is a path of the host."""
    if not isinstance(value, list):
        raise Wrong("must be a array")
    found = []
    for row in value:
        mount = _long_volume(row) if isinstance(row, dict) else _short_volume(text(row))
        found.append(mount)
    return found


def _long_volume(row: dict[str, Any]) -> dict[str, Any]:
    unknown(row, {"type", "source", "target", "read_only", "bind", "volume", "tmpfs", "consistency", "image"})
    kind = row.get("type")
    if kind not in ("volume", "bind", "tmpfs", "image"):
        raise Wrong("type must be one of volume, bind, tmpfs, image" if kind else "missing property 'type'")
    if "target" not in row:
        raise Wrong("missing property 'target'")
    mount: dict[str, Any] = {"type": kind}
    if row.get("source"):
        mount["source"] = text(row["source"])
    mount["target"] = text(row["target"])
    if row.get("read_only"):
        mount["read_only"] = truth(row["read_only"])
    own = row.get(kind)
    return {**mount, kind: own if isinstance(own, dict) else {}} if kind in ("bind", "volume", "tmpfs") else mount


def _short_volume(given: str) -> dict[str, Any]:
    source, target, mode = (*given.split(":"), "", "")[:3]
    if not target:
        return {"type": "volume", "target": source, "volume": {}}
    if given.count(":") > 2:
        raise Wrong(f"invalid volume specification: {given}")
    kind = "bind" if source[:1] in (".", "/", "~") else "volume"
    mount: dict[str, Any] = {"type": kind, "source": source, "target": target}
    if "ro" in mode.split(","):
        mount["read_only"] = True
    return {**mount, kind: {}}


def networks(value: Any) -> dict[str, dict[str, Any] | None]:
    """Return the networks of a service, with their settings."""
    if isinstance(value, list):
        return {text(name): None for name in value}
    if not isinstance(value, dict):
        raise Wrong("must be a mapping")
    found: dict[str, dict[str, Any] | None] = {}
    for name, row in value.items():
        if row is not None:
            if not isinstance(row, dict):
                raise Wrong(f"{name} must be a mapping")
            unknown(row, {"aliases", "ipv4_address", "ipv6_address", "link_local_ips", "priority", "gw_priority",
                          "driver_opts", "mac_address", "interface_name"})  # fmt: skip
            if "aliases" in row:
                row = {**row, "aliases": strings(row["aliases"])}
        found[str(name)] = row
    return found


def depends_on(value: Any) -> dict[str, dict[str, Any]]:
    """Return what a service waits for, and for what of it."""
    if isinstance(value, list):
        return {text(name): {"condition": "service_started", "required": True} for name in sorted(map(text, value))}
    if not isinstance(value, dict):
        raise Wrong("must be a array")
    found = {}
    for name, given in sorted(value.items()):
        row = given or {}
        unknown(row, {"condition", "required", "restart"})
        condition = row.get("condition", "service_started")
        if condition not in _CONDITIONS:
            raise Wrong(f"{name}.condition must be one of {', '.join(_CONDITIONS)}")
        one = {"condition": condition, "required": truth(row.get("required", True))}
        found[str(name)] = {**one, "restart": True} if row.get("restart") else one
    return found


def healthcheck(value: Any) -> dict[str, Any]:
    """Return how a service's health is asked for."""
    if not isinstance(value, dict):
        raise Wrong("must be a mapping")
    unknown(value, {"test", "interval", "timeout", "retries", "start_period", "start_interval", "disable"})
    found: dict[str, Any] = {}
    if value.get("disable"):
        found["disable"] = True
    if "test" in value:
        test = value["test"]
        found["test"] = ["CMD-SHELL", test] if isinstance(test, str) else [text(each) for each in strings_of(test)]
        if not found["test"] or found["test"][0] not in ("NONE", "CMD", "CMD-SHELL"):
            raise Wrong('when healthcheck.test is a list the first item must be "NONE", "CMD" or "CMD-SHELL"')
    for name in ("timeout", "interval", "start_period", "start_interval"):
        if name in value:
            found[name] = duration(value[name])
    if "retries" in value:
        found["retries"] = number(value["retries"])
    return found


def strings_of(value: Any) -> list[Any]:
    """Return a list as it is, repeats too."""
    if not isinstance(value, list):
        raise Wrong("must be a array")
    return value


def build(value: Any) -> dict[str, Any]:
    """Return how a service's image is built."""
    row = {"context": value} if isinstance(value, str) else value
    if not isinstance(row, dict):
        raise Wrong("must be a string")
    unknown(row, {"context", "dockerfile", "dockerfile_inline", "args", "target", "labels", "tags", "platforms", "pull",
                  "no_cache", "network", "extra_hosts", "cache_from", "cache_to", "secrets", "ssh", "shm_size",
                  "additional_contexts", "privileged", "isolation", "ulimits", "entitlements", "provenance", "sbom",
                  "no_cache_filter"})  # fmt: skip
    found: dict[str, Any] = {"context": text(row.get("context", "."))}
    if "dockerfile_inline" in row:
        found["dockerfile_inline"] = string(row["dockerfile_inline"])
    else:
        found["dockerfile"] = text(row.get("dockerfile", "Dockerfile"))
    shapes: dict[str, Callable[[Any], Any]] = {"args": mapping, "target": text, "labels": labels, "tags": strings,
              "platforms": strings, "pull": truth, "no_cache": truth, "network": text}  # fmt: skip
    return {**found, **{name: shape(row[name]) for name, shape in shapes.items() if name in row}}


def deploy(value: Any) -> dict[str, Any]:
    """Return how many of a service there are and what each may take; the rest is for clusters."""
    if not isinstance(value, dict):
        raise Wrong("must be a mapping")
    unknown(value, {"replicas", "resources", "mode", "labels", "restart_policy", "update_config", "rollback_config",
                    "placement", "endpoint_mode"})  # fmt: skip
    return {**value, "replicas": number(value["replicas"])} if "replicas" in value else dict(value)


def files(value: Any) -> list[dict[str, Any]]:
    """Return the secrets or configs of a service in their long form."""
    if not isinstance(value, list):
        raise Wrong("must be a array")
    found = []
    for row in value:
        given = {"source": text(row)} if not isinstance(row, dict) else row
        unknown(given, {"source", "target", "uid", "gid", "mode"})
        found.append(given)
    return found


def env_files(value: Any) -> list[dict[str, Any]]:
    """Return the files of variables of a service."""
    rows = value if isinstance(value, list) else [value]
    found = []
    for row in rows:
        given = row if isinstance(row, dict) else {"path": text(row)}
        unknown(given, {"path", "required", "format"})
        found.append({"path": text(given.get("path")), "required": truth(given.get("required", True))})
    return found


def ulimits(value: Any) -> dict[str, Any]:
    """Return bounds: a number, or soft and hard."""
    if not isinstance(value, dict):
        raise Wrong("must be a mapping")
    return {name: {key: number(each) for key, each in row.items()} if isinstance(row, dict) else number(row)
            for name, row in value.items()}  # fmt: skip


def hosts(value: Any) -> list[str]:
    """Return more names of hosts, as "NAME=ADDRESS"."""
    if isinstance(value, dict):
        return [f"{name}={address}" for name, address in value.items()]
    return [re.sub("[:=]", "=", text(row), count=1) for row in strings(value)]


def restart(value: Any) -> str:
    """Return when a container is started again."""
    if value is False:
        return "no"
    given = text(value)
    if not re.fullmatch(r"no|always|unless-stopped|on-failure(:\d+)?", given):
        raise Wrong(f'invalid restart policy: unknown policy "{given}"')
    return given


SERVICE: dict[str, Callable[[Any], Any]] = {
    "build": build, "cap_add": strings, "cap_drop": strings, "command": words, "configs": files,
    "container_name": string, "cpu_shares": number, "cpus": text, "cpuset": text, "depends_on": depends_on,
    "deploy": deploy,
    "devices": strings, "dns": several, "domainname": text, "entrypoint": words, "env_file": env_files,
    "environment": mapping, "expose": strings, "extra_hosts": hosts, "group_add": strings, "healthcheck": healthcheck,
    "hostname": text, "image": string, "init": truth, "ipc": text, "labels": labels, "mem_limit": text,
    "network_mode": string, "networks": networks, "pid": text, "platform": text, "ports": ports, "privileged": truth,
    "profiles": strings, "pull_policy": text, "read_only": truth, "restart": restart, "scale": number,
    "secrets": files, "security_opt": strings, "shm_size": text, "stdin_open": truth, "stop_grace_period": duration,
    "stop_signal": text, "sysctls": mapping, "tmpfs": several, "tty": truth, "ulimits": ulimits, "user": text,
    "volumes": volumes, "working_dir": text,
}  # fmt: skip


def unknown(row: Any, known: set[str]) -> None:
    """Refuse a mapping with other keys than these."""
    if not isinstance(row, dict):
        raise Wrong("must be a mapping")
    odd = sorted(str(key) for key in row if key not in known and not str(key).startswith("x-"))
    if odd:
        raise Wrong(f"additional properties {', '.join(f'{key!r}' for key in odd)} not allowed")


def service(name: str, row: Any, file: str) -> dict[str, Any]:
    """Return a service in its long form, its keys sorted. Raises ComposeError that names file and key."""
    path = f"services.{name}"
    try:
        unknown(row, {*SERVICE, *IDLE})
        found = {}
        for key, value in row.items():
            if key in SERVICE and (value is not None or key in ("command", "entrypoint")):
                path = f"services.{name}.{key}"
                found[key] = SERVICE[key](value)
    except Wrong as wrong:
        raise ComposeError(f"validating {file}: {path} {wrong}") from None
    return {"command": None, "entrypoint": None, **found}
