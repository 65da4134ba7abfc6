"""The prompt at which the next line will run, of any moment of a sitting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.dataclass import replace
from tutor.session.views import PromptView

if TYPE_CHECKING:
    from tutor.engine.state import State
    from tutor.session.moment import Moment

_HOME = "/home/learner"


def prompt_at(moment: Moment) -> PromptView:
    """The prompt of the host, of the container that one is in, or of the program that reads what is typed."""
    shell, waits = _of_shell(moment.state), moment.foreground
    if waits is None:
        return shell
    return replace(shell, sign=waits.prompt, continuation="", program=True, seen=waits.seen)


def _of_shell(state: State) -> PromptView:
    if not state.attached:
        cwd = state.shells[0].cwd
        return PromptView(cwd="~" + cwd.removeprefix(_HOME) if cwd == _HOME or cwd.startswith(_HOME + "/") else cwd)
    from tutor.engine.containers.interactive import prompt_of

    host, cwd, prompt = prompt_of(state)
    names = tuple(box.name for key in state.attached if (box := state.containers.get(key)) is not None)
    return PromptView("root" if prompt.endswith("# ") else "user", host, cwd, prompt, "> ", names)
