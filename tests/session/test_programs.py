"""Images of the catalogue and their programs, end to end: what a learner does with them."""

from __future__ import annotations

import pytest

from tests.support.sandbox import run, session
from tutor.session.session import Session

GO = """package main

import (
	"fmt"
	"log"
	"net/http"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "from scratch") })
	log.Fatal(http.ListenAndServe(":8080", nil))
}
"""
STAGES = """FROM golang:1.23 AS build
WORKDIR /src
COPY . .
RUN {} go build -o /app .
FROM scratch
COPY --from=build /app /app
CMD ["/app"]
"""


def sandbox(*images: str) -> Session:
    made = session()
    for image in images:
        assert run(made, f"docker pull -q {image}")[0] == 0
    return made


def written(here: Session, name: str, text: str) -> None:
    assert run(here, f"cat > {name} <<'EOF'\n{text}EOF\n")[0] == 0


def test_nginx_is_reached_through_a_published_port_and_ends_at_stop() -> None:
    here = sandbox("nginx")
    run(here, "docker run -d --name web -p 8080:80 nginx")
    code, page = run(here, "curl -s localhost:8080")
    assert (code, "Welcome to nginx!" in page) == (0, True)
    run(here, "docker exec web sh -c 'echo changed > /usr/share/nginx/html/index.html'")
    assert run(here, "curl -s localhost:8080") == (0, "changed\n")
    assert '"GET / HTTP/1.1" 200' in run(here, "docker logs web")[1]
    run(here, "docker stop web")
    assert run(here, "docker ps -a --format '{{.Status}}'")[1].startswith("Exited (0)")
    assert "signal 3 (SIGQUIT) received, shutting down" in run(here, "docker logs web 2>&1")[1]


@pytest.mark.parametrize(("switch", "runs"), [("", False), ("CGO_ENABLED=0", True)])
def test_a_go_program_runs_in_scratch_if_it_needs_no_loader(switch: str, runs: bool) -> None:
    here = sandbox("golang:1.23")
    written(here, "main.go", GO)
    written(here, "go.mod", "module example.com/app\n\ngo 1.23\n")
    written(here, "Dockerfile", STAGES.format(switch))
    assert run(here, "docker build -q -t app .")[0] == 0
    if not runs:
        assert run(here, "docker run --rm app") == (255, "exec /app: no such file or directory\n")
        return
    run(here, "docker run -d --name app -p 80:8080 app")
    assert run(here, "curl -s localhost") == (0, "from scratch\n")
    run(here, "docker stop app")
    assert run(here, "docker ps -a --format '{{.Status}}'")[1].startswith("Exited (2)")


def test_what_postgres_holds_outlives_its_container() -> None:
    here = sandbox("postgres:16")
    start = "docker run -d --name db -e POSTGRES_PASSWORD=pw -v data:/var/lib/postgresql/data postgres:16"
    run(here, start)
    psql = "docker exec db psql -U postgres -qtAc"
    assert run(here, f"{psql} \"create table t (v text); insert into t values ('kept')\"") == (0, "")
    run(here, "docker rm -f db")
    run(here, start)
    assert run(here, f"{psql} 'select * from t'") == (0, "kept\n")
    assert run(here, "docker run --rm postgres:16")[1].startswith("Error: Database is uninitialized")


def test_one_container_is_another_ones_client_by_name() -> None:
    here = sandbox("redis:7", "python:3.12-slim")
    run(here, "docker network create net; docker run -d --name cache --network net redis:7")
    assert run(here, "docker run --rm --network net redis:7 redis-cli -h cache incr hits") == (0, "1\n")
    server = "docker run -d --name files --network net -w /etc python:3.12-slim python -m http.server 8000"
    assert run(here, server)[0] == 0
    line = "from urllib.request import urlopen; print(urlopen('http://files:8000/hostname').read().decode().strip())"
    code, said = run(here, f'docker run --rm --network net python:3.12-slim python -c "{line}"')
    assert (code, len(said.strip())) == (0, 12)


def test_python_without_unbuffered_output_says_nothing_yet() -> None:
    here = sandbox("python:3.12-slim")
    line = "import time; print('up'); time.sleep(1000)"
    run(here, f'docker run -d --name held python:3.12-slim python -c "{line}"')
    run(here, f'docker run -d --name told -e PYTHONUNBUFFERED=1 python:3.12-slim python -c "{line}"')
    assert run(here, "docker logs held") == (0, "")
    assert run(here, "docker logs told") == (0, "up\n")


def test_a_python_program_is_run_again_from_its_start_with_the_same_result() -> None:
    from tutor.engine.containers import live

    here = sandbox("python:3.12-slim")
    source = (
        "import random, time, uuid\nfor i in range(9):\n"
        " print(i, random.random(), uuid.uuid4(), {'b', 'a'}, flush=True)\n time.sleep(10)\n"
    )
    written(here, "a.py", source)
    run(here, "docker create --name again -w / python:3.12-slim python a.py; docker cp a.py again:/a.py")
    run(here, "docker start again; sleep 15")
    before = run(here, "docker logs again")[1]
    live._held.clear()
    run(here, "sleep 10")
    assert run(here, "docker logs again")[1].startswith(before)
    assert before.count("\n") == 2


def test_a_registry_in_a_container_speaks_the_protocol() -> None:
    here = sandbox("registry:2")
    run(here, "docker run -d --name store -p 5001:5000 registry:2")
    assert run(here, "curl -s localhost:5001/v2/_catalog") == (0, '{"repositories":[]}\n')
    put = "curl -s -o /dev/null -w '%{http_code}' -X POST localhost:5001/v2/team/app/blobs/uploads/"
    assert run(here, put) == (0, "202")
    assert run(here, "curl -s -o /dev/null -w '%{http_code}' localhost:5001/v2/team/app/tags/list") == (0, "404")
    assert "listening on [::]:5000" in run(here, "docker logs store 2>&1")[1]
