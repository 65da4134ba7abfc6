"""The commands of `docker manifest`."""

from __future__ import annotations

from tutor.docker.spec import Argument, Command, Flag

COMMANDS = (
    Command(
        "manifest",
        "Work with image manifests and manifest lists",
        usage="COMMAND",
        long=(
            "Every image has a manifest: the list of its layers and its configuration. A manifest list\n"
            "gives one name to the images of several platforms. These commands make and change such lists.\n"
            "\n"
            "To see help for a subcommand, use:\n"
            "\n"
            "    docker manifest CMD --help"
        ),
        children=("annotate", "create", "inspect", "push", "rm"),
    ),
    Command(
        "manifest annotate",
        "Add facts to an image in a local manifest list",
        usage="[OPTIONS] MANIFEST_LIST MANIFEST",
        least=2,
        most=2,
        flags=(
            Flag("arch", "string", help="Set the architecture"),
            Flag("os", "string", help="Set the operating system"),
            Flag("os-features", "strings", help="Set features of the operating system"),
            Flag("os-version", "string", help="Set the version of the operating system"),
            Flag("variant", "string", help="Set the architecture's variant"),
        ),
        arguments=(
            Argument("MANIFEST_LIST", "text", "the local manifest list"),
            Argument("MANIFEST", "remote", "the image in it"),
        ),
        handler="tutor.docker.commands.manifest_lists:annotate",
    ),
    Command(
        "manifest create",
        "Make a local manifest list, to be annotated and pushed",
        usage="MANIFEST_LIST MANIFEST [MANIFEST...]",
        least=2,
        most=None,
        flags=(
            Flag("amend", short="a", help="Change a manifest list that exists already"),
            Flag("insecure", help="Talk to a registry without TLS"),
        ),
        arguments=(
            Argument("MANIFEST_LIST", "text", "the name of the list"),
            Argument("MANIFEST", "remote", "an image that goes into it", repeats=True),
        ),
        handler="tutor.docker.commands.manifest_lists:create",
    ),
    Command(
        "manifest inspect",
        "Show a manifest or a manifest list",
        usage="[OPTIONS] [MANIFEST_LIST] MANIFEST",
        least=1,
        most=2,
        flags=(
            Flag("insecure", help="Talk to a registry without TLS"),
            Flag("verbose", short="v", help="Print more, with layers and platform"),
        ),
        arguments=(
            Argument("MANIFEST_LIST", "remote", "the manifest list in which the image is", optional=True),
            Argument("MANIFEST", "remote", "the image in a registry"),
        ),
        handler="tutor.docker.commands.manifest:inspect",
    ),
    Command(
        "manifest push",
        "Push a manifest list to a registry",
        usage="[OPTIONS] MANIFEST_LIST",
        least=1,
        most=1,
        flags=(
            Flag("insecure", help="Talk to a registry without TLS"),
            Flag("purge", short="p", help="Remove the local manifest list after the push"),
        ),
        arguments=(Argument("MANIFEST_LIST", "text", "the list to push"),),
        handler="tutor.docker.commands.manifest_lists:push",
    ),
    Command(
        "manifest rm",
        "Delete local manifest lists",
        usage="MANIFEST_LIST [MANIFEST_LIST...]",
        least=1,
        most=None,
        arguments=(Argument("MANIFEST_LIST", "text", "the list to delete", repeats=True),),
        handler="tutor.docker.commands.manifest_lists:rm",
    ),
)
