from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.registry.talking import Talk
from tutor.engine.hub import EmptyHub
from tutor.engine.hub_storage import HubStorage
from tutor.registry.contents import Memory
from tutor.registry.folder import Folder
from tutor.registry.overlay import Overlay
from tutor.registry.server import Server


@pytest.fixture(params=["memory", "folder", "overlay"])
def talk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Talk]:
    """An empty registry over each kind of storage."""
    if request.param == "folder":
        folder = Folder.open(str(tmp_path / "store"))
        yield Talk(Server(folder))
        folder.close()
    elif request.param == "overlay":
        yield Talk(Server(Overlay(Memory(), HubStorage(EmptyHub()))))
    else:
        yield Talk(Server())
