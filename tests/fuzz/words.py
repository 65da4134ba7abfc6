"""Command lines of `docker`: real commands with real flags and values that fit, nearly fit, or do not at all."""

from __future__ import annotations

from random import Random

from tests.fuzz import material
from tests.fuzz.mutate import mutated, noise
from tutor.docker.spec import Argument, Command, Flag

_EVERYTHING = (*material.NAMES, *material.PATHS, *material.VALUES)


def line(random: Random) -> list[str]:
    """The words after `docker`."""
    path, command = random.choice(material.commands())
    words = path.split()
    if random.random() < 0.03:
        words = [mutated(random, word, _EVERYTHING) for word in words]
    tail: list[str] = []
    flags = command.flags
    for _ in range(random.choice((0, 0, 1, 1, 2, 3, 5)) if flags else 0):
        tail += _flag(random, random.choice(flags))
    tail += _arguments(random, command)
    if random.random() < 0.2:
        random.shuffle(tail)
    if random.random() < 0.1:
        tail.insert(random.randint(0, len(tail)), random.choice(("--", "-", "", "--help", "-h", noise(random))))
    if random.random() < 0.05:
        tail = [mutated(random, word, _EVERYTHING) for word in tail]
    if random.random() < 0.02:
        words = [random.choice(("--debug", "-D", "--host", "--config=x", "-v", "--context", "-l", "help")), *words]
    return words + tail


def _flag(random: Random, flag: Flag) -> list[str]:
    name = f"-{flag.short}" if flag.short and random.random() < 0.5 else f"--{flag.name}"
    if flag.type == "bool":
        return [name] if random.random() < 0.9 else [f"{name}={random.choice(material.VALUES)}"]
    value = _value(random, flag)
    return [f"{name}={value}"] if random.random() < 0.3 else [name, value]


def _value(random: Random, flag: Flag) -> str:
    roll = random.random()
    if roll < 0.1:
        return noise(random)
    if roll < 0.25:
        return random.choice(_EVERYTHING)
    if flag.name == "filter":
        return mutated(random, random.choice(material.FILTERS), material.FILTERS)
    if flag.name == "format":
        return mutated(random, random.choice(material.templates()), material.templates())
    if flag.choices:
        return random.choice(flag.choices)
    if flag.kind in ("image", "container", "volume", "network"):
        return random.choice(material.NAMES)
    if flag.kind == "path":
        return random.choice(material.PATHS)
    value = random.choice(material.VALUES)
    return mutated(random, value, material.VALUES) if random.random() < 0.3 else value


def _arguments(random: Random, command: Command) -> list[str]:
    most = command.most if command.most is not None else command.least + 2
    count = random.randint(command.least, max(most, command.least))
    if random.random() < 0.08:
        count = random.randint(0, 4)
    kinds = command.arguments
    return [_argument(random, kinds[min(number, len(kinds) - 1)] if kinds else None) for number in range(count)]


def _argument(random: Random, argument: Argument | None) -> str:
    roll = random.random()
    if roll < 0.05:
        return noise(random)
    if argument is not None and argument.kind == "path" and roll < 0.8:
        return random.choice(material.PATHS)
    if argument is not None and argument.kind in ("", "command") and roll < 0.5:
        return random.choice(("sh", "-c", "echo hi", "ls", "cat /etc/passwd", "true", "false", "sleep 1", "/bin/none"))
    word = random.choice(material.NAMES if roll < 0.85 else _EVERYTHING)
    return mutated(random, word, material.NAMES) if random.random() < 0.15 else word
