"""How transfers look while they last: pictures in order, taken back, stopped by Ctrl-C before anything has changed."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.support.sandbox import session
from tutor.docker.transfer import Moved, bar, pictures
from tutor.session import pace
from tutor.session.session import PASSING, Session
from tutor.tui.scrollback import Scrollback

sizes = st.lists(st.builds(Moved, st.text("0123456789abcdef", min_size=12, max_size=12), st.integers(0, 1 << 31),
                           st.sampled_from(["", "", "Already exists"])), max_size=8)  # fmt: skip


@given(sizes, st.booleans())
def test_each_layer_gets_there_and_never_goes_back(layers: list[Moved], push: bool) -> None:
    """A layer waits, is moved, is there, is extracted; what was here from the start stays as it is."""
    order = ("Waiting", "Pushing", "Pushed", "Downloading", "Download complete", "Extracting", "Pull complete")
    last = [-1] * len(layers)
    count = 0
    for picture in pictures(layers, 120, push=push):
        count += 1
        moving = 0
        for index, (row, layer) in enumerate(zip(picture, layers, strict=True)):
            text = row.removeprefix(f"{layer.name}: ")
            if layer.said:
                assert text == layer.said
                continue
            stage = max(at for at, word in enumerate(order) if text.startswith(word))
            assert stage >= last[index]
            last[index] = stage
            moving += stage in (1, 3)
        assert moving <= 3
    assert count < 60 + 3 * len(layers)


def test_numbers_alone_on_a_narrow_terminal() -> None:
    """As Docker's own client does it."""
    assert bar(500_000, 1_000_000) == f"[{'=' * 25}>{' ' * 25}]    500kB/1MB"
    assert bar(500_000, 1_000_000, 80) == "   500kB/1MB"
    assert bar(0, 0, 80) == "      0B/0B"


class Watched:
    """A session on a terminal with someone who watches."""

    def __init__(self, columns: int = 80) -> None:
        self.session: Session = session()
        self.session.interactive, self.session.speed, self.session.width = True, 0.001, columns
        self.passing: list[str] = []
        self.screen = Scrollback()

    def run(self, line: str) -> tuple[int, str]:
        kept: list[str] = []

        def emit(stream: str, data: bytes) -> None:
            (self.passing if stream == PASSING else kept).append(data.decode())
            self.screen.write(data.decode())

        return self.session.run(line, emit).code, "".join(kept)


def test_nothing_is_left_of_the_pictures() -> None:
    """What a terminal shows in the end is what is kept."""
    watched = Watched()
    code, kept = watched.run("docker pull alpine:3.20")
    assert code == 0
    assert any("Downloading" in text for text in watched.passing)
    assert any("Extracting 1 s" in text for text in watched.passing)
    shown = ["".join(run.text for run in row) for row in watched.screen.rows(80)]
    assert "\n".join(shown).rstrip() == kept.rstrip()


def test_a_push_is_watched_too() -> None:
    watched = Watched(120)
    assert watched.run("docker pull -q alpine:3.20; docker tag alpine:3.20 localhost:5000/a")[0] == 0
    watched.passing.clear()
    assert watched.run("docker push localhost:5000/a")[0] == 0
    assert any("Pushing [" in text for text in watched.passing)


def test_ctrl_c_leaves_things_as_they_were() -> None:
    """In the middle of a transfer."""
    watched = Watched()
    before = watched.session.state

    class Stopping(pace.Pace):
        def show(self, rows: Sequence[str], seconds: float) -> None:
            if "Download complete" in rows[-1]:
                watched.session.cancel()
            super().show(rows, seconds)

    original = pace.Pace
    pace.Pace = Stopping  # type: ignore[misc]
    try:
        assert watched.run("docker pull alpine:3.20")[0] == 130
    finally:
        pace.Pace = original  # type: ignore[misc]
    assert watched.session.state.images == before.images
    assert watched.session.state.content == before.content


def test_nobody_watches_a_pipe() -> None:
    watched = Watched()
    assert watched.run("docker pull alpine:3.20 | cat")[0] == 0
    assert not watched.passing
