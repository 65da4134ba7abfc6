"""Real clients and servers of the registry protocol, and ours as a process: for tests that need tools of the system."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


def tool(*command: str, env: dict[str, str] | None = None, fails: bool = False) -> str:
    """Run one of the system's tools (skip where it is not there); what it printed."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=120, env={**os.environ, **(env or {})}
    )
    assert (done.returncode != 0) == fails, done.stderr
    return done.stderr if fails else done.stdout


@contextmanager
def layerwise(*options: str, log: Path | None = None) -> Iterator[int]:
    """`layerwise registry serve` on a port of its own."""
    command = [sys.executable, "-m", "tutor", "registry", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        try:
            assert line.startswith("serving on "), line + process.stderr.read()
            yield int(line.split(",")[0].rpartition(":")[2])
        finally:
            process.terminate()
            _, rest = process.communicate(timeout=20)
            assert "Traceback" not in rest
            if log is not None:
                log.write_text(rest)
    assert process.returncode == 0


@contextmanager
def docker_registry(folder: Path) -> Iterator[int]:
    """Debian's docker-registry on a port of its own."""
    if shutil.which("docker-registry") is None:
        pytest.skip("there is no docker-registry here")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    config = folder / "config.yml"
    config.write_text(
        f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {folder}/data}}, "
        f"delete: {{enabled: true}}}}\nhttp: {{addr: '127.0.0.1:{port}', secret: x}}\n"
    )
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(["docker-registry", "serve", str(config)], stdout=nowhere, stderr=nowhere)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
