"""Questions of a step: how they are written, how they are put to a learner, how an answer is judged."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from tutor.course.blocks import Block
from tutor.course.errors import LessonError
from tutor.course.model import Option, Question
from tutor.dataclass import dataclass

_CHOICE = re.compile(r"^- \[(?P<mark>[ xX])\] (?P<text>.+)$")
_ORDER = re.compile(r"^\d+\. (?P<text>.+)$")
_FILL = re.compile(r"^= (?P<text>.+)$")
_WHY = re.compile(r"^(?P<indent> *)> ?(?P<text>.*)$")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an answer is right, and what is said of it; `right` is None where it is no answer to the question."""

    right: bool | None
    said: str


def read_quiz(block: Block, path: str) -> Question:
    """A ```quiz block: the question, then its answers in one of three forms, then `> ` and why. Raises LessonError."""
    text: list[str] = []
    whys: list[str] = []
    options: list[Option] = []
    kinds: list[str] = []
    answers: list[str] = []
    for number, line in enumerate(block.lines, block.line + 1):
        if match := _WHY.match(line):
            if match["indent"] and options:
                last = options[-1]
                options[-1] = Option(last.text, last.right, f"{last.why} {match['text']}".strip())
            else:
                whys.append(match["text"])
        elif match := _CHOICE.match(line):
            options.append(Option(match["text"].strip(), match["mark"] != " "))
            kinds.append("choice")
        elif match := _ORDER.match(line):
            options.append(Option(match["text"].strip(), True))
            kinds.append("order")
        elif match := _FILL.match(line):
            answers.append(match["text"].strip())
            kinds.append("fill")
        elif kinds and line.strip():
            raise LessonError(path, number, f"cannot read {line!r} among the answers", "write - [x], 1., = or >")
        else:
            text.append(line)
    question = "\n".join(text).strip()
    remedy = "write - [x] right and - [ ] wrong, or 1. 2. 3. in order, or = the text"
    if not question:
        raise LessonError(path, block.line, "a quiz without a question", "write it above the answers")
    if not kinds:
        raise LessonError(path, block.line, "a quiz without answers", remedy)
    if len(set(kinds)) > 1:
        raise LessonError(path, block.line, "a quiz with answers of two kinds", remedy)
    if kinds[0] == "choice" and (not any(option.right for option in options) or len(options) < 2):
        raise LessonError(path, block.line, "a choice needs two answers and one that is right", "mark it - [x]")
    if kinds[0] == "order" and len(options) < 2:
        raise LessonError(path, block.line, "nothing to put in order", "list two things or more")
    if len({option.text for option in options}) < len(options) or len(options) > len(LETTERS):
        raise LessonError(path, block.line, "an answer stands there twice, or too many do", "keep one of each")
    return Question(kinds[0], question, block.line, tuple(options), tuple(answers), why=" ".join(whys).strip())


def read_predict(block: Block, path: str) -> Question:
    """A ```sh predict block: what is asked, and the script that prints the right answer. Raises LessonError."""
    if not block.attributes.get("ask", "").strip():
        raise LessonError(path, block.line, "a prediction that asks nothing", 'write ```sh predict ask="…?"')
    script = "\n".join(block.lines).strip("\n")
    if not script.strip():
        raise LessonError(path, block.line, "a prediction without commands", "write what prints the right answer")
    texts = [text.strip() for text in block.attributes.get("options", "").split("|") if text.strip()]
    options = tuple(Option(text, False) for text in texts)
    ask, why = block.attributes["ask"].strip(), block.attributes.get("why", "").strip()
    return Question("predict", ask, block.line, options, script=script, why=why)


def shown(question: Question, seed: str) -> tuple[Option, ...]:
    """The options in the order in which they are shown: things to order are mixed, and never right by accident."""
    options = question.options
    if question.kind != "order":
        return options

    def key(option: Option) -> bytes:
        return hashlib.sha256(f"{seed}\0{question.text}\0{option.text}".encode()).digest()

    mixed = tuple(sorted(options, key=key))
    return mixed if mixed != options else mixed[1:] + mixed[:1]


def judge(question: Question, seed: str, answer: str, truth: str = "") -> Judgement:
    """Whether `answer` (letters of `shown` options, their texts, or a text) is right.

    `truth` is what a prediction's script printed.
    """
    options = shown(question, seed)
    if question.kind == "fill":
        right = _plain(answer) in map(_plain, question.answers)
        return Judgement(right, question.why if right else "")
    if question.kind == "predict" and not options:
        right = _plain(answer) == _plain(truth)
        return Judgement(right, "")
    chosen = _chosen(options, answer)
    if not chosen:
        return Judgement(None, f"answer with letters from a to {LETTERS[len(options) - 1]}")
    if question.kind == "predict":
        if len(chosen) > 1:
            return Judgement(None, "choose one of them")
        return Judgement(_plain(chosen[0].text) == _plain(truth), "")
    if question.kind == "order":
        if len(chosen) < len(options):
            return Judgement(None, f"name all {len(options)}, each once")
        return _order(question, chosen)
    right = {option.text for option in chosen} == {option.text for option in options if option.right}
    if right:
        return Judgement(True, question.why)
    wrong = next((option for option in chosen if not option.right), None)
    if wrong is None:
        return Judgement(False, "That is right, but not all of it.")
    return Judgement(False, wrong.why)


def _order(question: Question, chosen: Sequence[Option]) -> Judgement:
    for place, (given, wanted) in enumerate(zip(chosen, question.options, strict=True), 1):
        if given != wanted:
            return Judgement(False, f"Number {place} is not {given.text}.")
    return Judgement(True, question.why)


def _chosen(options: Sequence[Option], answer: str) -> tuple[Option, ...]:
    """The options that an answer names, in its order; none where it names something else or one of them twice."""
    plain = _plain(answer)
    whole = [option for option in options if len(plain) > 1 and _plain(option.text) == plain]
    if whole:
        return tuple(whole)
    words = [word.rstrip(").") for word in re.split(r"[\s,>]+", answer.strip().lower()) if word]
    if len(words) == 1 and len(words[0]) > 1:
        words = list(words[0])
    known = dict(zip(LETTERS, options, strict=False))
    if not words or len(set(words)) < len(words) or not set(words) <= set(known):
        return ()
    return tuple(known[word] for word in words)


def right_answer(question: Question, seed: str, truth: str = "") -> str:
    """The words after `answer` that answer it rightly."""
    options = shown(question, seed)
    if question.kind == "fill":
        return question.answers[0]
    if question.kind == "predict":
        at = next((at for at, option in enumerate(options) if _plain(option.text) == _plain(truth)), None)
        return truth.strip() if at is None else LETTERS[at]
    wanted = question.options if question.kind == "order" else [option for option in options if option.right]
    return " ".join(LETTERS[options.index(option)] for option in wanted)


def _plain(text: str) -> str:
    """A text without the marks and the spaces that do not count."""
    return " ".join(text.replace("`", "").replace('"', "").casefold().split())
