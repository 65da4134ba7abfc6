"""Random command lines as a learner would type them: what works, what fails, what only looks."""

from __future__ import annotations

from hypothesis import strategies as st

IMAGES = ("alpine:3.20", "busybox:1.36", "hello-world", "team/base:1", "app:dev", "localhost:5000/app:dev")
BOXES = ("box", "web")
SETUP = (
    "docker pull -q alpine:3.20; docker pull -q busybox:1.36; printf 'FROM alpine:3.20\\nCOPY . /app\\n' > Dockerfile"
)
"""A line to begin with, so that what follows has something to work on."""

images = st.sampled_from(IMAGES)
boxes = st.sampled_from(BOXES)
numbers = st.integers(0, 9)


def _filled(*templates: str) -> st.SearchStrategy[str]:
    """Lines from templates, in which {i} and {j} are images, {b} and {c} containers, {n} a digit."""
    return st.builds(
        lambda template, i, j, b, c, n: template.format(i=i, j=j, b=b, c=c, n=n),
        st.sampled_from(templates), images, images, boxes, boxes, numbers,
    )  # fmt: skip


looks = _filled(
    "ls -l", "docker image ls -a", "docker ps -a", "docker history {i}", "docker image inspect {i}", "docker diff {b}",
    "docker logs {b}", "cat f{n}", "false", "true", "nosuchcommand", "cd /nowhere", "docker nonsense", "docker run",
    "docker system df", "docker image ls | wc -l", "test -e f{n} && echo there",
)  # fmt: skip

shell_changes = _filled(
    "mkdir -p d{n}/e", "echo {n} > f{n}", "echo {n} >> f1", "rm -rf d{n} f{n}", "ln -s f{n} l{n}", "mv f{n} g{n}",
    "cd d{n} && touch x", "cd ..", "x={n}; export x", "go() {{ echo {n} > went; }}", "go", "umask 0{n}7", "sleep {n}",
    "for k in 1 2 3; do echo $k > k$k; done", "cp -r . /tmp/copy{n}", "echo $x$? $(ls | wc -l) > counted",
    "set -- a {n}", "chmod 64{n} f{n}; chmod 750 d{n}",
    "alias ll='ls -l {n}'", "{{ echo a; false; }} > f{n}", "unset x; x=${{y:-{n}}}",
)  # fmt: skip

docker_changes = _filled(
    "docker pull -q {i}", "docker image rm {i}", "docker rmi -f {i} {j}", "docker image tag {i} {j}",
    "docker tag {i} a:{n}",
    "docker image prune -f", "docker image prune -af", "docker system prune -f", "docker container prune -f",
    "docker run --name {b} {i} sh -c 'echo {n} > /f; rm -rf /root'", "docker run --rm {i} true",
    "docker run -d --name {b} {i} sleep 100", "docker run --name {b} -v vol:/data {i} touch /data/f{n}",
    "docker create --name {b} {i}", "docker start {b}", "docker stop {b}", "docker exec {b} sh -c 'date > /d{n}'",
    "docker commit {b} {i}", "docker commit -c 'ENV A={n}' {b}", "docker rm {b} {c}", "docker rm -fv {b}",
    "docker cp f{n} {b}:/tmp/", "docker rename {b} {c}", "docker volume create v{n}", "docker volume prune -af",
    "docker network create n{n}", "docker image save -o s.tar hello-world", "docker image load -i s.tar",
    "docker export -o e.tar {b}", "docker image import e.tar {i}", "docker pause {b}",
    "docker push -q localhost:5000/app:dev", "docker builder prune -af", "docker image rm $(docker image ls -q)",
)  # fmt: skip

builds = _filled(
    "docker build -q -t {j} .", "docker build -q --no-cache -t {j} . && docker run --rm {j} ls /app",
    "printf 'FROM {i}\\nRUN echo {n} > /f\\nENV N={n}\\n' | docker build -q -t {j} -",
    "printf 'FROM {i} AS a\\nRUN echo {n} > /f\\nFROM {j}\\nCOPY --from=a /f /\\n' > Dockerfile; docker build -t {i} .",
    "printf 'FROM {i}\\nRUN echo {n} > /f\\nRUN false\\n' | docker build -", "echo 'f*' > .dockerignore",
    "printf 'FROM {i}\\nLABEL n={n}\\nWORKDIR /w\\nCOPY f{n} .\\n' > Dockerfile",
)  # fmt: skip

commands = st.one_of(looks, shell_changes, docker_changes, builds)
"""One line, whatever it does."""

words = st.sampled_from(("undo", "redo", "reset", "undo 2", "redo 3", "undo 99", "undo; mkdir after", "mkdir x; redo"))
"""Lines that travel through the history."""

typed = st.one_of(
    commands,
    st.lists(commands, min_size=2, max_size=3).flatmap(
        lambda parts: st.sampled_from((" && ", " || ", "; ", " | ", " &\n")).map(lambda sign: sign.join(parts))
    ),
    commands.map(lambda line: f"echo $({line}) > out"),
    commands.map(lambda line: f"if {line}; then docker rm -f box; else docker pull -q alpine:3.19; fi"),
    commands.map(lambda line: f"while true; do {line}; done"),
    commands.map(lambda line: f"cat <<E | docker build -t x:1 -\nFROM alpine:3.20\nRUN echo `{line}`\nE"),
    st.sampled_from(
        ("docker run -it --name in alpine:3.20 sh", "docker run -it alpine:3.20", "undo; reset; next; lessons 2",
         "docker exec -it box sh", "exit", "exec sh -c 'docker rm -f box'", "eval 'docker rmi -f alpine:3.20'",
         "trap 'docker image prune -af' EXIT",
         "docker run --rm alpine:3.20 sh -c 'rm -rf /' > out.txt", ":(){ :|:& };:")
    ),
)  # fmt: skip
"""A line as it may stand under the cursor when it is whole."""
