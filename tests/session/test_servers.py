"""The catalogue's servers start as their images start them, log, and answer on their ports."""

from __future__ import annotations

import pytest

from tests.support.sandbox import run, session

PASSWORD = "-e POSTGRES_PASSWORD=x"
SWITCHING = "error: failed switching to"
SERVERS = {
    "nginx:1.27": ("-p 8080:80", "curl -s localhost:8080", "Welcome to nginx!", "start worker processes"),
    "nginx:1.27-alpine": ("-p 8080:80", "curl -sI localhost:8080", "200 OK", "start worker processes"),
    "httpd": ("-p 8080:80", "curl -s localhost:8080", "It works!", "resuming normal operations"),
    "redis:7": ("", "docker exec box redis-cli ping", "PONG", "Ready to accept connections"),
    "redis:7-alpine": ("", "docker exec box redis-cli ping", "PONG", "Ready to accept connections"),
    "postgres:16": (PASSWORD, "docker exec box psql -U postgres -c 'select 1'", "(1 row)", "ready to accept"),
    "postgres:16-alpine": (PASSWORD, "docker exec box psql -U postgres -tc 'select 40 + 2'", "42", "ready to accept"),
}  # fmt: skip


@pytest.mark.parametrize("image", SERVERS)
def test_it_starts_logs_and_answers(image: str) -> None:
    flags, asked, answer, logged = SERVERS[image]
    learner = session()
    code, out = run(learner, f"docker pull -q {image} && docker run -d --name box {flags} {image}")
    assert code == 0, out
    run(learner, "sleep 3")
    code, out = run(learner, asked)
    assert (code, answer in out) == (0, True), out
    assert logged in run(learner, "docker logs box 2>&1")[1]
    code, out = run(learner, "docker stop box && docker inspect -f '{{.State.Status}} {{.State.ExitCode}}' box")
    assert (code, out) == (0, "box\nexited 0\n")


def test_a_database_without_a_password_says_so() -> None:
    learner = session()
    run(learner, "docker pull -q postgres:16")
    code, out = run(learner, "docker run --name box postgres:16")
    assert code == 1
    assert "POSTGRES_PASSWORD" in out


@pytest.mark.parametrize(
    ("line", "code", "text"),
    [
        ("gosu nobody id -un", 0, "nobody\n"),
        ("gosu 1234:5 id -u", 0, "1234\n"),
        ("gosu nobody:root id -gn", 0, "root\n"),
        ("gosu nosuch id", 1, f'{SWITCHING} "nosuch": unable to find user nosuch: no matching entries in passwd file\n'),  # noqa: E501
        ("gosu", 1, "Usage: gosu user-spec command [args]\n"),
        ("gosu redis gosu root id", 1, f'{SWITCHING} "root": operation not permitted\n'),
    ],
)  # fmt: skip
def test_gosu_runs_a_command_as_somebody_else(line: str, code: int, text: str) -> None:
    learner = session()
    run(learner, "docker pull -q redis:7")
    assert run(learner, f"docker run --rm --entrypoint '' redis:7 {line}") == (code, text)
