"""The groups that work with a cluster: Docker hides them from its help where the engine is not part of one."""

from __future__ import annotations

from tutor.docker.declarations.compact import commands
from tutor.docker.spec import Command

_HERE = "tutor.docker.commands.swarm:"
_REFUSED = _HERE + "refused"
_LOOK = _HERE + "inspect"
_LIST = "filter:filter:f format:string quiet::q"
_TASKS = "filter:filter:f format:string no-resolve no-trunc quiet::q"
_SHARED = (
    "cap-add:list cap-drop:list credential-spec:credential-spec detach::d endpoint-mode:string entrypoint:command "
    "health-cmd:string health-interval:duration health-retries:int health-start-interval:duration "
    "health-start-period:duration health-timeout:duration hostname:string init isolation:string limit-cpu:decimal "
    "limit-memory:bytes limit-pids:int log-driver:string log-opt:list max-concurrent:uint memory-swap:bytes "
    "memory-swappiness:int no-healthcheck no-resolve-image oom-score-adj:int quiet::q read-only replicas:uint "
    "replicas-max-per-node:uint reserve-cpu:decimal reserve-memory:bytes restart-condition:string "
    "restart-delay:duration restart-max-attempts:uint restart-window:duration rollback-delay:duration "
    "rollback-failure-action:string rollback-max-failure-ratio:float rollback-monitor:duration rollback-order:string "
    "rollback-parallelism:uint stop-grace-period:duration stop-signal:string tty::t update-delay:duration "
    "update-failure-action:string update-max-failure-ratio:float update-monitor:duration update-order:string "
    "update-parallelism:uint user:string:u with-registry-auth workdir:string:w"
)
_CREATE = (
    "config:config constraint:list container-label:list dns:list dns-option:list dns-search:list env:list:e "
    "env-file:list generic-resource:list group:list host:list label:list:l mode:string mount:mount "
    "name:string network:network "
    "placement-pref:pref publish:port:p secret:secret sysctl:list ulimit:ulimit"
)
_UPDATE = (
    "args:command config-add:config config-rm:list constraint-add:list constraint-rm:list container-label-add:list "
    "container-label-rm:list dns-add:list dns-option-add:list dns-option-rm:list dns-rm:list dns-search-add:list "
    "dns-search-rm:list env-add:list env-rm:list force generic-resource-add:list generic-resource-rm:list "
    "group-add:list group-rm:list host-add:list host-rm:list image:string label-add:list label-rm:list mount-add:mount "
    "mount-rm:list network-add:network network-rm:list placement-pref-add:pref placement-pref-rm:pref "
    "publish-add:port publish-rm:port rollback secret-add:secret secret-rm:list sysctl-add:list sysctl-rm:list "
    "ulimit-add:ulimit ulimit-rm:list"
)
_SWARM = (
    "advertise-addr:string autolock availability:string cert-expiry:duration data-path-addr:string "
    "data-path-port:uint32 default-addr-pool:ipNetSlice default-addr-pool-mask-length:uint32 "
    "dispatcher-heartbeat:duration "
    "external-ca:external-ca force-new-cluster listen-addr:node-addr max-snapshots:uint snapshot-interval:uint "
    "task-history-limit:int"
)


def _group(name: str, short: str, *children: str) -> Command:
    return Command(name, short, children=children)


COMMANDS = (
    _group("swarm", "Work with a cluster of engines", "init", "join"),
    *commands("swarm", (
        ("ca [OPTIONS]", "Show the cluster's root certificate", "ca-cert:pem-file ca-key:pem-file cert-expiry:duration "
         "detach::d external-ca:external-ca quiet::q rotate", _REFUSED, ""),
        ("init [OPTIONS]", "Make a cluster", _SWARM, _HERE + "init", ""),
        ("join [OPTIONS] HOST:PORT", "Join a cluster", "advertise-addr:string availability:string "
         "data-path-addr:string listen-addr:node-addr token:string", _HERE + "init", ""),
        ("join-token [OPTIONS] (worker|manager)", "Show what lets others join", "quiet::q rotate", _REFUSED, ""),
        ("leave [OPTIONS]", "Leave the cluster", "force::f", _HERE + "leave", ""),
        ("unlock", "Unlock the cluster", "", _HERE + "unlock", ""),
        ("unlock-key [OPTIONS]", "Show the key that unlocks a manager", "quiet::q rotate", _HERE + "unlock_key", ""),
        ("update [OPTIONS]", "Change the cluster", "autolock cert-expiry:duration dispatcher-heartbeat:duration "
         "external-ca:external-ca max-snapshots:uint snapshot-interval:uint task-history-limit:int",
         _HERE + "update", ""),
    )),
    _group("node", "Work with the machines of a cluster", "demote", "inspect", "ls", "promote", "ps", "rm", "update"),
    *commands("node", (
        ("demote NODE [NODE...]", "Make managers workers", "", _REFUSED, ""),
        ("inspect [OPTIONS] self|NODE [NODE...]", "Show all facts about machines", "format:string:f pretty", _LOOK, ""),
        ("ls [OPTIONS]", "List the machines", _LIST, _REFUSED, "list"),
        ("promote NODE [NODE...]", "Make workers managers", "", _REFUSED, ""),
        ("ps [OPTIONS] [NODE...]", "List what runs on machines", _TASKS, _REFUSED, ""),
        ("rm [OPTIONS] NODE [NODE...]", "Take machines out of the cluster", "force::f", _REFUSED, "remove"),
        ("update [OPTIONS] NODE", "Change a machine's role or labels",
         "availability:string label-add:list label-rm:list role:string", _REFUSED, ""),
    )),
    _group("service", "Work with services of a cluster", "create", "inspect", "logs", "ls", "ps", "rm", "rollback",
           "scale", "update"),
    *commands("service", (
        ("create [OPTIONS] IMAGE [COMMAND] [ARG...]", "Make a service", f"{_SHARED} {_CREATE}", _REFUSED, ""),
        ("inspect [OPTIONS] SERVICE [SERVICE...]", "Show all facts about services", "format:string:f pretty",
         _LOOK, ""),
        ("logs [OPTIONS] SERVICE|TASK", "Show what a service printed", "details follow::f no-resolve no-task-ids "
         "no-trunc raw since:string tail:string:n timestamps::t", _REFUSED, ""),
        ("ls [OPTIONS]", "List services", _LIST, _REFUSED, "list"),
        ("ps [OPTIONS] SERVICE [SERVICE...]", "List the tasks of services", _TASKS, _REFUSED, ""),
        ("rm SERVICE [SERVICE...]", "Remove services", "", _REFUSED, "remove"),
        ("rollback [OPTIONS] SERVICE", "Take a service's last change back", "detach::d quiet::q", _REFUSED, ""),
        ("scale SERVICE=REPLICAS [SERVICE=REPLICAS...]", "Change how many tasks services have", "detach::d",
         _HERE + "scale", ""),
        ("update [OPTIONS] SERVICE", "Change a service", f"{_SHARED} {_UPDATE}", _REFUSED, ""),
    )),
    _group("secret", "Work with secrets of a cluster", "create", "inspect", "ls", "rm"),
    *commands("secret", (
        ("create [OPTIONS] SECRET [file|-]", "Make a secret", "driver:string:d label:list:l template-driver:string",
         _REFUSED, ""),
        ("inspect [OPTIONS] SECRET [SECRET...]", "Show all facts about secrets", "format:string:f pretty", _LOOK, ""),
        ("ls [OPTIONS]", "List secrets", _LIST, _REFUSED, "list"),
        ("rm SECRET [SECRET...]", "Remove secrets", "", _REFUSED, "remove"),
    )),
    _group("config", "Work with configurations of a cluster", "create", "inspect", "ls", "rm"),
    *commands("config", (
        ("create [OPTIONS] CONFIG file|-", "Make a configuration", "label:list:l template-driver:string", _REFUSED, ""),
        ("inspect [OPTIONS] CONFIG [CONFIG...]", "Show all facts about configurations", "format:string:f pretty",
         _LOOK, ""),
        ("ls [OPTIONS]", "List configurations", _LIST, _REFUSED, "list"),
        ("rm CONFIG [CONFIG...]", "Remove configurations", "", _REFUSED, "remove"),
    )),
    _group("stack", "Work with stacks of services", "config", "deploy", "ls", "ps", "rm", "services"),
    *commands("stack", (
        ("config [OPTIONS]", "Print a stack's files as one", "compose-file:strings:c skip-interpolation",
         _HERE + "compose", ""),
        ("deploy [OPTIONS] STACK", "Make or change a stack", "compose-file:strings:c detach::d prune quiet::q "
         "resolve-image:string with-registry-auth", _HERE + "deploy", "up"),
        ("ls [OPTIONS]", "List stacks", "format:string", _REFUSED, "list"),
        ("ps [OPTIONS] STACK", "List the tasks of a stack", _TASKS, _REFUSED, ""),
        ("rm [OPTIONS] STACK [STACK...]", "Remove stacks", "detach::d", _REFUSED, "remove down"),
        ("services [OPTIONS] STACK", "List the services of a stack", _LIST, _REFUSED, ""),
    )),
)  # fmt: skip
