"""apt in the images of other releases: their own names, versions and indexes."""

from __future__ import annotations

import pytest

from tests.packages.machine import inside
from tutor.packages import catalogue
from tutor.packages.apt.catalogue import RELEASES, release
from tutor.packages.apt.relations import parse

UPDATE = "apt-get -qq update; "


@pytest.mark.parametrize("codename", RELEASES)
@pytest.mark.parametrize("machine", ["amd64", "arm64"])
def test_every_package_can_be_had_with_what_it_needs(codename: str, machine: str) -> None:
    """What a package needs is in the catalogue; where that is drawn from Debian 12's, nothing else is asked for."""
    found = release(codename, machine)
    assert found is not None
    assert len(found.names()) > 90
    known = {*found.names(), *found.given}
    for name in found.names():
        deb = found.get(name)
        assert deb is not None
        assert deb.size > 0
        assert deb.letter in "".join(row["letter"] for row in found.indexes.values())
        if "like" in catalogue.load(RELEASES[codename]):
            assert [group for group in deb.needs if not any(need.name in known for need in group)] == []


def test_ubuntu_as_in_a_published_log() -> None:
    """`apt-get install -y curl` in ubuntu:22.04: the packages, versions and sizes of a build log of 2026."""
    code, text = inside("ubuntu:22.04", f"{UPDATE}apt-get install -y curl 2>/dev/null; du -sm /var/lib/apt/lists")
    assert code == 0
    assert "0 upgraded, 15 newly installed, 0 to remove and " in text
    where = "http://archive.ubuntu.com/ubuntu jammy-updates/main amd64"
    assert f"Get:11 {where} libcurl4 amd64 7.81.0-1ubuntu1.23 [290 kB]\n" in text
    assert f"Get:12 {where} curl amd64 7.81.0-1ubuntu1.23 [194 kB]\n" in text
    assert 40 <= int(text.split()[-2]) <= 55


@pytest.mark.parametrize(
    ("image", "python", "compiler"),
    [("debian:bullseye-slim", "3.9", "gcc-10"), ("ubuntu:22.04", "3.10", "gcc-11"), ("ubuntu:24.04", "3.12", "gcc-13")],
)
def test_each_has_its_own_python_and_compiler(image: str, python: str, compiler: str) -> None:
    code, text = inside(
        image,
        f"{UPDATE}apt-get -qq install --no-install-recommends python3 gcc git >/dev/null 2>&1; "
        f"ls /usr/bin/python{python} /usr/bin/git; dpkg-query -W -f '${{Package}}\\n' {compiler}",
    )
    assert code == 0
    assert text == f"/usr/bin/git\n/usr/bin/python{python}\n{compiler}\n"


def test_which_pips_are_managed() -> None:
    script = f"{UPDATE}apt-get -qq install --no-install-recommends python3-pip >/dev/null 2>&1; pip install -q six"
    assert inside("ubuntu:22.04", script, "-e PIP_ROOT_USER_ACTION=ignore")[0] == 0
    assert inside("ubuntu:24.04", script)[1].startswith("error: externally-managed-environment\n")


def test_components_that_are_not_asked_for() -> None:
    code, text = inside(
        "ubuntu:24.04",
        "sed -i s/universe// /etc/apt/sources.list.d/ubuntu.sources; " + UPDATE + "apt-get install -y tree",
    )
    assert code == 100
    assert text.endswith("E: Unable to locate package tree\n")


def test_relations_of_a_release_that_is_like_another() -> None:
    found = release("noble", "amd64")
    curl = found.get("curl") if found is not None else None
    assert curl is not None
    assert [need.name for group in parse(curl.depends) for need in group] == ["libcurl4t64"]
    assert curl.needs[0][0].met_by("8.5.0-2ubuntu10.9")
