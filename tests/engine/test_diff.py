"""What a container changed, as `docker diff` lists it."""

from __future__ import annotations

import pytest

from tests.engine.builders import Sandbox
from tutor.engine.containers.views import diff
from tutor.engine.errors import NOT_FOUND


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("true", ""), ("echo > /f", "A /f"), ("rm /etc/group", "C /etc, D /etc/group"),
        ("echo >> /etc/group", "C /etc, C /etc/group"), ("chmod 600 /etc/group", "C /etc, C /etc/group"),
        ("mkdir -p /a/b/c", "A /a, A /a/b, A /a/b/c"), ("rm -r /home", "D /home"),
        ("rm -r /var; echo > /var", "C /var"), ("mv /etc/group /etc/grp", "C /etc, D /etc/group, A /etc/grp"),
        ("echo > /f; rm /f", ""), ("ln -s etc /link", "A /link"),
        ("rm /bin/ls; ln -s busybox /bin/ls", "C /bin, C /bin/ls"), ("ln /etc/group /hard", "A /hard"),
        ("rm -r /root; mkdir /root; echo > /root/f", "C /root, A /root/f"),
        ("echo > /data/f; mkdir /x", "A /data, A /x"),
    ],
)  # fmt: skip
def test_what_is_listed(script: str, expected: str) -> None:
    box = Sandbox(images=["alpine:3.20"])
    volumes = ("named:/data",) if "/data" in script else ()
    assert box.run("alpine:3.20", script, volumes=volumes)[0] == 0
    assert ", ".join(f"{change.kind} {change.path}" for change in diff(box.state, "box")) == expected


def test_of_no_container() -> None:
    box = Sandbox(images=["alpine:3.20"])
    assert box.refuses(lambda state, world: diff(state, "nope")).kind == NOT_FOUND
