"""The program behind the applets: what it lists and runs."""

from __future__ import annotations

from tests.shell.commands.runner import said
from tutor.shell.commands import APPLETS, OTHERS


def test_it_lists_its_applets() -> None:
    listed = said("busybox --list").split()
    assert listed == sorted({*APPLETS, "sh", "ash"} - OTHERS)
    assert said("busybox --list-full").split() == [f"bin/{name}" for name in listed]


def test_it_says_what_it_is() -> None:
    text = said("busybox")
    assert text == said("busybox --help")
    head, _, listed = text.partition("Currently defined functions:\n")
    assert "multi-call binary" in head
    assert "".join(listed.split()).split(",") == said("busybox --list").split()
    assert all(line.startswith("\t") and len(line.expandtabs()) < 80 for line in listed.splitlines())


def test_it_runs_an_applet_by_name() -> None:
    assert said("busybox echo hello; busybox sh -c 'echo $0' there") == "hello\nthere\n"
    assert said("busybox nosuch") == "nosuch: applet not found\nexit 127\n"
    assert said("busybox curl") == "curl: applet not found\nexit 127\n"
    assert said("cp /bin/busybox x; ln -s busybox /bin/nosuch; nosuch") == "nosuch: applet not found\nexit 127\n"


def test_it_installs_links() -> None:
    assert said("mkdir b; busybox --install -s b; readlink b/cat; b/echo hi; ls b | wc -l; busybox --list | wc -l") == (
        "/bin/busybox\nhi\n{0}\n{0}\n".format(len(said("busybox --list").split()))
    )
    assert (
        said("cd /tmp; cp /bin/busybox .; ./busybox --install .; ls -i cat busybox | cut -d ' ' -f 1 | uniq | wc -l")
        == "1\n"
    )
    assert said("busybox --install /nosuch 2>&1 | head -n 1") == "busybox: /nosuch/[: No such file or directory\n"
