"""A lesson as the text of a lesson file: what `load` reads, written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tutor.course.model import Hint, Lesson, Mistake, Question, SandboxFile, Step

TODO = "TODO:"
"""How words begin that an author has yet to write; the audit finds them."""


def lesson_text(lesson: Lesson) -> str:
    """The file of a lesson. Its files and consoles are written below the prose, which must not show them itself."""
    head = [
        "+++", "format = 1", f"id = {_toml(lesson.id)}", f"title = {_toml(lesson.title)}",
        f"objectives = {list(lesson.objectives)}", f"requires = [{', '.join(map(_toml, lesson.requires))}]",
        f"minutes = {lesson.minutes}", f"seed = {_toml(lesson.seed)}",
    ]  # fmt: skip
    if lesson.varies:
        head.append("varies = true")
    parts = ["\n".join([*head, "+++"]), lesson.intro, *(_file(file) for file in lesson.files)]
    if lesson.setup.strip():
        parts.append(_fenced("sh setup", lesson.setup))
    for step in lesson.steps:
        parts.extend(_step(step))
    return "\n\n".join(part for part in parts if part) + "\n"


def _step(step: Step) -> Iterator[str]:
    yield f"## {step.title}"
    if step.world.strip():
        yield _fenced("sh world", step.world)
    yield step.prose
    yield from (_file(file) for file in step.files)
    for example in step.examples:
        rows = (("$ " + command.replace("\n", "\n> "), output) for command, output in example.commands)
        lines = "\n".join(f"{command}\n{output}".rstrip() for command, output in rows)
        yield _fenced("console after" if example.after else "console", lines)
    if step.checks:
        yield _fenced("sh check", "\n".join(f"# {check.text}\n{check.commands}" for check in step.checks))
    yield from (_hint(hint) for hint in step.hints)
    yield from (_mistake(mistake) for mistake in step.mistakes)
    for place, solution in enumerate(step.solutions):
        yield _fenced("sh accept" if place else "sh solution", solution.script)
    yield from (_question(question) for question in step.questions)


def _hint(hint: Hint) -> str:
    return _fenced("sh hint" + (f" when={_quoted(hint.when)}" if hint.when else ""), _comment(hint.text))


def _mistake(mistake: Mistake) -> str:
    head = f"sh mistake fails={_quoted(mistake.fails)}" + (f" when={_quoted(mistake.when)}" if mistake.when else "")
    return _fenced(head, f"{mistake.script}\n{_comment(mistake.text)}")


def _question(question: Question) -> str:
    if question.kind == "predict":
        options = " | ".join(option.text for option in question.options)
        rows = (("ask", question.text), ("options", options), ("why", question.why))
        head = "".join(f" {name}={_quoted(text)}" for name, text in rows if text)
        return _fenced(f"sh predict{head}", question.script)
    lines = [question.text]
    for number, option in enumerate(question.options, 1):
        mark = f"{number}." if question.kind == "order" else f"- [{'x' if option.right else ' '}]"
        lines.append(f"{mark} {option.text}")
        if option.why:
            lines.append(f"  > {option.why}")
    lines += [f"= {answer}" for answer in question.answers]
    return _fenced("quiz", "\n".join([*lines, *([f"> {question.why}"] if question.why else [])]))


def _file(file: SandboxFile) -> str:
    language = file.path.rpartition(".")[2] if re.search(r"\.\w+$", file.path) else ""
    language = "dockerfile" if file.path.endswith("Dockerfile") else language
    language = "bash" if language == "sh" else language  # blocks of sh are the lesson's own
    return _fenced(f"{language} {'hidden ' if file.hidden else ''}file={_quoted(file.path)}".strip(), file.text)


def _comment(text: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in text.split("\n"))


def _fenced(info: str, text: str) -> str:
    """A block whose fence is longer than any in it."""
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{fence}{info}\n{text.removesuffix(chr(10))}\n{fence}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "; ") + '"'


def _toml(text: str) -> str:
    import json

    return json.dumps(text, ensure_ascii=False)
