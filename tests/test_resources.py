"""Where the learner's work is kept."""

from __future__ import annotations

import platformdirs
import pytest

from tutor.resources import data_folder


@pytest.mark.parametrize("xdg", [None, "", " ", "relative/folder", "/srv/data", "/srv/data/", "~/data"])
def test_the_data_folder_is_the_one_that_platformdirs_names(monkeypatch: pytest.MonkeyPatch, xdg: str | None) -> None:
    monkeypatch.delenv("LAYERWISE_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/someone")
    if xdg is None:
        monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    else:
        monkeypatch.setenv("XDG_DATA_HOME", xdg)
    assert data_folder() == platformdirs.user_data_dir("layerwise", appauthor=False)


def test_layerwise_home_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAYERWISE_HOME", "/somewhere")
    assert data_folder() == "/somewhere"
