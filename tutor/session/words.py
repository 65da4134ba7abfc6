"""The tutor words: ordinary commands of the host's shell that speak of the lesson and of the history.

They answer at a container's prompt too (`Session.run` sees to that), as long as the container has no such command.

What only reads answers at once; what changes the sitting (undo, next, …) is asked for here and done after the line.
"""

from __future__ import annotations

from tutor.vfs.light import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.session.machine import Machine
    from tutor.shell.host import Program
    from tutor.shell.process import Process


class Desk(Protocol):
    """What a tutor word can ask of the sitting. Answers are (exit code, text without a last line end)."""

    def hint(self, machine: Machine) -> tuple[int, str]:
        """The next hint for the present step."""

    def check(self, machine: Machine) -> tuple[int, str]:
        """The checklist of the present step, with reasons."""

    def solution(self) -> tuple[int, str]:
        """One solution of the present step."""

    def lessons(self) -> tuple[int, str]:
        """The course's lessons, with marks for those that are done."""

    def map(self) -> tuple[int, str]:
        """The course with stars, times and what builds on what."""

    def titles(self) -> tuple[tuple[str, str], ...]:
        """The course's lessons, each its id and title."""

    def letters(self) -> tuple[tuple[str, str], ...]:
        """What the open question can be answered with, each its letter and what it stands for."""

    def glossary(self, term: str) -> tuple[int, str]:
        """What a term means; all terms for ""."""

    def terms_in(self, text: str) -> tuple[str, ...]:
        """The glossary's terms that stand in a text, in its order."""


def _machine(process: Process) -> Machine:
    return process.host  # type: ignore[return-value]  # the words are programs of the learner's machine alone


def _desk(process: Process) -> tuple[Machine, Desk | None]:
    machine = _machine(process)
    return machine, machine.desk


def _say(process: Process, answer: tuple[int, str]) -> int:
    """Print prose, broken between words where a person looks at it."""
    from tutor.session.drawing.characters import drawn_lines

    code, text = answer
    text = drawn_lines(text)
    if process.stdout.tty:
        from tutor.session.drawing.fold import fold

        text = fold(text, _machine(process).columns)
    return _print(process, (code, text))


def _print(process: Process, answer: tuple[int, str]) -> int:
    """Print what must keep its lines: commands to copy, drawings."""
    code, text = answer
    line = text if text.endswith("\n") or not text else text + "\n"
    (process.out if code == 0 else process.err)(line)
    return code


def _nobody(process: Process) -> int:
    return process.fail("there is no lesson here: start one with layerwise")


def _later(process: Process) -> int:
    machine, desk = _desk(process)
    words = process.argv[1:]
    if process.name == "next" and desk is None:
        return _nobody(process)
    if len(words) > 1 or (words and process.name in ("reset", "next")):
        return process.fail("too many arguments")
    if words and not (words[0].isdecimal() and int(words[0]) > 0):
        return process.fail(f"{words[0]!r} is not a number of commands: {process.name} [COUNT]")
    machine.asked.append((process.name, "".join(words)))
    return 0


def _answer(process: Process) -> int:
    machine, desk = _desk(process)
    if desk is None:
        return _nobody(process)
    machine.asked.append(("answer", " ".join(process.argv[1:])))
    return 0


def _play(process: Process) -> int:
    machine, desk = _desk(process)
    if desk is None:
        return _nobody(process)
    machine.asked.append(("play", ""))
    return 0


def _hint(process: Process) -> int:
    machine, desk = _desk(process)
    return _say(process, desk.hint(machine)) if desk else _nobody(process)


def _check(process: Process) -> int:
    machine, desk = _desk(process)
    return _say(process, desk.check(machine)) if desk else _nobody(process)


def _solution(process: Process) -> int:
    _, desk = _desk(process)
    return _print(process, desk.solution()) if desk else _nobody(process)


def _drill(process: Process) -> int:
    machine, desk = _desk(process)
    if desk is None:
        return _nobody(process)
    if len(process.argv) > 2:
        return process.fail("one kind of drill, or the number of one objective: drill [WHAT]")
    machine.asked.append(("drill", "".join(process.argv[1:])))
    return 0


def _lessons(process: Process) -> int:
    machine, desk = _desk(process)
    if desk is None:
        return _nobody(process)
    if len(process.argv) > 1:
        machine.asked.append(("lessons", process.argv[1]))
        return 0
    return _say(process, desk.lessons())


def _map(process: Process) -> int:
    _, desk = _desk(process)
    return _print(process, desk.map()) if desk else _nobody(process)


def _tour(process: Process) -> int:
    from tutor.session.tour import tour_text

    return _say(process, (0, tour_text()))


def _glossary(process: Process) -> int:
    _, desk = _desk(process)
    return _say(process, desk.glossary(" ".join(process.argv[1:]))) if desk else _nobody(process)


def _stack(process: Process) -> int:
    from tutor.session.picture import picture
    from tutor.session.pictures import KINDS, pictured
    from tutor.session.plain_stack import plain_stack
    from tutor.session.stack import Forest
    from tutor.vfs.errors import FsError

    words, machine = process.argv[1:], _machine(process)
    kind, file = (words[0].removeprefix("--") if words else ""), words[1:]
    if len(file) > 1 or (words and words[0] not in [f"--{kind}" for kind in KINDS]):
        ways = ", ".join(f"--{kind}" for kind in KINDS)
        return process.fail(f"{' '.join(words)!r} is no way to draw the stack: one of {ways}, perhaps with a FILE")
    view = Forest(picture(machine.state)).view
    if file:
        try:
            process.fs.write(process.path(file[0]), pictured(view, kind).encode())
        except FsError as error:
            return process.fail(f"{file[0]}: {error.strerror}")
        return 0
    if words:
        process.out(pictured(view, kind))
        return 0
    return _print(process, (0, plain_stack(view, machine.columns, spoken=machine.spoken)))


def _look(process: Process) -> int:
    from tutor.session.inside.words import look

    return look(process)


def _past(process: Process) -> int:
    from tutor.session.travelling import past

    return past(process)


def _docker_era(process: Process) -> int:
    """Say which engine `docker` shows the store as, or choose another."""
    from tutor.dataclass import replace
    from tutor.engine import eras

    machine = _machine(process)
    words = process.argv[1:]
    if not words:
        return _say(process, (0, str(machine.state.docker_era)))
    if len(words) > 1 or words[0] not in map(str, eras.NUMBERS):
        return process.fail("which engine's view? docker-era 29 (now) or docker-era 28 (what printed courses show)")
    machine.state = replace(machine.state, docker_era=int(words[0]))
    return 0


def _world(process: Process) -> int:
    """Say what is wrong with the world on purpose, or switch some of it on or off."""
    from tutor.engine.accounts import LEARNER
    from tutor.engine.registry_hosts import CLASS
    from tutor.engine.switches import SWITCHES, is_on, switched

    machine = _machine(process)
    words = process.argv[1:]
    if not words:
        width = max(map(len, SWITCHES))
        rows = [
            f"{name:{width}}  {'on ' if is_on(machine.state, name) else 'off'}  {about}\n"
            for name, about in SWITCHES.items()
        ]
        user, password = LEARNER
        rows.append(f"Your account at docker.io and {CLASS}: {user}, password {password}\n")
        return _say(process, (0, "".join(rows)))
    if len(words) != 2 or words[0] not in SWITCHES or words[1] not in ("on", "off"):
        return process.fail(f"switch what? world [{'|'.join(SWITCHES)}] [on|off]")
    machine.state = switched(machine.state, words[0], words[1] == "on")
    return 0


def _hub_tags(process: Process) -> int:
    """Say which repositories are held back, or put the tags of one where they were before, or where they are now."""
    from tutor.engine import moves
    from tutor.engine.errors import EngineError
    from tutor.oci.reference import InvalidReference, Reference

    machine = _machine(process)
    words = process.argv[1:]
    if not words:
        return _say(process, (0, "".join(f"{name}: as before\n" for name in machine.state.held)))
    if len(words) != 2 or words[0] not in ("before", "now"):
        return process.fail("of which repository? hub-tags before python, and then hub-tags now python")
    try:
        name = Reference.parse(words[1])
        act = moves.hold_back if words[0] == "before" else moves.release
        outcome = act(machine.state, machine.world(), name.name)
    except (InvalidReference, EngineError) as error:
        return process.fail(str(error))
    machine.state = outcome.state
    what = "back where they were" if words[0] == "before" else "moved to newer images"
    if outcome.value:
        return _say(process, (0, f"tags of {name.familiar()} are {what}: {', '.join(outcome.value)}"))
    return _say(process, (0, f"tags of {name.familiar()} stand where they are now"))


def _sign(process: Process) -> int:
    from tutor.session.signing import sign

    return sign(process)


def _explain(process: Process) -> int:
    from tutor.docker.explain import explain, explain_steps

    built = _machine(process).state.built
    if process.argv[1:] == ["build"] and built:
        return _say(process, (0, explain_steps(built)))
    if len(process.argv) < 2:
        return process.fail("explain what? For example: explain docker image tag alpine:3.20 team/base:1")
    text = explain(process.argv[1:]) + _foretold(process)
    desk = _desk(process)[1]
    terms = desk.terms_in(text)[:_TERMS] if desk is not None else ()
    return _say(process, (0, text + (f"More about: {', '.join(terms)} (glossary {terms[0]})\n" if terms else "")))


def _foretold(process: Process) -> str:
    """What a docker command line would do now, one event after the other; "" where it would fail or do nothing."""
    from shlex import join

    machine, words = _machine(process), process.argv[1:]
    if machine.slowly is None or machine.state.attached:
        return ""
    from tutor.session.replay import told

    line = join(words if words[0] == "docker" else ["docker", *words])
    frames = machine.slowly(line)
    return "What happens, step by step:\n" + "".join(told(frames)) if len(frames) > 1 else ""


_TERMS = 6
"""How many words of the glossary an explanation points to."""


ABOUT = {
    "hint": "a nudge for the present step; ask again for the next one",
    "check": "the checklist of the present step, and why a line is not met yet",
    "solution": "one way to do the present step",
    "answer": "answer what the step asks, by letters or in words: answer b; alone: what is asked",
    "next": "go on to the next step, once the checklist is met",
    "play": "play around inside a lesson: nothing counts; next comes back to where you were",
    "undo": "take back the last command, or the last COUNT: undo [COUNT]",
    "redo": "do again what undo took back: redo [COUNT]",
    "reset": "go back to the start of this step or sandbox (undo takes even that back)",
    "log": "the history as a tree of points @1, @2, …; log WORD… lists those that match",
    "goto": "to any point of the history and on from there; what came after it stays: goto @N, goto @NAME, goto @-1",
    "mark": "name the present point, or another: mark NAME [@N]; alone: all names; mark -d NAME",
    "stack": "the layer stack as text, or a picture to keep: stack [--svg|--mermaid|--dot [FILE]]",
    "layer": "inside an image: its steps, or one of them with its digests and files: layer IMAGE [N]",
    "files": "the files of an image, a step or a container, or what is in one: files IMAGE[#N] [PATH]",
    "waste": "what an image stores and never shows, and how efficient it is: waste IMAGE",
    "replay": "a command in slow motion, what happened and why: replay [@N]; on the screen F7",
    "compare": "two images, steps or containers, or a file in both: compare A B [PATH]; two points: compare @1 @before",
    "docker-era": "which engine's view docker shows, 29 or 28 (older courses): docker-era [29|28]",
    "hub-tags": "an earlier day at the hub, and back: hub-tags before python, docker pull, hub-tags now python",
    "sign": "keys and signatures of images: sign key NAME, sign image IMAGE NAME.key, sign check, sign require",
    "world": "what is wrong with the network and the registries on purpose: world [SWITCH on|off]",
    "explain": "what a docker command line would do, word by word; explain build: why each step of the last build ran",
    "map": "the map of the course: what is done, stars, times, what a lesson builds on, what comes next",
    "glossary": "what a word means: glossary [WORD]",
    "drill": "an exercise made up for you, of what you got wrong or never did: drill [OBJECTIVE or KIND]",
    "lessons": "the lessons of the course; with a name or number, start that one",
    "tour": "two minutes for who has just come in",
    "tutor": "this list",
}


def _tutor(process: Process) -> int:
    width = max(map(len, ABOUT))
    return _say(process, (0, "".join(f"{word:{width}}  {about}\n" for word, about in ABOUT.items())))


WORDS: dict[str, Program] = {
    "hint": _hint, "check": _check, "solution": _solution, "next": _later, "undo": _later, "redo": _later,
    "reset": _later, "log": _past, "goto": _past, "mark": _past, "replay": _past,
    "stack": _stack, "layer": _look, "files": _look,
    "waste": _look, "compare": _look, "docker-era": _docker_era, "hub-tags": _hub_tags, "world": _world,
    "sign": _sign,
    "explain": _explain,
    "map": _map, "tour": _tour, "glossary": _glossary, "lessons": _lessons, "answer": _answer, "play": _play,
    "drill": _drill,
    "tutor": _tutor,
}  # fmt: skip
