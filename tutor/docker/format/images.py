"""Images as rows: `docker image ls` with --format, -q, --digests or --no-trunc, and `docker system df -v`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tutor.docker.format.ids import short_id
from tutor.docker.format.table import row
from tutor.docker.format.times import go_time
from tutor.docker.format.units import ago, human_size
from tutor.oci.reference import Reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tutor.engine.listing import ImageSummary
    from tutor.gotemplate import Struct

NONE = "<none>"
_AGE = "{{if .CreatedSince }}{{.CreatedSince}}{{else}}N/A{{end}}"
_PLAIN = f"table {{{{.Repository}}}}\t{{{{.Tag}}}}\t{{{{.ID}}}}\t{_AGE}\t{{{{.Size}}}}"
_DIGESTS = f"table {{{{.Repository}}}}\t{{{{.Tag}}}}\t{{{{.Digest}}}}\t{{{{.ID}}}}\t{_AGE}\t{{{{.Size}}}}"
_RAW = (
    "repository: {{ .Repository }}\ntag: {{.Tag}}\n%simage_id: {{.ID}}\ncreated_at: {{.CreatedAt}}\n"
    "virtual_size: {{.Size}}\n"
)

TITLES = {
    "ID": "IMAGE ID",
    "Repository": "REPOSITORY",
    "Tag": "TAG",
    "Digest": "DIGEST",
    "CreatedSince": "CREATED",
    "CreatedAt": "CREATED AT",
    "Size": "SIZE",
    "Containers": "CONTAINERS",
    "SharedSize": "SHARED SIZE",
    "UniqueSize": "UNIQUE SIZE",
}


def image_format(source: str, quiet: bool, digests: bool) -> str:
    """Return the template behind a value of --format."""
    if source == "table":
        return "{{.ID}}" if quiet else _DIGESTS if digests else _PLAIN
    if source == "raw":
        return "image_id: {{.ID}}" if quiet else _RAW % ("digest: {{.Digest}}\n" if digests else "")
    if source.startswith("table") and digests and "{{.Digest}}" not in source:
        return source + "\t{{.Digest}}"
    return source


def image_rows(
    images: Iterable[ImageSummary], form: str, *, now: float, truncate: bool, digests: bool
) -> Iterator[Struct]:
    """One row for each name of each image; names by digest alone have their own where no tag of theirs has one."""
    with_digest = digests or "{{.Digest}}" in form
    for image in images:
        for repository, tag, digest in _names(image, with_digest, digests):
            yield image_row(image, repository, tag, digest, now=now, truncate=truncate)


def _names(image: ImageSummary, with_digest: bool, digests: bool) -> Iterator[tuple[str, str, str]]:
    if image.dangling and not image.digests:
        yield NONE, NONE, NONE
        return
    tags: dict[str, list[str]] = {}
    pinned: dict[str, list[str]] = {}
    for name in image.names:
        reference = Reference.parse(name)
        tags.setdefault(reference.repository, []).append(reference.tag or "")
    for name in image.digests:
        reference = Reference.parse(name)
        pinned.setdefault(reference.repository, []).append(reference.digest or "")
    for repository, its_tags in tags.items():
        its_digests = pinned.pop(repository, [])
        for tag in its_tags:
            for digest in (its_digests if with_digest else []) or [NONE]:
                yield repository, tag, digest
    for repository, its_digests in pinned.items():
        for digest in its_digests if digests else [""]:
            yield repository, NONE, digest


def image_row(
    image: ImageSummary,
    repository: str,
    tag: str,
    digest: str,
    *,
    now: float,
    truncate: bool,
    shared: int = -1,
) -> Struct:
    """One row; `shared` is the number of bytes that other images use too, -1 where it is not known."""
    unique = image.size - shared
    return row(
        "*formatter.imageContext",
        {
            "ID": lambda: short_id(image.id) if truncate else image.id,
            "Repository": lambda: repository,
            "Tag": lambda: tag,
            "Digest": lambda: digest,
            "CreatedSince": lambda: ago(now - image.created) if image.created else "N/A",
            "CreatedAt": lambda: go_time(image.created),
            "Size": lambda: human_size(image.size, 3),
            "Containers": lambda: str(image.containers) if image.containers >= 0 else "N/A",
            "SharedSize": lambda: human_size(shared) if shared >= 0 else "N/A",
            "UniqueSize": lambda: human_size(unique) if shared >= 0 else "N/A",
        },
    )
