"""pip in containers: where it puts packages, caches and commands, and how it fails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from tests.packages.machine import build, inside, layer_sizes
from tests.support.sandbox import run, session
from tutor.packages.pip.versions import fits, key

PYTHON = "python:3.12-slim"
SITE = "/usr/local/lib/python3.12/site-packages"
QUIET = "-e PIP_ROOT_USER_ACTION=ignore -e PIP_DISABLE_PIP_VERSION_CHECK=1"


def python(script: str, options: str = QUIET) -> tuple[int, str]:
    return inside(PYTHON, script, options)


def test_install_prints_what_the_real_one_prints() -> None:
    """The lines, order and sizes of pip 25.0.1 over pypi.org on 26 November 2026."""
    code, text = python("pip install flask")
    assert code == 0
    assert text == (
        "Collecting flask\n  Downloading flask-3.1.3-py3-none-any.whl.metadata (3.2 kB)\n"
        "Collecting blinker>=1.9.0 (from flask)\n  Downloading blinker-1.9.0-py3-none-any.whl.metadata (1.6 kB)\n"
        "Collecting click>=8.1.3 (from flask)\n  Downloading click-8.5.1-py3-none-any.whl.metadata (2.6 kB)\n"
        "Collecting itsdangerous>=2.2.0 (from flask)\n"
        "  Downloading itsdangerous-2.2.0-py3-none-any.whl.metadata (1.9 kB)\n"
        "Collecting jinja2>=3.1.2 (from flask)\n  Downloading jinja2-3.1.6-py3-none-any.whl.metadata (2.9 kB)\n"
        "Collecting markupsafe>=2.1.1 (from flask)\n  Downloading markupsafe-3.0.4-cp312-cp312-"
        "manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl.metadata (2.7 kB)\n"
        "Collecting werkzeug>=3.1.0 (from flask)\n  Downloading werkzeug-3.1.9-py3-none-any.whl.metadata (4.1 kB)\n"
        "Downloading flask-3.1.3-py3-none-any.whl (103 kB)\nDownloading blinker-1.9.0-py3-none-any.whl (8.5 kB)\n"
        "Downloading click-8.5.1-py3-none-any.whl (126 kB)\nDownloading itsdangerous-2.2.0-py3-none-any.whl (16 kB)\n"
        "Downloading jinja2-3.1.6-py3-none-any.whl (134 kB)\nDownloading markupsafe-3.0.4-cp312-cp312-"
        "manylinux2014_x86_64.manylinux_2_17_x86_64.manylinux_2_28_x86_64.whl (22 kB)\n"
        "Downloading werkzeug-3.1.9-py3-none-any.whl (228 kB)\n"
        "Installing collected packages: markupsafe, itsdangerous, click, blinker, werkzeug, jinja2, flask\n"
        "Successfully installed blinker-1.9.0 click-8.5.1 flask-3.1.3 itsdangerous-2.2.0 jinja2-3.1.6 "
        "markupsafe-3.0.4 werkzeug-3.1.9\n"
    )


def test_what_an_installed_package_leaves() -> None:
    code, text = python(
        f"pip install -q flask; ls -d {SITE}/flask*; ls {SITE}/flask-3.1.3.dist-info; which flask; "
        f"head -1 $(which flask); grep -c . {SITE}/flask-3.1.3.dist-info/RECORD; ls /root/.cache/pip"
    )
    assert code == 0
    assert text.splitlines()[:10] == [
        f"{SITE}/flask", f"{SITE}/flask-3.1.3.dist-info", "INSTALLER", "METADATA", "RECORD", "REQUESTED", "WHEEL",
        "entry_points.txt", "/usr/local/bin/flask", "#!/usr/local/bin/python3.12",
    ]  # fmt: skip
    assert text.splitlines()[-1] == "http-v2"


def test_the_cache_weighs_in_a_layer() -> None:
    sitting = session()
    build(sitting, "kept", f"FROM {PYTHON}\nRUN pip install numpy")
    build(sitting, "clean", f"FROM {PYTHON}\nRUN pip install --no-cache-dir numpy")
    build(sitting, "env", f"FROM {PYTHON}\nENV PIP_NO_CACHE_DIR=1\nRUN pip install numpy")
    kept, clean = layer_sizes(sitting, "kept")[0], layer_sizes(sitting, "clean")[0]
    assert 15_000_000 < kept - clean < 25_000_000
    assert layer_sizes(sitting, "env")[0] == clean
    assert 30_000_000 < clean < 90_000_000


def test_a_second_install_takes_from_the_cache() -> None:
    _, text = python("pip install -q six; pip uninstall -qy six; pip install six")
    assert "  Using cached six-1.17.0-py2.py3-none-any.whl.metadata (" in text
    assert "Using cached six-1.17.0-py2.py3-none-any.whl (11 kB)\n" in text


def test_requirements_files() -> None:
    code, text = python(
        "cd /tmp; printf 'flask==3.0.3\\n# comment\\n\\ncowsay>=5 # why\\n-r more.txt\\n' > req.txt; "
        "echo six > more.txt; pip install -r req.txt; pip freeze"
    )
    assert code == 0
    assert "Collecting flask==3.0.3 (from -r req.txt (line 1))\n" in text
    assert "Collecting cowsay>=5 (from -r req.txt (line 4))\n" in text
    assert "Collecting blinker>=1.9.0 (from flask==3.0.3->-r req.txt (line 1))\n" in text
    assert text.endswith(
        "blinker==1.9.0\nclick==8.5.1\ncowsay==6.1\nFlask==3.0.3\nitsdangerous==2.2.0\nJinja2==3.1.6\n"
        "MarkupSafe==3.0.4\nsix==1.17.0\nWerkzeug==3.1.9\n"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("nope-zzz", "ERROR: Could not find a version that satisfies the requirement nope-zzz (from versions: none)\n"
         "ERROR: No matching distribution found for nope-zzz\n"),
        ("cowsay==9", "ERROR: Could not find a version that satisfies the requirement cowsay==9 (from versions: 6.1)\n"
         "ERROR: No matching distribution found for cowsay==9\n"),
        ("-r nope.txt", "ERROR: Could not open requirements file: [Errno 2] No such file or directory: 'nope.txt'\n"),
        ("", 'ERROR: You must give at least one requirement to install (see "pip help install")\n'),
    ],
)  # fmt: skip
def test_what_cannot_be_installed(words: str, message: str) -> None:
    assert python(f"pip install {words}") == (1, message)


def test_upgrade_and_downgrade() -> None:
    code, text = python("pip install -q 'flask<3'; pip install -U flask; pip install -U flask")
    assert code == 0
    assert (
        "Installing collected packages: flask\n  Attempting uninstall: flask\n"
        "    Found existing installation: Flask 2.3.3\n    Uninstalling Flask-2.3.3:\n"
        "      Successfully uninstalled Flask-2.3.3\nSuccessfully installed flask-3.1.3\n"
    ) in text
    assert f"Requirement already satisfied: flask in {SITE} (3.1.3)\n" in text


def test_conflicting_requirements() -> None:
    code, text = python("pip install 'werkzeug<3' flask==3.1.3")
    assert code == 1
    assert "ResolutionImpossible" in text


def test_uninstall_leaves_nothing() -> None:
    code, text = python(
        f"ls {SITE} /usr/local/bin > /tmp/before; pip install -q cowsay; pip uninstall -y cowsay; "
        f"pip uninstall -y nope; ls {SITE} /usr/local/bin | cmp - /tmp/before"
    )
    assert code == 0
    assert text == (
        "Found existing installation: cowsay 6.1\nUninstalling cowsay-6.1:\n  Successfully uninstalled cowsay-6.1\n"
        "WARNING: Skipping nope as it is not installed.\n"
    )


def test_root_is_warned_and_told_of_a_newer_pip() -> None:
    _, text = python("pip install -q six", "")
    assert text.startswith("WARNING: Running pip as the 'root' user can result in broken permissions")
    assert text.endswith(
        "\n[notice] A new release of pip is available: 25.0.1 -> 26.3\n"
        "[notice] To update, run: pip install --upgrade pip\n"
    )


def test_another_user_installs_at_home_or_not_at_all() -> None:
    code, text = python(
        "pip install -q cowsay; ls /tmp/.local/lib/python3.12/site-packages", f"{QUIET} -u 1000 -e HOME=/tmp"
    )
    assert code == 0
    assert "WARNING: The script cowsay is installed in '/tmp/.local/bin' which is not on PATH.\n" in text
    assert text.endswith("cowsay\ncowsay-6.1.dist-info\n")
    code, text = python("pip install six", f"{QUIET} -u 1000")
    assert code == 1
    assert "ERROR: Could not install packages due to an OSError: [Errno 13] Permission denied: '/.local'\n" in text


def test_without_a_network() -> None:
    code, text = python("pip install six", f"{QUIET} --network none")
    assert code == 1
    assert text.count("WARNING: Retrying (Retry(total=") == 5
    assert text.endswith(
        "ERROR: Could not find a version that satisfies the requirement six (from versions: none)\n"
        "ERROR: No matching distribution found for six\n"
    )


def test_python_minus_m_pip() -> None:
    code, text = python("python -m pip install -q six && python3 -m pip freeze")
    assert (code, text) == (0, "six==1.17.0\n")


def test_a_program_of_the_learners_own_named_pip_stays_one() -> None:
    code, text = python("printf '#!/bin/sh\\necho mine\\n' > /tmp/pip; chmod +x /tmp/pip; /tmp/pip install six")
    assert (code, text) == (0, "mine\n")


def test_debians_own_python_is_managed_by_apt() -> None:
    code, text = inside(
        "debian:12-slim",
        "apt-get -qq update; apt-get -qq install --no-install-recommends python3-pip >/dev/null 2>&1; pip install six; "
        "pip install -q --break-system-packages six; ls /usr/local/lib/python3.11/dist-packages",
        QUIET,
    )
    assert code == 0
    assert text.startswith(
        "error: externally-managed-environment\n\n× This environment is externally managed\n"
        "╰─> To install Python packages system-wide, try apt install\n    python3-xyz, where xyz is the package you are"
    )
    assert "hint: See PEP 668 for the detailed specification.\n" in text
    assert "six-1.17.0.dist-info\n" in text


def test_a_virtual_environment_is_an_installation_of_its_own() -> None:
    code, text = python(
        "python -m venv /opt/venv && /opt/venv/bin/pip install -q six && . /opt/venv/bin/activate && which pip && "
        "pip freeze && deactivate && which pip && pip freeze && cat /opt/venv/pyvenv.cfg"
    )
    assert code == 0
    assert text.startswith(
        "/opt/venv/bin/pip\nsix==1.17.0\n/usr/local/bin/pip\nhome = /usr/local/bin\n"
        "include-system-site-packages = false\nversion = 3.12"
    ), text


def test_debians_venv_is_a_package_of_its_own() -> None:
    code, text = inside(
        "debian:12-slim",
        "apt-get -qq update; i() { apt-get -qq install --no-install-recommends $1 >/dev/null 2>&1; }; "
        "i python3; python3 -m venv /v; echo $?; i python3-venv; python3 -m venv /v && /v/bin/pip install -q six && "
        "/v/bin/pip freeze",
        QUIET,
    )
    assert code == 0, text
    assert text.startswith("The virtual environment was not created successfully because ensurepip is not\navailable.")
    assert text.endswith("\n1\nsix==1.17.0\n")


def test_every_package_of_the_index_can_be_installed() -> None:
    from tutor.packages import catalogue
    from tutor.packages.pip.catalogue import newest

    newest("pip")
    names = [name for name in catalogue.load("pypi")["stanzas"] if name != "pip"]
    code, text = python(f"pip install -q {' '.join(names)} && pip check && pip list | wc -l")
    assert code == 0, text
    assert int(text.splitlines()[-1]) == len(names) + 3


def test_versions_of_pip_and_of_python() -> None:
    sitting = session()
    for image, version in (("python:3.12-slim", "25.0.1 "), ("python:3.11-slim", "24.0 ")):
        _, text = run(sitting, f"docker run --rm {image} pip --version 2>/dev/null | tail -1")
        assert text.startswith(f"pip {version}from /usr/local/lib/python{image[7:11]}/site-packages/pip")


versions = st.from_regex(r"\A[0-9](\.[0-9]{1,2}){0,3}((a|b|rc)[0-9])?(\.post[0-9])?(\.dev[0-9])?\Z")


@given(versions, versions)
def test_versions_have_the_standard_order(first: str, second: str) -> None:
    one, other = Version(first), Version(second)
    assert (key(first) < key(second)) == (one < other)
    assert (key(first) == key(second)) == (one == other)


@given(versions, st.sampled_from(("==", "!=", ">=", "<=")), versions)
def test_specifiers_mean_what_the_standard_says(version: str, operator: str, wanted: str) -> None:
    assert fits(version, operator + wanted) == SpecifierSet(operator + wanted).contains(version, prereleases=True)
