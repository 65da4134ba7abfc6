"""Drills about building: names, stages, the context, arguments, secrets, nothing below."""

from __future__ import annotations

from random import Random

from tutor.session.drills.exercise import BASES, Exercise, app, built, kind, version


@kind("build", 48, 51)
def build(pick: Random) -> Exercise:
    """Build what a Dockerfile says, under a name."""
    name, base, word = f"{app(pick)}:{version(pick)}", pick.choice(BASES), pick.choice(("tea", "rain", "salt"))
    return Exercise(
        "From a Dockerfile", f"Build the Dockerfile of this folder, and name the image `{name}`.", f"docker pull -q {base}",
        ((f"{name} prints {word}", f'test "$(docker run --rm {name})" = {word}'),),
        (f"docker build -t {name} .", "docker build .", f"docker image tag {base} {name}", f"docker build -t {name.partition(':')[0]} ."),
        "docker build -t NAME:TAG, and a dot for the folder.",
        files=(("Dockerfile", f'FROM {base}\nRUN echo {word} > /word\nCMD ["cat", "/word"]\n'),),
    )  # fmt: skip


@kind("stage", 51, 56)
def stage(pick: Random) -> Exercise:
    """Build one stage of several."""
    name, wanted = f"{app(pick)}:test", pick.choice(("test", "docs"))
    text = "FROM alpine:3.20 AS base\nRUN echo app > /app\nFROM base AS test\nRUN echo tested > /kind\nFROM base AS docs\n" \
           "RUN echo written > /kind\nFROM base\nRUN echo released > /kind\n"  # fmt: skip
    kind_of = {"test": "tested", "docs": "written"}[wanted]
    return Exercise(
        "One stage of several", f"Build the stage `{wanted}` of the Dockerfile, as `{name}`.", "docker pull -q alpine:3.20",
        ((f"{name} is the stage {wanted}", f'test "$(docker run --rm {name} cat /kind)" = {kind_of}'),),
        (f"docker build -t {name} .", f"docker build --target {wanted} -t {name} .", f"docker build -t {name} --target base .",
         f"docker build --target {wanted} ."),
        "docker build has --target for it.", files=(("Dockerfile", text),),
    )  # fmt: skip


@kind("ignore", 50)
def ignore(pick: Random) -> Exercise:
    """Keep a file out of the context."""
    name, secret = f"{app(pick)}:1", pick.choice(("password.txt", "key.pem", "notes.md"))
    return Exercise(
        "Left out", f"The Dockerfile copies the whole folder. Build `{name}` without `{secret}` in it; the file itself stays in "
        "the folder, the Dockerfile as it is.",
        f"docker pull -q alpine:3.20\necho secret > {secret}\necho app > app.txt",
        ((f"{name} has app.txt and not {secret}", f"docker run --rm {name} sh -c 'test -e /src/app.txt && ! test -e /src/{secret}'"),
         (f"{secret} is still here", f"test -e {secret}"), ("the Dockerfile copies everything", "grep -q '^COPY . /src$' Dockerfile")),
        (f"echo {secret} > .dockerignore", f"docker build -t {name} .", f"rm {secret}"),
        "Patterns in .dockerignore keep files out of the context.",
        files=(("Dockerfile", "FROM alpine:3.20\nCOPY . /src\n"),),
    )  # fmt: skip


@kind("label", 30, 58)
def label(pick: Random) -> Exercise:
    """Give an image a label while it is built."""
    name, value = f"{app(pick)}:1", f"{pick.choice(('stage', 'owner', 'ticket'))}={pick.choice(('a', 'b', 'c'))}{pick.randint(1, 9)}"
    key, _, said = value.partition("=")
    return Exercise(
        "With a label", f"Build `{name}` from the Dockerfile, which stays as it is, with the label `{value}`.",
        "docker pull -q alpine:3.20",
        ((f"{name} has the label {value}", f"test \"$(docker image inspect -f '{{{{index .Config.Labels \"{key}\"}}}}' {name})\" = {said}"),
         ("the Dockerfile has no LABEL", "! grep -q LABEL Dockerfile")),
        (f"docker build --label {value} -t {name} .", f"docker build -t {name} .", f"docker build --build-arg {value} -t {name} .",
         f"docker build --label {key} -t {name} ."),
        "docker build has --label for it.", files=(("Dockerfile", "FROM alpine:3.20\nRUN echo x > /x\n"),),
    )  # fmt: skip


@kind("argument", 48, 60)
def argument(pick: Random) -> Exercise:
    """Set a build argument."""
    name, value = f"{app(pick)}:1", version(pick)
    return Exercise(
        "Told from outside", f"The Dockerfile writes the argument `RELEASE` into `/release`. Build `{name}` so that `{value}` "
        "stands there.", "docker pull -q alpine:3.20",
        ((f"/release of {name} is {value}", f'test "$(docker run --rm {name} cat /release)" = {value}'),),
        (f"docker build --build-arg RELEASE={value} -t {name} .", f"docker build -t {name} .",
         f"RELEASE={value} docker build -t {name} .", f"docker build --label RELEASE={value} -t {name} ."),
        "docker build --build-arg NAME=VALUE.",
        files=(("Dockerfile", "FROM alpine:3.20\nARG RELEASE=none\nRUN echo $RELEASE > /release\n"),),
    )  # fmt: skip


@kind("secret", 60)
def secret(pick: Random) -> Exercise:
    """Use a secret in a build that leaves no trace."""
    name, word = f"{app(pick)}:1", pick.choice(("sesame", "abracadabra", "alohomora"))
    text = "FROM alpine:3.20\nRUN --mount=type=secret,id=token wc -c < /run/secrets/token > /length\n"
    return Exercise(
        "Used, not kept", f"One step of the Dockerfile needs the secret `token`. Build `{name}` with the file `token.txt` as that "
        "secret.", f"docker pull -q alpine:3.20\nprintf {word} > token.txt",
        ((f"the step of {name} saw the secret", f'test "$(docker run --rm {name} cat /length)" = {len(word)}'),),
        (f"docker build --secret id=token,src=token.txt -t {name} .", f"docker build -t {name} .",
         f"docker build --build-arg token={word} -t {name} .", f"docker build --secret id=other,src=token.txt -t {name} ."),
        "docker build --secret id=…,src=FILE.", files=(("Dockerfile", text), (".dockerignore", "token.txt\n")),
    )  # fmt: skip


@kind("scratch", 10, 23, 24)
def scratch(pick: Random) -> Exercise:
    """Nothing but one program."""
    name = f"{app(pick)}:tiny"
    return Exercise(
        "Nothing below", f"Three Dockerfiles make images that hold the file `/hello`. Build as `{name}` the one that holds nothing "
        "else.", "docker pull -q alpine:3.20\ndocker pull -q busybox:1.36\necho hello > hello",
        ((f"{name} is made of /hello alone", f"docker create --name look {name} x && test \"$(docker export look | tar -t | "
          "grep -c -v -E '^(dev|etc|proc|sys|.dockerenv)')\" = 1"),),
        (*(f"docker build -f Dockerfile.{each} -t {name} ." for each in ("a", "b", "c")), f"docker build -t {name} ."),
        "Read their first lines: what does FROM scratch begin with?",
        files=tuple(zip(("Dockerfile.a", "Dockerfile.b", "Dockerfile.c"), pick.sample(
            [f"FROM {base}\nCOPY hello /\n" for base in ("alpine:3.20", "busybox:1.36", "scratch")], 3), strict=True)),
    )  # fmt: skip


@kind("order", 52, 53)
def order(pick: Random) -> Exercise:
    """Which order of steps keeps the cache."""
    name = f"{app(pick)}:2"
    good = "FROM alpine:3.20\nCOPY needs.txt /\nRUN cat /needs.txt > /installed\nCOPY . /src\n"
    bad = "FROM alpine:3.20\nCOPY . /src\nRUN cat /src/needs.txt > /installed\n"
    texts = pick.sample([good, bad], 2)
    return Exercise(
        "What the cache keeps", "Both Dockerfiles were built when `app.txt` said one. Now it says two. Build the one whose "
        f"`RUN` step comes from the cache all the same, as `{name}`.",
        f"docker pull -q alpine:3.20\necho curl > needs.txt; echo one > app.txt\n"
        f"printf '{_escaped(texts[0])}' > Dockerfile.a; printf '{_escaped(texts[1])}' > Dockerfile.b\n"
        "docker build -q -f Dockerfile.a . ; docker build -q -f Dockerfile.b .\necho two > app.txt",
        ((f"{name} has the new app.txt", f'test "$(docker run --rm {name} cat /src/app.txt)" = two'),
         ("it installs before it copies everything",
          f"docker history --no-trunc --format '{{{{.CreatedBy}}}}' {name} | head -n 1 | grep -q 'COPY . /src'")),
        (f"docker build -f Dockerfile.a -t {name} .", f"docker build -f Dockerfile.b -t {name} .", "docker build -f Dockerfile.a .",
         f"docker build -t {name} ."),
        "A step whose files changed runs again, and all after it.",
        files=(("Dockerfile.a", texts[0]), ("Dockerfile.b", texts[1])),
    )  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace("\n", "\\n")


@kind("newer-base", 25)
def newer_base(pick: Random) -> Exercise:
    """Build again on a base that was repaired."""
    name, base = f"{app(pick)}:{version(pick)}", pick.choice(("python:3.12-slim", "node:22-slim", "nginx:1.27"))
    hub = base.partition(":")[0]
    return Exercise(
        "Repaired below", f"`{name}` was built from the Dockerfile of this folder. Since then `{base}` was repaired: at the hub the "
        f"tag names a newer image. Build `{name}` anew on that one.",
        f"hub-tags before {hub}\ndocker pull -q {base}\n{built(name, base, 'CMD sleep 60')}\nhub-tags now {hub}",
        ((f"{name} stands on the newest {base}", f"docker pull -q {base} && test \"$(docker image inspect -f '{{{{.RootFS.Layers}}}}' "
          f"{name})\" = \"$(docker image inspect -f '{{{{.RootFS.Layers}}}}' {base})\""),),
        (f"docker build -t {name} .", f"docker build --no-cache -t {name} .", f"docker build --pull -t {name} .",
         f"docker image tag {base} {name}"),
        "A build uses the base that is here. --pull asks the registry for a newer one.",
        files=(("Dockerfile", f'FROM {base}\nCMD sleep 60\n'),),
    )  # fmt: skip
