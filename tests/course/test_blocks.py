"""The blocks of a step beyond checks and hints."""

from __future__ import annotations

from tests.course.test_load import FRONT, STEP
from tutor.course.load import load_lesson
from tutor.course.model import Example, Option, SandboxFile, Solution

MORE = STEP + '''
```sh accept
touch done
```

```sh mistake fails="and well" when="test -e done"
touch done
#
# It is empty.
```

```sh world
true
```

```python file="~/lab/app.py"
print("```")
```

```text hidden file="/etc/motd"
hi
```

```console
$ ls
> -a
done
…
$ true
```

```console after
$ cat done
yes
```

```sh predict ask="How many?" options="1 | 2" why="Count them."
ls | wc -l
```

```quiz
Which?

- [x] this
- [ ] that
  > No, that one
  > is not.
> Because.
```
'''


def test_each_block_becomes_its_part_of_the_step() -> None:
    (step,) = load_lesson(FRONT + MORE, "one.md").steps
    assert [solution.script for solution in step.solutions] == ["echo yes > done", "touch done"]
    (mistake,) = step.mistakes
    assert (mistake.fails, mistake.script, mistake.text) == ("and well", "touch done", "It is empty.")
    assert mistake.when == "test -e done"
    assert step.world == "true"
    assert step.files == (
        SandboxFile("~/lab/app.py", 'print("```")\n', False, step.files[0].line),
        SandboxFile("/etc/motd", "hi\n", True, step.files[1].line),
    )
    first, second = step.examples
    assert first == Example((("ls\n-a", "done\n…"), ("true", "")), False, first.line)
    assert (second.commands, second.after) == ((("cat done", "yes"),), True)
    guess, quiz = step.questions
    assert (guess.kind, guess.text, guess.script, guess.why) == ("predict", "How many?", "ls | wc -l", "Count them.")
    assert guess.options == (Option("1", False), Option("2", False))
    assert (quiz.kind, quiz.text, quiz.why) == ("choice", "Which?", "Because.")
    assert quiz.options == (Option("this", True), Option("that", False, "No, that one is not."))


def test_prose_shows_files_and_consoles_and_keeps_the_rest_to_itself() -> None:
    (step,) = load_lesson(FRONT + MORE, "one.md").steps
    assert '````python\nprint("```")\n````' in step.prose
    assert "`app.py`:" in step.prose
    assert "$ cat done\nyes" in step.prose
    for hidden in ("motd", "It is empty", "How many", "Because", "touch done"):
        assert hidden not in step.prose


def test_the_first_solution_is_the_one_called_so_wherever_it_stands() -> None:
    text = FRONT + STEP.replace("```sh solution", "```sh accept\ntouch done\n```\n\n```sh solution")
    (step,) = load_lesson(text, "one.md").steps
    assert step.solutions == (Solution("echo yes > done", 38), Solution("touch done", 34))


def test_a_step_may_only_ask() -> None:
    (step,) = load_lesson(FRONT + "\n## Think\n\n```quiz\nWhy?\n= so\n```\n", "one.md").steps
    assert (step.checks, step.solution, len(step.questions)) == ((), "", 1)


def test_par_counts_the_commands_of_the_shortest_way() -> None:
    text = FRONT + STEP.replace("echo yes > done", "touch done\n# a comment\necho yes |\n  cat > done") + STEP
    assert load_lesson(text, "one.md").par == 3
