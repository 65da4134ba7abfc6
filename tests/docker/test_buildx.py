"""The builders of a sandbox: one, which is a part of the engine."""

from __future__ import annotations

import pytest

from tests.docker.lab import Lab


def test_the_one_builder_is_listed_with_its_node() -> None:
    lab = Lab()
    assert lab.run("docker buildx ls --format '{{.Name}} {{.DriverEndpoint}}'").out == (
        "default docker\ndefault default\n"
    )
    assert lab.run("docker buildx ls").out.startswith("NAME/NODE ")


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("use nope", 'ERROR: failed to find instance "nope": open /home/learner/.docker/buildx/instances/nope: no such '
         "file or directory"),
        ("rm nope", 'failed to remove nope: no builder "nope" found\nERROR: failed to remove one or more builders'),
        ("rm", "failed to remove : context builder cannot be removed, run `docker context rm default` to remove this "
         "context\nERROR: failed to remove one or more builders"),
    ],
)  # fmt: skip
def test_other_builders_are_not_there(line: str, error: str) -> None:
    assert Lab().run(f"docker buildx {line}") == (1, "", f"{error}\n")


def test_a_filter_that_is_not_known_fits_no_record() -> None:
    assert Lab().run("docker buildx du --filter nope=1").out == "ID        RECLAIMABLE   SIZE      LAST ACCESSED\n"
    assert Lab().run("docker builder prune -f --filter nope=1").out == "Total:\t0B\n"


def test_events_of_a_time_that_is_none() -> None:
    assert Lab().run("docker events --since yesterday --until 0s").err == (
        'failed to parse value as time or duration: "yesterday"\n'
    )
