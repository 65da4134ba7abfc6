from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.docker.errors import CommandError
from tutor.docker.format.schemas import typed
from tutor.docker.format.table import label_function, render, row
from tutor.docker.format.tabwriter import align, align_with_tabs, display_width, ellipsis
from tutor.docker.format.tree import draw, lines_of
from tutor.engine.listing import ImageSummary, PlatformSummary
from tutor.gotemplate import DOCKER, ExecError, Struct, Template


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert align("A\tBB\tC\n1234567890\t2\t3\n") == "A            BB        C\n1234567890   2         3\n"


def test_a_line_without_a_cell_ends_a_column() -> None:
    assert align("a\tx\nalone\nlonger than ten\ty\n") == "a         x\nalone\nlonger than ten   y\n"


def test_settings_of_other_tables() -> None:
    assert align("a\tb\n", minimum=20) == "a" + " " * 19 + "b\n"
    assert align("  Name:\tx\n\t\n", minimum=0, padding=1) == "  Name: x\n        \n"
    assert align_with_tabs("Reclaimable:\t0B\nTotal:\t0B\n") == "Reclaimable:\t0B\nTotal:\t\t0B\n"
    assert align_with_tabs("Total:\t0B\n") == "Total:\t0B\n"


def test_wide_characters_take_two_columns() -> None:
    assert display_width("漢字a") == 5
    assert align("漢字漢字漢字\tx\na\ty\n").split("\n")[1] == "a" + " " * 14 + "y"
    assert ellipsis("漢字漢字", 5) == "漢字…"


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abc", 1, "a"), ("", 5, ""), ("abc", 0, ""), ("ab…d", 3, "ab…")],
)
def test_ellipsis(text: str, width: int, cut: str) -> None:
    assert ellipsis(text, width) == cut


@given(st.lists(st.lists(st.text("ab漢 ", max_size=12), min_size=1, max_size=4), max_size=6))
def test_alignment_keeps_the_text(rows: list[list[str]]) -> None:
    source = "\n".join("\t".join(cells) for cells in rows)
    shown = align(source).split("\n")
    for line, cells in zip(shown, rows, strict=False):
        assert "\t" not in line
        assert line.replace(" ", "") == "".join(cells).replace(" ", "")


TITLES = {"Name": "NAME", "Size": "SIZE"}


def things() -> list[Struct]:
    labels = {"team": "red"}
    first = row("*x.context", {"Name": lambda: "one", "Size": lambda: "1B"}, {"Label": label_function(labels)})
    second = row("*x.context", {"Name": lambda: "<two>", "Size": lambda: "2B"}, {"Label": label_function({})})
    return [first, second]


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("{{.Name}}", "one\n<two>\n"),
        ("{{.Name}}\\t{{.Size}}", "one\t1B\n<two>\t2B\n"),
        (" {{.Name}} ", "one\n<two>\n"),
        ("plain", "plain\nplain\n"),
        ("json", '{"Name":"one","Size":"1B"}\n{"Name":"\\u003ctwo\\u003e","Size":"2B"}\n'),
        ("{{json .Name}}", '"one"\n"<two>"\n'),
        ("table {{.Name}}\t{{.Size}}", "NAME      SIZE\none       1B\n<two>     2B\n"),
        ("table {{upper .Name}}\t{{json .Size}}", 'NAME      SIZE\nONE       "1B"\n<TWO>     "2B"\n'),
        ('table {{.Label "team"}}\t{{.Name}}', "team      NAME\nred       one\n          <two>\n"),
        ('{{.Label "team"}}', "red\n\n"),
    ],
)
def test_rows(form: str, text: str) -> None:
    assert render(form, things(), TITLES) == text


def test_an_empty_table_has_its_header() -> None:
    assert render("table {{.Name}}\t{{.Size}}", [], TITLES) == "NAME      SIZE\n"
    assert render("{{.Name}}", [], TITLES) == ""


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("{{.Nope}}", 'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *x.context'),
        ("table {{.Nope}}", 'template: :1:2: executing "" at <.Nope>: can\'t evaluate field Nope in type *x.context'),
        ("{{.Name", "template: :1: unclosed action"),
        ("{{foo}}", 'template: :1: function "foo" not defined'),
    ],
)
def test_bad_templates(form: str, message: str) -> None:
    with pytest.raises(CommandError) as caught:
        render(form, things(), TITLES)
    assert caught.value.message == f"template parsing error: {message}"
    assert caught.value.code == 1


# --- the new image list


def image(names: tuple[str, ...], digit: str, used: bool = False, size: int = 3_158_516) -> ImageSummary:
    digest = f"sha256:{digit * 64}"
    one = PlatformSummary("linux/amd64", digest, 1_090_000, size - 1_090_000, True, "image", ("c",) if used else ())
    two = PlatformSummary("linux/arm64", f"sha256:{'f' * 64}", 0, 0, False, "image")
    proof = PlatformSummary("", f"sha256:{'e' * 64}", 1000, 0, True, "attestation")
    return ImageSummary(digest, names, (), (), 1.0, size, 1_091_000, int(used), (), (one, two, proof), not names)


def test_the_image_list() -> None:
    images = [image(("b:1", "a:1"), "1", used=True), image((), "2")]
    assert draw(lines_of(images, expanded=False)) == (
        "IMAGE        ID             DISK USAGE   CONTENT SIZE   EXTRA\n"
        "a:1          111111111111       3.16MB         1.09MB   U    \n"
        "b:1          111111111111       3.16MB         1.09MB   U    \n"
        "<untagged>   222222222222       3.16MB         1.09MB        \n"
    )


def test_the_image_tree() -> None:
    assert draw(lines_of([image(("b:1", "a:1"), "1")], expanded=True)) == (
        "IMAGE                ID             DISK USAGE   CONTENT SIZE   EXTRA\n"
        "a:1               \n"
        "b:1                  111111111111       3.16MB         1.09MB        \n"
        "├─ linux/amd64       111111111111       3.16MB         1.09MB        \n"
        "└─ linux/arm64       ffffffffffff           0B             0B        \n"
        "\n"
    )


def test_a_terminal_gets_a_legend_and_colours() -> None:
    text = draw(lines_of([image(("a:1",), "1", used=True)], expanded=False), width=80)
    assert "In Use" in text.split("\n")[0]
    assert "\x1b[" in text


def test_a_narrow_terminal_loses_columns_from_the_right() -> None:
    text = draw(lines_of([image(("a-long-name:1",), "1")], expanded=False), width=30)
    assert "DISK" not in text
    assert "ID" in text


# --- Go types behind inspect


def rendered(form: str, data: dict[str, object], kind: str = "image.InspectResponse") -> str:
    return Template.parse(form, DOCKER).render(typed(kind, data))


IMAGE: dict[str, object] = {
    "Id": "sha256:1",
    "RepoTags": ["a:1", "b:2"],
    "Config": {"Env": ["A=<1>"], "ExposedPorts": {"80/tcp": {}}, "Labels": {"b": "2", "a": "1"}},
    "Size": 5,
    "RootFS": {"Type": "layers", "Layers": ["x"]},
}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("{{.ID}} {{.RepoTags}} {{.Size}}", "sha256:1 [a:1 b:2] 5"),
        ("{{json .Config}}", '{"ExposedPorts":{"80/tcp":{}},"Env":["A=<1>"],"Labels":{"a":"1","b":"2"}}'),
        ("{{json .Config.Cmd}} {{json .Identity}} {{.Author}}|", "null null |"),
        ('{{index .Config.Labels "nope"}}|', "|"),
        ("{{len .Config.Volumes}} {{range .RootFS.Layers}}{{.}}{{end}}", "0 x"),
        ("{{if .Config.Cmd}}yes{{else}}no{{end}}", "no"),
    ],
)
def test_the_struct_behind_an_image(form: str, text: str) -> None:
    assert rendered(form, IMAGE) == text


def test_json_names_are_no_fields() -> None:
    with pytest.raises(ExecError):
        rendered("{{.Id}}", IMAGE)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("{{.SizeRw}}", "<nil>"),
        ("{{json .State}}", None),
        ("{{json .HostConfig.RestartPolicy}}", '{"Name":"no","MaximumRetryCount":0}'),
        ("{{.HostConfig.NanoCPUs}} {{.HostConfig.Memory}}", "5 0"),
        ("{{json .NetworkSettings.Ports}}", '{"80/tcp":null}'),
        ("{{json .Config.Healthcheck}}", '{"Test":["CMD","x"],"Interval":1000000000}'),
        ("{{.Config.Healthcheck.Interval}}", "1s"),
        (
            "{{range $k, $v := .NetworkSettings.Networks}}{{$k}} {{$v.IPAddress}} {{$v.Gateway}}{{end}}",
            "bridge 10.0.0.2 invalid IP",
        ),
    ],
)
def test_the_struct_behind_a_container(form: str, text: str | None) -> None:
    data: dict[str, object] = {
        "HostConfig": {"RestartPolicy": {"Name": "no"}, "NanoCpus": 5},
        "NetworkSettings": {"Ports": {"80/tcp": None}, "Networks": {"bridge": {"IPAddress": "10.0.0.2"}}},
        "Config": {"Healthcheck": {"Test": ["CMD", "x"], "Interval": 10**9}},
        "State": {"Status": "running", "Running": True},
    }
    shown = rendered(form, data, "container.InspectResponse")
    if text is None:
        assert shown.startswith('{"Status":"running","Running":true,"Paused":false,')
        assert "Health" not in shown
    else:
        assert shown == text
