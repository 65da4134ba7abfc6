"""BuildKit's build checks as data. What a rule's `title` and `message` say is what the engine prints."""

from __future__ import annotations

from tutor.dataclass import dataclass

_URL = "https://docs.docker.com/go/dockerfile/rule/"


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: its name, the last part of its page's address ("" if it has none), its title, what a warning says.

    `description` says in our own words why it is there.

    `message` has `{}` for each thing that a warning names. An experimental rule is off unless it is asked for.
    """

    name: str
    page: str
    title: str
    description: str
    message: str
    experimental: bool = False

    @property
    def url(self) -> str:
        """The rule's page; empty if it has none."""
        return f"{_URL}{self.page}/" if self.page else ""


_ALL = (
    Rule(
        "StageNameCasing",
        "stage-name-casing",
        "Stage names should be lowercase",
        "A stage's name is compared without regard to case, so write it in small letters.",
        "Stage name '{}' should be lowercase",
    ),
    Rule(
        "FromAsCasing",
        "from-as-casing",
        "The 'as' keyword should match the case of the 'from' keyword",
        "Write FROM and AS in the same case.",
        "'{1}' and '{0}' keywords' casing do not match",
    ),
    Rule(
        "NoEmptyContinuation",
        "no-empty-continuation",
        "Empty continuation lines will become errors in a future release",
        "An empty line inside a continued instruction is easily taken for its end, and will be refused one day.",
        "Empty continuation line",
    ),
    Rule(
        "ConsistentInstructionCasing",
        "consistent-instruction-casing",
        "All commands within the Dockerfile should use the same casing (either upper or lower)",
        "Write all instructions in capitals or all in small letters.",
        "Command '{}' should match the case of the command majority ({})",
    ),
    Rule(
        "DuplicateStageName",
        "duplicate-stage-name",
        "Stage names should be unique",
        "Two stages of one name: later instructions only find the last of them.",
        "Duplicate stage name {}, stage names should be unique",
    ),
    Rule(
        "ReservedStageName",
        "reserved-stage-name",
        "Reserved words should not be used as stage names",
        "`scratch` and `context` mean something of their own and cannot be told from a stage of that name.",
        "Stage name should not use the same name as reserved stage {}",
    ),
    Rule(
        "JSONArgsRecommended",
        "json-args-recommended",
        "JSON arguments recommended for ENTRYPOINT/CMD to prevent unintended behavior related to OS signals",
        "In the shell form a shell is the first process, and it passes no signals on: `docker stop` has to kill.",
        "JSON arguments recommended for {} to prevent unintended behavior related to OS signals",
    ),
    Rule(
        "MaintainerDeprecated",
        "maintainer-deprecated",
        "The MAINTAINER instruction is deprecated, use a label instead to define an image author",
        "MAINTAINER is out of use; the label org.opencontainers.image.authors says the same.",
        "Maintainer instruction is deprecated in favor of using label",
    ),
    Rule(
        "UndefinedArgInFrom",
        "undefined-arg-in-from",
        "FROM command must use declared ARGs",
        "FROM uses a variable that no ARG before the first FROM declares.",
        "FROM argument '{}' is not declared",
    ),
    Rule(
        "WorkdirRelativePath",
        "workdir-relative-path",
        "Relative workdir without an absolute workdir declared within the build can have unexpected "
        "results if the base image changes",
        "A relative WORKDIR stands on that of the base image, which another version of the base may change.",
        "Relative workdir {} can have unexpected results if the base image changes",
    ),
    Rule(
        "UndefinedVar",
        "undefined-var",
        "Variables should be defined before their use",
        "An instruction uses a variable that no ARG or ENV before it sets: it is replaced by nothing.",
        "Usage of undefined variable '${}'",
    ),
    Rule(
        "MultipleInstructionsDisallowed",
        "multiple-instructions-disallowed",
        "Multiple instructions of the same type should not be used in the same stage",
        "Only the last CMD, ENTRYPOINT and HEALTHCHECK of a stage counts.",
        "Multiple {} instructions should not be used in the same stage because only the last one will be used",
    ),
    Rule(
        "LegacyKeyValueFormat",
        "legacy-key-value-format",
        "Legacy key/value format with whitespace separator should not be used",
        "Write name=value; the old form with a space takes the rest of the line as the value.",
        '"{0} key=value" should be used instead of legacy "{0} key value" format',
    ),
    Rule(
        "InvalidBaseImagePlatform",
        "",
        "Base image platform does not match expected target platform",
        "The base image that was found is for another platform than the one built for.",
        "Base image {} was pulled with platform {}, expected {} for current build",
    ),
    Rule(
        "RedundantTargetPlatform",
        "redundant-target-platform",
        "Setting platform to predefined $TARGETPLATFORM in FROM is redundant as this is the default behavior",
        "FROM uses the target platform anyway.",
        "Setting platform to predefined {} in FROM is redundant as this is the default behavior",
    ),
    Rule(
        "SecretsUsedInArgOrEnv",
        "secrets-used-in-arg-or-env",
        "Sensitive data should not be used in the ARG or ENV commands",
        "Build arguments and environment variables stay readable in the image's history; use a secret mount.",
        "Do not use ARG or ENV instructions for sensitive data ({} {})",
    ),
    Rule(
        "InvalidDefaultArgInFrom",
        "invalid-default-arg-in-from",
        "Default value for global ARG results in an empty or invalid base image name",
        "Without build arguments the base image has no valid name: give the global ARG a default.",
        "Default value for ARG {} results in empty or invalid base image name",
    ),
    Rule(
        "FromPlatformFlagConstDisallowed",
        "from-platform-flag-const-disallowed",
        "FROM --platform flag should not use a constant value",
        "A fixed platform in FROM keeps the Dockerfile from being built for others.",
        "FROM --platform flag should not use constant value {}",
    ),
    Rule(
        "CopyIgnoredFile",
        "copy-ignored-file",
        "Attempting to Copy file that is excluded by .dockerignore",
        "What .dockerignore leaves out of the build context cannot be copied.",
        "Attempting to {} file {} that is excluded by .dockerignore",
    ),
    Rule(
        "InvalidDefinitionDescription",
        "invalid-definition-description",
        "Comment for build stage or argument should follow the format: `# <arg/stage name> "
        "<description>`. If this is not intended to be a description comment, add an empty line or "
        "comment between the instruction and the comment.",
        "A comment right above an ARG or FROM describes it if it begins with its name.",
        "Comment for {0} should follow the format: `# {1} <description>`",
        experimental=True,
    ),
    Rule(
        "ExposeProtoCasing",
        "expose-proto-casing",
        "Protocol in EXPOSE instruction should be lowercase",
        "Write the protocol of a port in small letters.",
        "Defined protocol '{}' in EXPOSE instruction should be lowercase",
    ),
    Rule(
        "ExposeInvalidFormat",
        "expose-invalid-format",
        "IP address and host-port mapping should not be used in EXPOSE instruction. This will become an "
        "error in a future release",
        "EXPOSE names ports of the container; addresses and ports of the host belong to `docker run -p`.",
        "EXPOSE instruction should not define an IP address or host-port mapping, found '{}'",
    ),
)

RULES = {rule.name: rule for rule in _ALL}
