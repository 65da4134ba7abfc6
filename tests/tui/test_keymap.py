"""Every key that means something is listed, and every key that is listed means something."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from textual.binding import Binding

from tests.support.driving import Driver, drive
from tests.support.sandbox import ROOT
from tutor.tui.app import LayerwiseApp
from tutor.tui.editline import EditLine
from tutor.tui.editor_area import COMMANDS, EDITS, MOVES
from tutor.tui.keymap import GROUPS, footer, listed, shown, table
from tutor.tui.lists import everything, keys
from tutor.tui.shell_pane import ShellPane
from tutor.tui.slow_motion import STEPS
from tutor.tui.vi_keys import _ACTIONS, _FINDS, _OPERATORS

KNOWN = {name for group in GROUPS for name in table(group)} | {"tab", "shift+tab", "insert"}
PANES = {"stack": "stack_pane", "page": "page_pane", "history": "history_pane", "list": "list_pane",
         "lesson": "lesson_pane"}  # fmt: skip


def keys_in(path: Path) -> set[str]:
    """The names of keys that stand as texts in comparisons and tables of a module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Compare):
            names = [name for name in ast.walk(node.left) if isinstance(name, ast.Name | ast.Attribute)]
            if any(getattr(name, "id", getattr(name, "attr", "")) == "key" for name in names):
                texts = [part for side in node.comparators for part in ast.walk(side)]
                found |= {str(part.value) for part in texts if isinstance(part, ast.Constant)}
        if isinstance(node, ast.Dict):
            found |= {key.value for key in node.keys if isinstance(key, ast.Constant) and key.value in KNOWN}
    return {key for key in found if key}


@pytest.mark.parametrize(("group", "module"), PANES.items())
def test_a_pane_answers_only_keys_that_are_listed_and_all_of_them(group: str, module: str) -> None:
    found = keys_in(ROOT / "tutor" / "tui" / f"{module}.py")
    shared = {"lesson": {"enter", "backspace"}, "history": {"backspace", "a"}, "stack": {"backspace", "escape"}}
    pan = {f"shift+{name}" for name in ("up", "down", "left", "right")}
    assert found - set(table(group)) - shared.get(group, set()) == set()
    assert set(table(group)) - found - {"1", "9"} - pan == set()


def test_the_app_and_the_line_take_their_keys_from_the_list() -> None:
    bound = {key.key if isinstance(key, Binding) else key[0] for key in LayerwiseApp.BINDINGS}
    assert bound == set(table("app"))
    for key, action in table("line").items():
        if key != "question_mark":
            assert hasattr(ShellPane, f"_do_{action}") or callable(getattr(EditLine, action, None)), key
    for action in table("app").values():
        assert hasattr(LayerwiseApp, f"action_{action.partition('(')[0]}"), action


def test_the_keys_of_the_editor_of_a_replay_and_of_vi_are_listed() -> None:
    assert {*MOVES, *EDITS, *COMMANDS} <= set(table("editor"))
    assert set(STEPS) <= set(table("replay"))
    vi = {{"space": " ", "slash": "/"}.get(key, key) for key in table("vi")}
    assert {*_ACTIONS, *_OPERATORS, *_FINDS} <= vi
    assert set("hlwWbBeE0$^|%;, ") <= vi


def test_keys_read_as_people_write_them() -> None:
    assert [shown(key) for key in ("ctrl+z", "alt+b", "f1", "up", "ctrl+left", "shift+f8", "ctrl+underscore", "n")] == [
        "^Z", "Alt-B", "F1", "↑", "Ctrl-←", "Shift-F8", "^_", "n"
    ]  # fmt: skip
    assert ("F4", "history") in footer()
    for _, lines in GROUPS.values():
        for key in lines:
            assert listed(key)
            assert key.about


def test_the_list_of_keys_is_a_key_away_and_names_vi_only_where_it_is_on() -> None:
    async def story(it: Driver) -> None:
        await it.type("?")
        await it.settle()
        assert "Everywhere" in it.pane("list")
        await it.type("capitals")
        assert "Alt-U" in it.pane("list")

    drive(story)
    assert not any("vi's keys" in item.heading for item in keys())
    assert any("vi's keys" in item.heading for item in keys(vi=True))


def test_every_action_of_the_app_can_be_searched_for_as_well() -> None:
    values = {item.value for item in everything(lesson=True, editor=True)}
    for action in table("app").values():
        word = action.removeprefix("word('").removesuffix("')")
        assert word in values | {"map", "everything", "shell"}, action
