"""Drills about containers: changing one, keeping the change, getting files out, flattening, restarting."""

from __future__ import annotations

from random import Random

from tutor.session.drills.exercise import BASES, Exercise, app, built, kind, version


@kind("commit", 42, 43)
def commit(pick: Random) -> Exercise:
    """Make an image of a changed container."""
    base, name, file = pick.choice(BASES), f"{app(pick)}:{version(pick)}", pick.choice(("note", "plan", "list"))
    return Exercise(
        "The change as an image", f"In the container `work` somebody wrote the file `/{file}`. Make an image `{name}` of it.",
        f"docker pull -q {base}\ndocker run --name work {base} sh -c 'echo done > /{file}'",
        ((f"{name} has /{file}", f"docker run --rm {name} cat /{file}"),
         (f"{name} stands on {base}", f"test \"$(docker image inspect -f '{{{{index .RootFS.Layers 0}}}}' {name})\" = "
          f"\"$(docker image inspect -f '{{{{index .RootFS.Layers 0}}}}' {base})\"")),
        (f"docker commit work {name}", f"docker image tag {base} {name}", "docker commit work", "docker start work"),
        "docker commit CONTAINER NAME:TAG.",
    )  # fmt: skip


@kind("change-and-commit", 5, 42)
def change_and_commit(pick: Random) -> Exercise:
    """The interactive method from its start."""
    base, name, folder = pick.choice(BASES), f"{app(pick)}:{version(pick)}", pick.choice(("data", "cache", "inbox"))
    return Exercise(
        "Run, change, commit", f"Make an image `{name}` that is `{base}` with an empty folder `/{folder}`, without a Dockerfile. "
        "Call the container `work`.",
        f"docker pull -q {base}",
        ((f"{name} has the folder /{folder}", f"docker run --rm {name} test -d /{folder}"),
         ("the container work is there", "docker container inspect work")),
        (f"docker run --name work {base} mkdir /{folder}", f"docker commit work {name}", f"docker image tag {base} {name}",
         f"docker run --rm --name work {base} mkdir /{folder}"),
        "docker run --name work …, without --rm; then docker commit.",
    )  # fmt: skip


@kind("copy-out", 2, 43)
def copy_out(pick: Random) -> Exercise:
    """Get a file out of a stopped container."""
    base, file = pick.choice(BASES), pick.choice(("report.txt", "result.csv", "log.txt"))
    return Exercise(
        "Out of the box", f"The stopped container `job` wrote `/out/{file}`. Bring the file here, into the working folder.",
        f"docker pull -q {base}\ndocker run --name job {base} sh -c 'mkdir /out; echo {pick.randint(100, 999)} > /out/{file}'",
        ((f"{file} is here, as job wrote it", f'test "$(cat {file})" = "$(docker cp job:/out/{file} - | tar -xO)"'),),
        (f"docker cp job:/out/{file} .", f"docker exec job cat /out/{file} > {file}", f"docker cp {file} job:/out", "docker start job"),
        "docker cp CONTAINER:PATH . works on stopped containers too.",
    )  # fmt: skip


@kind("flatten", 41, 57)
def flatten(pick: Random) -> Exercise:
    """One layer out of many."""
    name = f"{app(pick)}:flat"
    files = pick.sample(("passwd", "group", "shadow", "network/if-up.d"), pick.randint(2, 3))
    lines = [f"COPY --from=busybox:1.36 /etc/{file} /f{number}" for number, file in enumerate(files)]
    return Exercise(
        "One layer out of many", f"The container `big` was made from an image of {len(files)} layers. Make an image `{name}` of "
        "its files that has one layer only. Let `files.tar` be the file on the way.",
        f"docker pull -q busybox:1.36\n{built('many:1', 'scratch', *lines)}\ndocker create --name big many:1 none",
        ((f"{name} has one layer", f"test \"$(docker image inspect -f '{{{{len .RootFS.Layers}}}}' {name})\" = 1"),
         (f"{name} has the files of big",
          f"docker create --name look {name} none && docker cp look:/f0 - && docker cp look:/f1 -")),
        ("docker export -o files.tar big", f"docker import files.tar {name}", f"docker commit big {name}",
         f"docker image tag many:1 {name}"),
        "docker export writes the files, docker import makes an image of them.",
    )  # fmt: skip


@kind("restart-policy", 47)
def restart_policy(pick: Random) -> Exercise:
    """Change how a container is started again."""
    policy = pick.choice(("always", "unless-stopped", "on-failure:3"))
    name, times = policy.partition(":")[::2]
    return Exercise(
        "Start again by itself", f"The container `service` runs. Let it have the restart policy `{policy}`, without making "
        "it anew.",
        "docker pull -q alpine:3.20\ndocker run -d --name service alpine:3.20 sleep 10000\n"
        "docker inspect -f '{{.Id}}' service > .id",
        ((f"the policy of service is {policy}", "test \"$(docker inspect -f '{{.HostConfig.RestartPolicy.Name}} "
          f"{{{{.HostConfig.RestartPolicy.MaximumRetryCount}}}}' service)\" = '{name} {times or 0}'"),
         ("it is the same container", "test \"$(docker inspect -f '{{.Id}}' service)\" = \"$(cat .id)\"")),
        (f"docker update --restart {policy} service", "docker restart service", "docker update --restart no service",
         f"docker run -d --restart {policy} alpine:3.20 sleep 10000"),
        "docker update changes a container that is there.",
    )  # fmt: skip


@kind("limits", 39, 47)
def limits(pick: Random) -> Exercise:
    """Bound a container's memory."""
    size = pick.choice((64, 128, 256))
    return Exercise(
        "No more than that", f"The container `service` runs without a bound. Let it have at most `{size}m` of memory (and as "
        "much with swap), without making it anew.",
        "docker pull -q alpine:3.20\ndocker run -d --name service alpine:3.20 sleep 10000",
        ((f"service has at most {size} MiB of memory",
          f"test \"$(docker inspect -f '{{{{.HostConfig.Memory}}}}' service)\" = {size * 1024 * 1024}"),
         ("it runs", "test \"$(docker inspect -f '{{.State.Running}}' service)\" = true")),
        (f"docker update --memory {size}m --memory-swap {size}m service", f"docker update --cpus {size} service",
         "docker restart service", "docker stop service"),
        "docker update --memory …m --memory-swap …m CONTAINER.",
    )  # fmt: skip


@kind("say-it", 49)
def say_it(pick: Random) -> Exercise:
    """What stands behind the image takes the place of CMD, not of ENTRYPOINT."""
    name, word = f"{app(pick)}:1", pick.choice(("moon", "river", "garden", "lantern"))
    return Exercise(
        "What the image starts", f"Whatever is started from `{name}` says hello. Run a container called `greeter` from it that "
        f"prints `hello {word}`.",
        f"printf 'FROM alpine:3.20\\nENTRYPOINT [\"echo\", \"hello\"]\\nCMD [\"you\"]\\n' | docker build -q -t {name} -",
        ((f"greeter printed hello {word}", f'test "$(docker logs greeter)" = "hello {word}"'),),
        (f"docker run --name greeter {name} {word}", f"docker run --name greeter {name} echo hello {word}",
         f"docker run --name greeter {name}", f"docker run --name greeter --entrypoint echo {name} {word}"),
        "The words behind the image replace CMD; ENTRYPOINT stays before them.",
    )  # fmt: skip


@kind("compose", 66)
def compose(pick: Random) -> Exercise:
    """Bring up what a file describes."""
    one, two = pick.sample(("store", "cache", "queue", "worker"), 2)
    text = f"services:\n  {one}:\n    image: redis:7-alpine\n  {two}:\n    image: alpine:3.20\n    command: sleep 1000\n" \
           f"    depends_on: [{one}]\n"  # fmt: skip
    return Exercise(
        "All of it at once", f"Start what `compose.yaml` describes, in the background, and then let there be two of `{two}`.",
        "docker pull -q redis:7-alpine\ndocker pull -q alpine:3.20",
        ((f"{one} runs", f"test \"$(docker compose ps --services --status running | grep -c '^{one}$')\" = 1"),
         (f"two containers of {two} run", f"test \"$(docker compose ps -q {two} | wc -l)\" = 2")),
        ("docker compose up -d", f"docker compose up -d --scale {two}=2", "docker compose create", "docker compose down"),
        "docker compose up takes --scale SERVICE=NUM.", files=(("compose.yaml", text),),
    )  # fmt: skip
