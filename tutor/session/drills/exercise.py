"""What a kind of drill makes: an exercise. And the register of kinds."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tutor.course.model import SandboxFile
from tutor.dataclass import dataclass

Maker = Callable[[Random], "Exercise"]


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. `setup` is a script, `checks` are pairs: what the learner reads, commands that must succeed.

    `moves` are command lines of which some, in some order, reach the goal: right ones, wrong ones, and harmless ones.
    Instead of checks there may be a question, `ask`, whose answer is what `script` prints; `why` is said after it.
    """

    title: str
    prose: str
    setup: str
    checks: tuple[tuple[str, str], ...] = ()
    moves: tuple[str, ...] = ()
    hint: str = ""
    files: tuple[tuple[str, str], ...] = ()
    ask: str = ""
    script: str = ""
    why: str = ""

    def laid_out(self) -> tuple[SandboxFile, ...]:
        """The files as a lesson has them; they are shown in the prose."""
        return tuple(SandboxFile(f"~/lab/{path}", text, False, 1) for path, text in self.files)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of drill: its name, the objectives that it practises, what makes one."""

    name: str
    objectives: tuple[int, ...]
    make: Maker


KINDS: dict[str, Kind] = {}


def kind(name: str, *objectives: int) -> Callable[[Maker], Maker]:
    """Register a maker."""

    def register(maker: Maker) -> Maker:
        KINDS[name] = Kind(name, objectives, maker)
        return maker

    return register


def kinds() -> dict[str, Kind]:
    """All kinds by name."""
    from tutor.session.drills import builds, containers, images, reading, registries

    assert all((builds, containers, images, reading, registries))
    return KINDS


APPS = ("shop", "blog", "bank", "wiki", "mail", "chat", "maps", "radio", "clock", "menu")
TEAMS = ("team", "crew", "guild", "studio")
BASES = ("alpine:3.20", "alpine:3.19", "busybox:1.36")


def app(pick: Random) -> str:
    """Return a name of an image, as "team/shop"."""
    return f"{pick.choice(TEAMS)}/{pick.choice(APPS)}"


def apps(pick: Random, count: int) -> list[str]:
    """Return that many names, no two alike."""
    team = pick.choice(TEAMS)
    return [f"{team}/{name}" for name in pick.sample(APPS, count)]


def version(pick: Random) -> str:
    """Return a version, as "1.4"."""
    return f"{pick.randint(1, 4)}.{pick.randint(0, 9)}"


def built(name: str, base: str, *lines: str) -> str:
    """Return the command that builds a small image, without a name where that is empty."""
    text = "\\n".join([f"FROM {base}", *lines]).replace("'", "'\\''")
    return f"printf '{text}\\n' | docker build -q {f'-t {name} ' if name else ''}-"


def same(one: str, other: str) -> str:
    """Return the commands that are true where two names mean one image."""
    ids = [f"\"$(docker image inspect -f '{{{{.Id}}}}' {name})\"" for name in (one, other)]
    return f"test {ids[0]} = {ids[1]}"


def gone(name: str) -> str:
    """Return the commands that are true where no image has a name."""
    return f"! docker image inspect {name}"


def there(name: str) -> str:
    """Return the commands that are true where an image has a name."""
    return f"docker image inspect {name}"
