"""The screen over the fake sitting, as a program: `python -m tests.support.fake_app`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tutor.tui.app import run

if TYPE_CHECKING:
    from tutor.session.port import Sitting


def main() -> int:
    """Open the fake sitting as late as the real one."""

    def opened() -> Sitting:
        from tests.support.fake_session import FakeSession

        return FakeSession()

    return run(opened)


if __name__ == "__main__":
    sys.exit(main())
