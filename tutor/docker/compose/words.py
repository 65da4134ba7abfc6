"""A service as words of `docker create`: whatever the file says, the command line says it too."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from tutor.docker.compose.errors import ComposeError
from tutor.docker.compose.keys import seconds
from tutor.docker.compose.project import Project

LABEL = "com.docker.compose."
VERSION = "5.5.0"
"""The release of Compose whose behaviour is followed."""


def hash_of(project: Project, service: str) -> str:
    """Return a digest of all that makes a service's containers what they are."""
    row = {key: value for key, value in project.services[service].items()
           if key not in ("build", "deploy", "depends_on", "profiles", "pull_policy", "scale")}  # fmt: skip
    return sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()


def labels(project: Project, service: str, number: int, *, once: bool = False) -> dict[str, str]:
    """Return the labels by which a container is known to belong to a service."""
    needs = project.services[service].get("depends_on", {})
    told = (f"{name}:{row['condition']}:{'true' if row.get('restart') else 'false'}" for name, row in needs.items())
    found = {
        **project.services[service].get("labels", {}),
        f"{LABEL}config-hash": hash_of(project, service),
        f"{LABEL}container-number": str(number),
        f"{LABEL}depends_on": ",".join(told),
        f"{LABEL}oneoff": "True" if once else "False",
        f"{LABEL}project": project.name,
        f"{LABEL}project.config_files": ",".join(project.files),
        f"{LABEL}project.working_dir": project.folder,
        f"{LABEL}service": service,
        f"{LABEL}version": VERSION,
    }
    if once:
        del found[f"{LABEL}container-number"]
    return found


def create(
    project: Project, service: str, name: str, marks: dict[str, str], *, ports: bool = True, aliases: bool = True,
    command: list[str] | None = None,
) -> list[str]:
    """Return the words behind `docker create` for a container of a service; its first network only.

    `command` takes the place of the service's. Raises ComposeError.
    """
    row = project.services[service]
    found = ["--name", name]
    for label, value in sorted(marks.items()):
        found += ["--label", f"{label}={value}"]
    for key, flag in _SINGLE.items():
        if row.get(key) not in (None, "", False):
            found += [flag] if row[key] is True else [f"{flag}={row[key]}"]
    for key, flag in _MANY.items():
        for value in row.get(key, ()):
            found.append(f"{flag}={value}")
    for variable, value in row.get("environment", {}).items():
        found += ["-e", variable if value is None else f"{variable}={value}"] if value is not None else []
    for key, value in row.get("sysctls", {}).items():
        found.append(f"--sysctl={key}={value}")
    for key, value in row.get("ulimits", {}).items():
        bounds = f"{value['soft']}:{value['hard']}" if isinstance(value, dict) else value
        found.append(f"--ulimit={key}={bounds}")
    if ports:
        for port in row.get("ports", ()):
            found += ["-p", _published(port)]
    found += _mounts(project, row)
    found += _health(row)
    found += _limits(row)
    found += _network(project, service, row, aliases)
    if "stop_grace_period" in row:
        found.append(f"--stop-timeout={int(seconds(row['stop_grace_period']))}")
    argv = command if command is not None else row["command"] or []
    entrypoint = row["entrypoint"]
    if entrypoint:
        found.append(f"--entrypoint={entrypoint[0]}")
        argv = [*entrypoint[1:], *argv]
    return [*found, project.image(service), *argv]


_SINGLE = {
    "user": "--user", "working_dir": "--workdir", "hostname": "--hostname", "domainname": "--domainname",
    "restart": "--restart", "tty": "--tty", "stdin_open": "--interactive", "init": "--init", "read_only": "--read-only",
    "privileged": "--privileged", "stop_signal": "--stop-signal", "platform": "--platform", "shm_size": "--shm-size",
    "mem_limit": "--memory", "cpus": "--cpus", "cpuset": "--cpuset-cpus", "cpu_shares": "--cpu-shares",
}  # fmt: skip
_MANY = {
    "cap_add": "--cap-add", "cap_drop": "--cap-drop", "dns": "--dns", "expose": "--expose", "group_add": "--group-add",
    "security_opt": "--security-opt", "tmpfs": "--tmpfs", "devices": "--device",
}  # fmt: skip


def _published(port: dict[str, Any]) -> str:
    host = f"{port['host_ip']}:" if "host_ip" in port else ""
    inner = f"{port['target']}/{port['protocol']}"
    return f"{host}{port.get('published', '')}:{inner}" if host or "published" in port else inner


def _mounts(project: Project, row: dict[str, Any]) -> list[str]:
    found = []
    for mount in row.get("volumes", ()):
        end = ":ro" if mount.get("read_only") else ""
        if mount["type"] == "tmpfs":
            found += ["--tmpfs", mount["target"]]
        elif mount["type"] == "image":
            found += ["--mount", f"type=image,source={mount.get('source', '')},target={mount['target']}"]
        elif mount.get("source"):
            volume = project.volumes.get(mount["source"]) if mount["type"] == "volume" else None
            source = volume["name"] if volume else mount["source"]
            found += ["-v", f"{source}:{mount['target']}{end}"]
        else:
            found += ["-v", mount["target"]]
    for what, folder in (("secrets", "/run/secrets/"), ("configs", "/")):
        for one in row.get(what, ()):
            given = getattr(project, what)[one["source"]]
            if "file" not in given:
                raise ComposeError(f"{what[:-1]} {one['source']}: a sandbox takes {what} from files only")
            target = one.get("target") or one["source"]
            found += ["-v", f"{given['file']}:{target if target.startswith('/') else folder + target}:ro"]
    for text in row.get("extra_hosts", ()):
        found.append(f"--add-host={text.replace('=', ':', 1)}")
    return found


def _health(row: dict[str, Any]) -> list[str]:
    check = row.get("healthcheck", {})
    if check.get("disable") or check.get("test", [""])[0] == "NONE":
        return ["--no-healthcheck"]
    found = []
    if "test" in check:
        kind, *test = check["test"]
        import shlex

        found.append(f"--health-cmd={test[0] if kind == 'CMD-SHELL' and test else shlex.join(test)}")
    for key, flag in (("interval", "interval"), ("timeout", "timeout"), ("start_period", "start-period"),
                      ("start_interval", "start-interval"), ("retries", "retries")):  # fmt: skip
        if key in check:
            found.append(f"--health-{flag}={check[key]}")
    return found


def _limits(row: dict[str, Any]) -> list[str]:
    limits = (row.get("deploy", {}).get("resources") or {}).get("limits") or {}
    found = [f"--cpus={limits['cpus']}"] if limits.get("cpus") and "cpus" not in row else []
    return found + ([f"--memory={limits['memory']}"] if limits.get("memory") and "mem_limit" not in row else [])


def _network(project: Project, service: str, row: dict[str, Any], aliases: bool) -> list[str]:
    mode = row.get("network_mode")
    if mode:
        return [f"--network={mode}"]
    name = next(iter(row.get("networks", {})), None)
    if name is None:
        return ["--network=none"]
    return ["--network", ",".join([f"name={project.networks[name]['name']}", *attachment(row, service, name, aliases)])]


def attachment(row: dict[str, Any], service: str, network: str, aliases: bool = True) -> list[str]:
    """Return how a container is attached to a network, as fields of --network."""
    given = row["networks"][network] or {}
    names = dict.fromkeys([service, *given.get("aliases", ())]) if aliases else {}
    address = given.get("ipv4_address")
    return [*(f"alias={name}" for name in names), *([f"ip={address}"] if address else [])]
