"""pip's longer texts, and how it shows sizes and progress."""

from __future__ import annotations

MANAGED = {
    "debian": """To install Python packages system-wide, try apt install
python3-xyz, where xyz is the package you are trying to
install.

If you wish to install a non-Debian-packaged Python package,
create a virtual environment using python3 -m venv path/to/venv.
Then use path/to/venv/bin/python and path/to/venv/bin/pip. Make
sure you have python3-full installed.

If you wish to install a non-Debian packaged Python application,
it may be easiest to use pipx install xyz, which will manage a
virtual environment for you. Make sure you have pipx installed.

See /usr/share/doc/python{version}/README.venv for more information.
""",
    "alpine": """
The system-wide python installation should be maintained using the system
package manager (apk) only.

If the package in question is not packaged already (and hence installable via
"apk add py3-somepackage"), please consider installing it inside a virtual
environment, e.g.:

python3 -m venv /path/to/venv
. /path/to/venv/bin/activate
pip install mypackage

To exit the virtual environment, run:

deactivate

The virtual environment is not deleted, and can be re-entered by re-sourcing
the activate file.

To automatically manage virtual environments, consider using pipx (from the
pipx package).
""",
}
"""What the two systems' files EXTERNALLY-MANAGED say."""

MANAGED_END = (
    "note: If you believe this is a mistake, please contact your Python installation or OS distribution provider. "
    "You can override this, at the risk of breaking your Python installation or OS, by passing "
    "--break-system-packages.\nhint: See PEP 668 for the detailed specification.\n"
)

_ROOT = (
    "WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the "
    "system package manager"
)
_INSTEAD = "It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv"


def root_warning(pip: str) -> str:
    """Return what a version of pip says to root."""
    if tuple(int(part) for part in pip.split(".")[:2]) < (24, 1):
        return f"{_ROOT}. {_INSTEAD}\n"
    return (
        f"{_ROOT}, possibly rendering your system unusable. {_INSTEAD}. Use the --root-user-action option if you know "
        "what you are doing and want to suppress this warning.\n"
    )


def size_text(size: int) -> str:
    """Return a size as pip shows it: powers of 1000."""
    if size > 1_000_000:
        return f"{size / 1_000_000:.1f} MB"
    if size > 10_000:
        return f"{size // 1000} kB"
    return f"{size / 1000:.1f} kB" if size > 1000 else f"{size} bytes"


def bar(size: int, seconds: float, *, older: bool) -> str:
    """Return the line of a finished download."""
    unit, name = (1_000_000, "MB") if size >= 1_000_000 else (1000, "kB")
    amount, speed = f"{size / unit:.1f}", f"{size / seconds / 1_000_000:.1f} MB/s"
    return f"   {'━' * 40} {amount}/{amount} {name} {speed}{' eta' if older else ' '} 0:00:00"
