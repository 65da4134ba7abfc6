"""Drills about names, removing, saving and loading."""

from __future__ import annotations

from random import Random

from tutor.session.drills.exercise import (
    BASES,
    Exercise,
    app,
    apps,
    built,
    gone,
    kind,
    same,
    there,
    version,
)


@kind("second-name", 12, 16)
def second_name(pick: Random) -> Exercise:
    """Give an image one more name."""
    base, name = pick.choice(BASES), f"{app(pick)}:{version(pick)}"
    bare = name.partition(":")[0]
    return Exercise(
        "One more name", f"Give the image `{base}` the name `{name}` as well.", f"docker pull -q {base}",
        ((f"{name} names the image that {base} names", same(name, base)),),
        (f"docker image tag {base} {bare}", f"docker image tag {base} {name}", f"docker image tag {base} {name}-rc",
         f"docker image rm {base}"),
        "The new name comes last: docker image tag IMAGE NAME:TAG.",
    )  # fmt: skip


@kind("move-name", 17, 18)
def move_name(pick: Random) -> Exercise:
    """Let a name mean a newer image."""
    name = app(pick)
    old, new = f"{name}:1.{pick.randint(0, 4)}", f"{name}:1.{pick.randint(5, 9)}"
    return Exercise(
        "A name that moves", f"`{name}:stable` still names the image `{old}`. Let it name `{new}`.",
        "\n".join([built(old, "alpine:3.20", "RUN echo old > /v"), built(new, "alpine:3.20", "RUN echo new > /v"),
                   f"docker tag {old} {name}:stable"]),
        ((f"{name}:stable names the image that {new} names", same(f"{name}:stable", new)),
         (f"{old} is still there", there(old))),
        (f"docker image tag {new} {name}:stable", f"docker image tag {name}:stable {new}", f"docker image rm {name}:stable",
         f"docker image tag {old} {name}:stable"),
        "A tag that exists moves when it is given again: docker image tag does it.",
    )  # fmt: skip


@kind("drop-name", 16, 35)
def drop_name(pick: Random) -> Exercise:
    """Take one of two names away."""
    base, other = pick.choice(BASES), f"{app(pick)}:{version(pick)}"
    return Exercise(
        "One name less", f"The image `{base}` is also called `{other}`. Take the name `{other}` away; the image stays.",
        f"docker pull -q {base}\ndocker tag {base} {other}",
        ((f"nothing is called {other}", gone(other)), (f"{base} is there", there(base))),
        (f"docker image rm {other}", f"docker image rm {base}", f"docker image rm -f {other} {base}", "docker image prune -f"),
        "docker image rm takes the name that you give it, and the image only with its last name.",
    )  # fmt: skip


@kind("all-names", 35, 36)
def all_names(pick: Random) -> Exercise:
    """Remove an image that has several names."""
    base = pick.choice(BASES)
    one, two = (f"{name}:{version(pick)}" for name in apps(pick, 2))
    return Exercise(
        "Gone with all its names", f"`{one}` and `{two}` are two names of one image. Remove the image; `{base}` stays.",
        "\n".join([built(one, base, "RUN echo x > /x"), f"docker pull -q {base}", f"docker tag {one} {two}"]),
        ((f"nothing is called {one}", gone(one)), (f"nothing is called {two}", gone(two)),
         (f"{base} is there", there(base))),
        (f"docker image rm {one}", f"docker image rm {two}", f"docker image rm {one} {two}", f"docker image rm {base}"),
        "docker image rm takes several names at once.",
    )  # fmt: skip


@kind("dangling", 37, 38)
def dangling(pick: Random) -> Exercise:
    """Free what has no name any more, and nothing else."""
    name, base = f"{app(pick)}:dev", pick.choice(BASES)
    builds = [built("", "alpine:3.20", f"RUN echo {number} > /build") for number in range(pick.randint(1, 3))]
    return Exercise(
        "Without a name", f"Before `{name}` was right, it was built without a name. Remove what has no name, and only that: "
        f"`{name}` and `{base}` stay.",
        "\n".join([*builds, built(name, "alpine:3.20", "RUN echo right > /build"), f"docker pull -q {base}"]),
        (("no image is without a name", "test -z \"$(docker images -q -f dangling=true)\""),
         (f"{name} is there", there(name)), (f"{base} is there", there(base))),
        ("docker image prune -f", "docker image prune -a -f", f"docker image rm {name}", "docker system prune -a -f"),
        "docker image prune, without -a.",
    )  # fmt: skip


@kind("prune-some", 30, 38, 58)
def prune_some(pick: Random) -> Exercise:
    """Prune by a label."""
    keep, drop = (f"{name}:1" for name in apps(pick, 2))
    label = pick.choice(("stage=test", "keep=no", "owner=nobody"))
    return Exercise(
        "Only those with a label", f"Remove every unused image with the label `{label}`, and no other: `{keep}` stays.",
        "\n".join([built(keep, "alpine:3.20", "LABEL stage=live"), built(drop, "alpine:3.20", f"LABEL {label}"),
                   built(f"{drop}b", "alpine:3.20", f"LABEL {label}", "RUN echo b > /b")]),
        ((f"no image has the label {label}", f'test -z "$(docker images -q -f label={label})"'),
         (f"{keep} is there", there(keep))),
        (f"docker image prune -a -f --filter label={label}", "docker image prune -a -f", "docker image prune -f",
         f"docker image prune -f --filter label={label}", f"docker image rm {drop}"),
        "docker image prune -a takes --filter label=…",
    )  # fmt: skip


@kind("in-use", 2, 3, 36)
def in_use(pick: Random) -> Exercise:
    """Remove an image that a container is made of."""
    base, box = pick.choice(BASES), pick.choice(("old", "test", "box", "try"))
    return Exercise(
        "Still in use", f"Remove the image `{base}`, and the stopped container `{box}` that was made from it.",
        f"docker pull -q {base}\ndocker run --name {box} {base} true",
        ((f"nothing is called {base}", gone(base)),
         (f"the container {box} is gone", f"! docker container inspect {box}")),
        (f"docker rm {box}", f"docker image rm {base}", f"docker image rm -f {base}", f"docker start {box}"),
        "First the container, then the image.",
    )  # fmt: skip


@kind("save", 1, 40)
def save(pick: Random) -> Exercise:
    """Put an image into a file."""
    base, file = f"{app(pick)}:{version(pick)}", f"{pick.choice(('image', 'backup', 'away'))}.tar"
    return Exercise(
        "Into a file", f"Put the image `{base}`, name and all, into the file `{file}`.",
        built(base, "scratch", "COPY --from=busybox:1.36 /etc/passwd /kept"),
        ((f"{file} holds an image called {base}", f"tar -xOf {file} manifest.json | grep -q '{base}'"),),
        (f"docker image save -o {file} {base}", f"docker create --name c {base} x", f"docker export -o {file} c",
         f"docker image save {base} > other.tar"),
        "docker image save, with -o for the file.",
    )  # fmt: skip


@kind("load", 40)
def load(pick: Random) -> Exercise:
    """Get an image back from a file, and name it."""
    name = f"{app(pick)}:{version(pick)}"
    again = name.partition(":")[0] + ":again"
    return Exercise(
        "Out of a file", f"`kept.tar` was saved from an image called `{name}`. Bring it back, and call it `{again}` as well.",
        "\n".join([built(name, "scratch", "COPY --from=busybox:1.36 /etc/passwd /kept"), f"docker save -o kept.tar {name}",
                   f"docker rmi {name}"]),
        ((f"{name} is back", there(name)), (f"{again} names the same image", same(again, name))),
        ("docker image load -i kept.tar", f"docker image tag {name} {again}", f"docker import kept.tar {again}",
         f"docker pull {name}"),
        "Load first, then tag: the name comes along in the file.",
    )  # fmt: skip


@kind("default-tag", 13, 14, 27)
def default_tag(pick: Random) -> Exercise:
    """Pull what is meant without a tag."""
    image, tag = pick.choice((("busybox", "1.36"), ("alpine", "3.19"), ("redis", "7-alpine")))
    return Exercise(
        "What is meant without a tag", f"`{image}:{tag}` is here. Pull what `{image}` means when no tag is given.",
        f"docker pull -q {image}:{tag}", ((f"{image}:latest is here", there(f"{image}:latest")),
        (f"it was pulled, not only named: {image}:{tag} is another image, or has the same digest at the hub",
         f"docker image inspect {image}:latest -f '{{{{.RepoDigests}}}}' | grep -q {image}@")),
        (f"docker pull {image}", f"docker pull {image}:{tag}", f"docker image rm {image}:{tag}", "docker pull hello-world"),
        "docker pull, and the name alone.",
    )  # fmt: skip


@kind("digest", 12, 19, 20)
def digest(pick: Random) -> Exercise:
    """Pull exactly one image, by its digest."""
    base = pick.choice(("alpine:3.20", "alpine:3.19", "busybox:1.36"))
    name = base.partition(":")[0]
    return Exercise(
        "Exactly this one", f"`digest.txt` holds the digest of `{base}` as it is today. Pull the image `{name}` by that "
        "digest, without a tag.",
        f"docker pull -q {base}\ndocker image inspect -f '{{{{index .RepoDigests 0}}}}' {base} | cut -d@ -f2 > digest.txt\n"
        f"docker rmi {base}",
        (("an image of that digest is here", f"docker image inspect {name}@$(cat digest.txt)"),
         (f"nothing is called {base}", gone(base))),
        (f"docker pull {name}@$(cat digest.txt)", f"docker pull {base}", "docker pull $(cat digest.txt)",
         f"docker pull {name}:$(cat digest.txt)"),
        "NAME@sha256:…; the shell can put the file in: $(cat digest.txt).",
    )  # fmt: skip


@kind("platform", 28, 62)
def platform(pick: Random) -> Exercise:
    """Pull an image for another processor."""
    base = pick.choice(BASES)
    return Exercise(
        "For another processor", f"Pull `{base}` for `linux/arm64`.", "true",
        ((f"{base} is here for arm64", f"docker run --rm --pull never --platform linux/arm64 {base} true"),),
        (f"docker pull {base}", f"docker pull --platform linux/arm64 {base}", f"docker pull --platform linux/amd64 {base}",
         f"docker pull {base}-arm64"),
        "docker pull has a flag for it: --platform.",
    )  # fmt: skip
