"""`docker` itself."""

from __future__ import annotations

from tutor.docker.spec import Command, Flag

COMMANDS = (
    Command(
        "",
        "A simulated engine for containers",
        flags=(
            Flag("config", "string", help="Folder of the client's configuration files"),
            Flag(
                "context",
                "string",
                short="c",
                help='Name of the context that says which daemon to use (it wins over DOCKER_HOST and "docker '
                'context use")',
            ),
            Flag("debug", short="D", help="Print debug messages"),
            Flag("host", "string", short="H", help="Daemon socket to connect to"),
            Flag(
                "log-level",
                "string",
                short="l",
                help='Which messages to print ("debug", "info", "warn", "error", "fatal")',
                choices=("debug", "info", "warn", "error", "fatal"),
            ),
            Flag("tls", help="Use TLS; implied by --tlsverify"),
            Flag("tlscacert", "string", help="Trust certificates that this CA signed"),
            Flag("tlscert", "string", help="Path of the TLS certificate"),
            Flag("tlskey", "string", help="Path of the TLS key"),
            Flag("tlsverify", help="Use TLS and verify the other side"),
            Flag("version", short="v", help="Print the version and quit"),
        ),
        children=tuple(
            (
                "run exec ps build bake pull push images login logout search version info builder buildx "
                "container context image manifest network plugin system volume swarm attach commit cp create "
                "diff events export history import inspect kill load logs pause port rename restart rm rmi save "
                "start stats stop tag top unpause update wait"
            ).split()
        ),
    ),
)
