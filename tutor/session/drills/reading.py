"""Drills that ask: the answer is on the screen, once one knows which command prints it."""

from __future__ import annotations

from random import Random

from tutor.session.drills.exercise import BASES, Exercise, app, apps, built, kind

_LOOK = "Look, then answer: `answer` and what you found."


@kind("layers", 4, 32, 33)
def layers(pick: Random) -> Exercise:
    """Count the layers of an image."""
    name = f"{app(pick)}:1"
    lines = [f"RUN echo {number} > /f{number}" if pick.random() < 0.6 else f"ENV A{number}=x" for number in range(pick.randint(3, 5))]
    return Exercise(
        "How many layers", f"`{name}` was built from a Dockerfile of {len(lines) + 1} lines. {_LOOK}",
        built(name, pick.choice(BASES), *lines),
        ask=f"How many layers has {name}?", script="docker image inspect -f '{{len .RootFS.Layers}}' " + name,
        why="docker image inspect lists them under RootFS; lines that change no files make none.",
        hint="docker image inspect has a part RootFS.",
    )  # fmt: skip


@kind("zero-bytes", 8, 34)
def zero_bytes(pick: Random) -> Exercise:
    """Count the steps that added nothing."""
    name = f"{app(pick)}:1"
    lines = ["RUN echo x > /x", *(f"ENV A{number}=x" for number in range(pick.randint(1, 4))), 'CMD ["cat", "/x"]']
    return Exercise(
        "Steps that weigh nothing", f"`{name}` stands on `alpine:3.20`. {_LOOK}", built(name, "alpine:3.20", *lines),
        ask=f"How many lines of the history of {name} added 0B?",
        script="docker image history --format '{{.Size}}' " + name + " | grep -c '^0B$'",
        why="Settings are part of the image's config, not of a layer.", hint="docker image history has a column SIZE.",
    )  # fmt: skip


@kind("missing", 9, 34)
def missing(pick: Random) -> Exercise:
    """Read <missing>."""
    base = pick.choice(("redis:7-alpine", "busybox:1.36", "alpine:3.20"))
    return Exercise(
        "Missing, and nothing wrong", f"The history of `{base}` shows `<missing>`. {_LOOK}", f"docker pull -q {base}",
        ask=f"In how many lines of the history of {base} does <missing> stand?",
        script=f"docker image history {base} | grep -c '<missing>'",
        why="It says only that this step has no image ID of its own here.", hint="docker image history, and count.",
    )  # fmt: skip


@kind("shared", 6, 39)
def shared(pick: Random) -> Exercise:
    """Which layers two images share."""
    one, two = (f"{name}:1" for name in apps(pick, 2))
    common = [f"RUN echo {number} > /c{number}" for number in range(pick.randint(0, 3))]
    return Exercise(
        "Stored once", f"`{one}` and `{two}` begin alike. {_LOOK}",
        f"{built(one, 'alpine:3.20', *common, 'RUN echo one > /one')}\n{built(two, 'alpine:3.20', *common, 'RUN echo two > /two')}",
        ask=f"How many layers do {one} and {two} share?",
        script="docker image inspect -f '{{range .RootFS.Layers}}{{println .}}{{end}}' " + f"{one} {two} | grep sha256 | sort | uniq -d | wc -l",
        why="Layers with one digest are stored once, whoever stands on them.",
        hint="Compare their RootFS.Layers, or look at the stack.",
    )  # fmt: skip


@kind("count", 29, 30, 31)
def count(pick: Random) -> Exercise:
    """Count images by a filter."""
    name = app(pick)
    tags = pick.sample(("1.0", "1.1", "1.2", "2.0", "2.1", "dev"), pick.randint(3, 6))
    chosen = pick.choice(("1.*", "2.*"))
    lines = [built(f"{name}:{tag}", "alpine:3.20", f"RUN echo {tag} > /tag") for tag in tags]
    return Exercise(
        "How many of them", f"`{name}` has several tags. {_LOOK}", "\n".join([*lines, "docker pull -q busybox:1.36"]),
        ask=f"How many tags of {name} begin with {chosen[0]}?",
        script=f"docker images -f reference='{name}:{chosen}' --format '{{{{.Tag}}}}' | wc -l",
        why="docker images takes -f reference=PATTERN.", hint="docker images, with -f reference='…'.",
    )  # fmt: skip


@kind("platforms", 11, 28)
def platforms(pick: Random) -> Exercise:
    """Read an index."""
    base = pick.choice(("alpine:3.20", "busybox:1.36", "redis:7-alpine", "python:3.12-slim"))
    return Exercise(
        "One name, several images", f"What `{base}` names at the hub is an index. {_LOOK}", "true",
        ask=f"For how many platforms does {base} exist?",
        script=f"docker buildx imagetools inspect {base} --format '{{{{range .Manifest.Manifests}}}}{{{{println .Platform.OS}}}}{{{{end}}}}' "
               "| grep -c -v -E '^(unknown)?$'",
        why="An index lists one manifest a platform.", hint="docker buildx imagetools inspect, or docker manifest inspect.",
    )  # fmt: skip


@kind("which-image", 7, 16)
def which_image(pick: Random) -> Exercise:
    """Which name belongs to an ID."""
    names = [f"{name}:1" for name in apps(pick, 3)]
    lines = [built(name, "alpine:3.20", f"RUN echo {name} > /name") for name in names]
    twin = pick.choice(names)
    return Exercise(
        "The same image", f"One of `{names[0]}`, `{names[1]}` and `{names[2]}` is also called `mystery:1`. {_LOOK}",
        "\n".join([*lines, f"docker tag {twin} mystery:1"]), ask="Which one is also called mystery:1?", script=f"echo {twin}",
        why="Names of one image have one ID.", hint="docker images shows IDs; equal IDs are one image.",
    )  # fmt: skip


@kind("smallest", 1, 10, 23)
def smallest(pick: Random) -> Exercise:
    """Which base takes least."""
    bases = pick.sample(("alpine:3.20", "busybox:1.36", "debian:12-slim", "ubuntu:24.04", "python:3.12-alpine"), 3)
    return Exercise(
        "The smallest base", f"Three bases are here: {', '.join(f'`{base}`' for base in bases)}. {_LOOK}",
        "\n".join(f"docker pull -q {base}" for base in bases), ask="Which of the three takes the least space?",
        script="docker inspect -f '{{.Size}} {{index .RepoTags 0}}' " + " ".join(bases) + " | sort -n | head -n 1 | cut -d' ' -f2",
        why="What an image does not have needs no fixing either.", hint="docker images has a column for it.",
    )  # fmt: skip


@kind("official", 22, 26)
def official(pick: Random) -> Exercise:
    """Find the official image."""
    word = pick.choice(("redis", "nginx", "postgres", "alpine", "node"))
    return Exercise(
        "Who publishes it", f"Several images at the hub have to do with {word}. {_LOOK}", "true",
        ask=f"Which name does the official image of a search for {word} have?",
        script=f"docker search --filter is-official=true --format '{{{{.Name}}}}' {word} | head -n 1",
        why="Official images are looked after by Docker with the project itself.", hint="docker search has a column OFFICIAL.",
    )  # fmt: skip


@kind("leak", 34, 60)
def leak(pick: Random) -> Exercise:
    """Find a secret in a history."""
    names, word = [f"{name}:1" for name in apps(pick, 2)], pick.choice(("hunter2", "letmein", "qwerty12"))
    bad = pick.randrange(2)
    lines = [built(name, "alpine:3.20", f"ENV PASSWORD={word}" if at == bad else "ENV MODE=live", "RUN echo x > /x")
             for at, name in enumerate(names)]  # fmt: skip
    return Exercise(
        "Told to everyone", f"Whoever has `{names[0]}` or `{names[1]}` can read their history. {_LOOK}", "\n".join(lines),
        ask="Which password stands in one of them?", script=f"echo {word}",
        why="ENV and ARG stay in the config and in the history, for everyone who pulls.", hint="docker image history, or inspect.",
    )  # fmt: skip


@kind("user", 32, 59)
def user(pick: Random) -> Exercise:
    """As whom does it run."""
    name, who = f"{app(pick)}:1", pick.choice(("nobody", "guest", "1000", "daemon"))
    return Exercise(
        "As whom", f"Somebody built `{name}`. {_LOOK}", built(name, "alpine:3.20", f"USER {who}"),
        ask=f"As which user do containers of {name} run?", script="docker image inspect -f '{{.Config.User}}' " + name,
        why="Who is not root can break less.", hint="docker image inspect has it under Config.",
    )  # fmt: skip


@kind("rule", 48, 61)
def rule(pick: Random) -> Exercise:
    """What a build check says."""
    text = pick.choice((
        "FROM alpine:3.20\nRUN echo x > /x\nCMD cat /x\n", "from alpine:3.20\nRUN echo x > /x\nCMD [\"cat\", \"/x\"]\n",
        "FROM alpine:3.20\nMAINTAINER somebody\nCMD [\"true\"]\n", "FROM alpine:3.20\nENV A 1\nCMD [\"true\"]\n",
    ))  # fmt: skip
    return Exercise(
        "What the check says", f"Something about the Dockerfile could be better. {_LOOK}", "docker pull -q alpine:3.20",
        ask="Which rule does docker build --check name?",
        script="docker build --check . 2>&1 | grep -o -m 1 -E '^WARNING: [A-Za-z]+' | cut -d' ' -f2",
        why="docker build --check reads a Dockerfile without building it.", hint="docker build --check .",
        files=(("Dockerfile", text),),
    )  # fmt: skip


@kind("what-changed", 5, 43)
def what_changed(pick: Random) -> Exercise:
    """Read a container's changes."""
    count, base = pick.randint(1, 4), pick.choice(BASES)
    script = "; ".join(f"echo {number} > /made{number}" for number in range(count))
    return Exercise(
        "On top", f"The container `work`, of `{base}`, wrote files into its own layer. {_LOOK}",
        f"docker pull -q {base}\ndocker run --name work {base} sh -c '{script}; rm -r /home'",
        ask="How many files did work add?", script="docker diff work | grep -c '^A'",
        why="A is added, C is changed, D is deleted; the image below stays as it is.", hint="docker diff CONTAINER.",
    )  # fmt: skip


@kind("deleted-later", 54, 55)
def deleted_later(pick: Random) -> Exercise:
    """What a later step cannot take away."""
    one, two = (f"{name}:1" for name in apps(pick, 2))
    makes = pick.sample([
        ("RUN head -c 3000000 /dev/zero > /big", "RUN rm /big"), ("RUN head -c 3000000 /dev/zero > /big && rm /big",),
    ], 2)  # fmt: skip
    return Exercise(
        "Deleted too late", f"Neither `{one}` nor `{two}` has the file `/big` any more. {_LOOK}",
        f"{built(one, 'alpine:3.20', *makes[0])}\n{built(two, 'alpine:3.20', *makes[1])}",
        ask="Which of the two stores /big all the same?",
        script="docker inspect -f '{{.Size}} {{index .RepoTags 0}}' " + f"{one} {two} | sort -n | tail -n 1 | cut -d' ' -f2",
        why="Each step keeps what it wrote; only the step that wrote it can take it away.",
        hint="Compare their sizes, or their histories.",
    )  # fmt: skip


@kind("signed", 63)
def signed(pick: Random) -> Exercise:
    """Who signed it."""
    names = [f"localhost:5000/{name}:1" for name in apps(pick, 2)]
    good = pick.choice(names)
    lines = [f"{built(name, 'alpine:3.20', f'RUN echo {name} > /n')}\ndocker push -q {name}" for name in names]
    return Exercise(
        "Signed, or only there", f"One of `{names[0]}` and `{names[1]}` is signed with the key of the team (`team.pub`). {_LOOK}",
        "\n".join([*lines, "sign key team", f"sign image {good} team.key", "rm team.key"]),
        ask="Which of the two is signed?", script=f"echo {good}",
        why="A signature is of a digest; who has the public key needs to believe nobody.", hint="sign check IMAGE team.pub",
    )  # fmt: skip


@kind("on-disk", 39, 65)
def on_disk(pick: Random) -> Exercise:
    """What can be freed."""
    names = [f"{name}:1" for name in apps(pick, pick.randint(2, 4))]
    used = names[: pick.randint(1, len(names) - 1)]
    lines = [built(name, "alpine:3.20", f"RUN echo {name} > /n") for name in names]
    return Exercise(
        "In use, and not", f"Images and containers take space. {_LOOK}",
        "\n".join([*lines, *(f"docker create {name} true" for name in used)]),
        ask="How many of the images are in use (ACTIVE)?", script="docker system df --format '{{.Active}}' | head -n 1",
        why="docker system df counts images as active that some container is made of.", hint="docker system df",
    )  # fmt: skip
