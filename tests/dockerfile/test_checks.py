"""The build checks: each rule fires where BuildKit's does, can be switched off, and is reported as --check does it."""

from __future__ import annotations

import pytest

from tutor.dockerfile import Ignore, ParseError
from tutor.dockerfile.checks import RULES, BaseImage, Facts, Options, error_report, lint, report, short

LINUX = BaseImage(env=("PATH=/bin", "HOME=/root"))


def facts(**changes: object) -> Facts:
    return Facts(base=lambda image, platform: LINUX, **changes)  # type: ignore[arg-type]


def names(text: str, given: Facts | None = None) -> list[str]:
    return [warning.rule.name for warning in lint(text, given or facts()).warnings]


FIRES = {
    "StageNameCasing": "FROM a AS B\n",
    "FromAsCasing": "FROM a as b\n",
    "NoEmptyContinuation": "FROM a\nRUN x \\\n\n y\n",
    "ConsistentInstructionCasing": "FROM a\nUSER x\nrun y\n",
    "DuplicateStageName": "FROM a AS x\nFROM a AS x\n",
    "ReservedStageName": "FROM a AS scratch\n",
    "JSONArgsRecommended": "FROM a\nCMD x\n",
    "MaintainerDeprecated": "FROM a\nMAINTAINER x\n",
    "UndefinedArgInFrom": "FROM a${X}\n",
    "WorkdirRelativePath": "FROM a\nWORKDIR x\n",
    "UndefinedVar": "FROM a\nUSER $X\n",
    "MultipleInstructionsDisallowed": 'FROM a\nCMD ["x"]\nCMD ["y"]\n',
    "LegacyKeyValueFormat": "FROM a\nENV A b\n",
    "InvalidBaseImagePlatform": "FROM a\n",
    "RedundantTargetPlatform": "FROM --platform=$TARGETPLATFORM a\n",
    "SecretsUsedInArgOrEnv": "FROM a\nARG TOKEN\n",
    "InvalidDefaultArgInFrom": "ARG T\nFROM a:$T\n",
    "FromPlatformFlagConstDisallowed": "FROM --platform=linux/amd64 a\n",
    "CopyIgnoredFile": "FROM a\nCOPY secret /\n",
    "InvalidDefinitionDescription": "# something else\nARG A\nFROM a\n",
    "ExposeProtoCasing": "FROM a\nEXPOSE 80/TCP\n",
    "ExposeInvalidFormat": "FROM a\nEXPOSE 8080:80\n",
}


def given(rule: str, options: Options | None = None) -> Facts:
    platform = "linux/arm64" if rule == "InvalidBaseImagePlatform" else "linux/amd64"
    build_args = {"T": "1"} if rule == "InvalidDefaultArgInFrom" else {}
    options = options or Options(experimental_all=True)
    return facts(platform=platform, build_args=build_args, ignore=Ignore.parse("secret"), options=options)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_fires_and_can_be_switched_off(rule: str) -> None:
    assert names(FIRES[rule], given(rule)) == [rule]
    off = Options(skip=frozenset([rule]), experimental_all=not RULES[rule].experimental)
    assert names(FIRES[rule], given(rule, off)) == []


def test_rules_are_well_made() -> None:
    assert set(FIRES) == set(RULES)
    assert len(RULES) == 22
    for rule in RULES.values():
        assert rule.description.endswith(".")
        assert not rule.url or rule.url.startswith("https://docs.docker.com/go/dockerfile/rule/")


def test_experimental_rules_are_off_by_default() -> None:
    assert names(FIRES["InvalidDefinitionDescription"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "FROM a AS build\nUSER x\nWORKDIR /srv\nWORKDIR app\n",
        'FROM a\nSHELL ["/bin/sh", "-ec"]\nCMD x\n',
        "FROM a\nARG V=1\nENV A=$V B=$HOME\nUSER $A\nRUN echo $ANYTHING\n",
        "FROM a\nENV PUBLIC_KEY=1 KEYBOARD=2 TOKEN_FILE=3 MONKEY=4\n",
        "FROM --platform=linux/amd64 a AS amd64-tools\n",
        "FROM --platform=$BUILDPLATFORM a\n",
        "from a\nrun x\ncmd [\"y\"]\n",
        "FROM a AS one\nFROM one\nCMD [\"x\"]\n",
    ],
)  # fmt: skip
def test_nothing_to_say(text: str) -> None:
    assert names(text) == []


def test_a_child_stage_inherits_variables_and_workdir() -> None:
    text = "FROM a AS base\nARG V\nENV W=1\nWORKDIR /x\nFROM base\nUSER $V$W\nWORKDIR y\nUSER $SOMETHING\n"
    assert [warning.message for warning in lint(text, facts()).warnings] == ["Usage of undefined variable '$SOMETHING'"]


def test_a_suggestion() -> None:
    (warning,) = lint("FROM a\nENV HOME_DIR=/srv\nUSER $HOMEDIR\n", facts()).warnings
    assert warning.message == "Usage of undefined variable '$HOMEDIR' (did you mean $HOME_DIR?)"
    assert short(warning) == "UndefinedVar: Usage of undefined variable '$HOMEDIR' (did you mean $HOME_DIR?) (line 3)"


def test_only_needed_stages_are_looked_at() -> None:
    text = "FROM a AS unused\nUSER $X\nFROM a\nUSER $Y\n"
    assert len(names(text)) == 1
    assert len(names(text, facts(all_stages=True))) == 2
    assert len(names(text, facts(all_stages=True, target="unused"))) == 1


def test_triggers_of_the_base_are_looked_at() -> None:
    base = BaseImage(env=("PATH=/bin",), on_build=("USER $X", "CMD y"))
    found = lint("FROM a\n", Facts(base=lambda image, platform: base)).warnings
    assert [(warning.rule.name, warning.lines) for warning in found] == [
        ("UndefinedVar", (1, 1)),
        ("JSONArgsRecommended", (1, 1)),
    ]


def test_options_of_the_file_and_of_a_comment() -> None:
    assert names("# check=skip=JSONArgsRecommended\nFROM a\nCMD x\n") == []
    assert names("FROM a\n# check=skip=all\nCMD x\nENTRYPOINT y\n") == ["JSONArgsRecommended"]
    findings = lint("# check=error=true\nFROM a as b\nCMD x\n", facts())
    assert findings.violation == "lint violation found for rules: FromAsCasing, JSONArgsRecommended"
    assert lint("# check=skip=all;error=true\nFROM a as b\n", facts()).violation == ""


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ("skip", 'invalid check option "skip"'),
        ("what=1", 'invalid check option "what"'),
        (
            "error=maybe",
            'failed to parse check option "error=maybe": strconv.ParseBool: parsing "maybe": invalid syntax',
        ),
    ],
)
def test_bad_options(options: str, problem: str) -> None:
    error = lint(f"# check={options}\nFROM a\n").error
    assert error is not None
    assert error.message == f"failed to parse check options: {problem}"


def test_an_unknown_base_ends_the_look() -> None:
    def missing(image: str, platform: str) -> BaseImage:
        raise ParseError(f"{image}: not found")

    findings = lint("FROM nope as x\nCMD y\n", Facts(base=missing))
    assert [warning.rule.name for warning in findings.warnings] == ["FromAsCasing"]
    assert findings.error is not None
    assert (findings.error.message, findings.error.lines) == ("nope: not found", (1, 1))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("FROM a\nEXPOSE http\n", "invalid containerPort: http"),
        ("FROM a\nSTOPSIGNAL SIGNOPE\n", "invalid signal: SIGNOPE"),
        (
            "FROM a\nCOPY --chmod=999 x /\n",
            "invalid chmod parameter: '999'. it should be octal string and between 0 and 07777",
        ),
        ("FROM a\nRUN --mount=type=disk ls\n", 'unsupported mount type "disk"'),
        ("FROM a\nENV A=${B:?no}\n", 'failed to process "${B:?no}": B: no'),
        ("FROM a\nINSTALL\n", "dockerfile parse error on line 2: unknown instruction: INSTALL"),
    ],
)
def test_what_would_fail_the_build_is_found(text: str, problem: str) -> None:
    error = lint(text, facts()).error
    assert error is not None
    assert (error.message, error.lines) == (problem, (2, 2))


def test_the_report() -> None:
    text = "FROM a\nCMD x\nMAINTAINER y\n"
    assert report(lint(text, facts()), text) == (
        "Check complete, 2 warnings have been found!\n"
        "\n"
        "WARNING: JSONArgsRecommended - https://docs.docker.com/go/dockerfile/rule/json-args-recommended/\n"
        "JSON arguments recommended for CMD to prevent unintended behavior related to OS signals\n"
        "Dockerfile:2\n"
        "--------------------\n"
        "   1 |     FROM a\n"
        "   2 | >>> CMD x\n"
        "   3 |     MAINTAINER y\n"
        "   4 |     \n"
        "--------------------\n"
        "\n"
        "WARNING: MaintainerDeprecated - https://docs.docker.com/go/dockerfile/rule/maintainer-deprecated/\n"
        "Maintainer instruction is deprecated in favor of using label\n"
        "Dockerfile:3\n"
        "--------------------\n"
        "   1 |     FROM a\n"
        "   2 |     CMD x\n"
        "   3 | >>> MAINTAINER y\n"
        "   4 |     \n"
        "--------------------\n"
    )


def test_the_report_of_nothing_and_of_an_error() -> None:
    assert report(lint("FROM a\n", facts()), "FROM a\n") == "Check complete, no warnings found.\n"
    bad = lint("FROM a\nINSTALL\n", facts())
    assert report(bad, "FROM a\nINSTALL\n") == ""
    shown = error_report(bad, "FROM a\nINSTALL\n")
    assert shown.startswith(
        "ERROR: dockerfile parse error on line 2: unknown instruction: INSTALL\nDockerfile:2\n-----"
    )
    assert shown.endswith("-----\n\n")
