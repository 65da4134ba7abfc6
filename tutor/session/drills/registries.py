"""Drills about registries: names that say where, pushes, what a push leaves alone."""

from __future__ import annotations

from random import Random

from tutor.session.drills.exercise import BASES, Exercise, app, built, gone, kind, version

_HAS = "docker manifest inspect --insecure"


@kind("own-registry", 15, 21, 45)
def own_registry(pick: Random) -> Exercise:
    """Send an image to a registry of one's own."""
    name = f"{app(pick)}:{version(pick)}"
    place = f"localhost:5000/{name}"
    return Exercise(
        "To a registry of your own", f"A registry runs at `localhost:5000`. Send it the image `{name}`, under the same name.",
        built(name, pick.choice(BASES), "RUN echo mine > /mine"),
        ((f"the registry has {name}", f"{_HAS} {place}"),),
        (f"docker image tag {name} {place}", f"docker push {place}", f"docker push {name}",
         f"docker image tag {name} localhost:5000"),
        "The name says where a push goes: give it a name that begins with localhost:5000/.",
    )  # fmt: skip


@kind("not-here", 45, 46)
def not_here(pick: Random) -> Exercise:
    """Remove what a registry has, here alone."""
    place = f"localhost:5000/{app(pick)}:{version(pick)}"
    return Exercise(
        "There, not here", f"The registry has `{place}`, and it is here as well. Remove it here; the registry keeps it.",
        f"{built(place, 'alpine:3.20', 'RUN echo there > /there')}\ndocker push -q {place}",
        ((f"nothing here is called {place}", gone(place)), ("the registry has it", f"{_HAS} {place}")),
        (f"docker image rm {place}", f"docker push {place}", "docker image prune -f", f"docker pull {place}"),
        "docker image rm knows nothing of registries.",
    )  # fmt: skip


@kind("again-by-name", 19, 45)
def again_by_name(pick: Random) -> Exercise:
    """Get back what a registry has, and call it otherwise."""
    name, tag = app(pick), version(pick)
    place = f"localhost:5000/{name}:{tag}"
    return Exercise(
        "Fetched and renamed", f"The registry at `localhost:5000` has `{name}:{tag}`. Fetch it, and call it `{name}:{tag}`.",
        f"{built(place, 'alpine:3.20', 'RUN echo there > /there')}\ndocker push -q {place}\ndocker rmi {place}",
        ((f"{name}:{tag} is here", f"docker image inspect {name}:{tag}"),
         ("it is the image that the registry has", f"docker image inspect -f '{{{{.RepoDigests}}}}' {name}:{tag} | grep -q "
          f"\"$(docker image inspect -f '{{{{.Id}}}}' {place})\"")),
        (f"docker pull {place}", f"docker image tag {place} {name}:{tag}", f"docker pull {name}:{tag}",
         f"docker image rm {place}"),
        "Pull by the name that has the registry in it; then tag.",
    )  # fmt: skip


@kind("login", 44)
def login(pick: Random) -> Exercise:
    """Push where a push needs a login."""
    name = pick.choice(("notes", "handout", "homework"))
    place = f"registry.class.test/learner/{name}:1"
    return Exercise(
        "Only for who is known", f"Push the image `{place}` to the class's registry. It asks who you are: you are `learner`, "
        "your password is `layers`.",
        built(place, "alpine:3.20", f"RUN echo {name} > /name"),
        (("the class's registry has it", f"docker buildx imagetools inspect {place}"),),
        ("docker login -u learner -p layers registry.class.test", f"docker push {place}",
         "docker login -u learner -p layers", f"docker pull {place}"),
        "docker login takes the registry's name; a login at Docker Hub is another.",
    )  # fmt: skip


@kind("bill-of-materials", 64)
def bill_of_materials(pick: Random) -> Exercise:
    """Look up a version in the list of what an image consists of, as a scanner does."""
    name = pick.choice(("alpine:3.20", "redis:7-alpine", "nginx:1.27-alpine"))
    package = pick.choice(("musl", "zlib", "busybox", "libssl3", "apk-tools"))
    rows = '{{range (index .SBOM "linux/amd64").SPDX.packages}}{{println .name .versionInfo}}{{end}}'
    return Exercise(
        "What is in there", f"A fault was found in `{package}`. The publisher of `{name}` keeps an SBOM with it; nothing needs to be "
        "pulled. Look, then answer: `answer` and the version.", "",
        ask=f"Which version of {package} does the SBOM of {name} (linux/amd64) list?",
        script=f"docker buildx imagetools inspect {name} --format '{rows}' | sed -n 's/^{package} //p'",
        why="A scanner reads the same list, and looks each version up in lists of known faults.",
        hint="docker buildx imagetools inspect NAME --format '{{json .SBOM}}' prints it; search for versionInfo.",
    )  # fmt: skip
