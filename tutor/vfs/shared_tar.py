"""Archives that share what they hold: written without reading a long member, read without copying it.

The one rule: such an archive has the very bytes that `write_tar` writes, made when someone reads them.
"""

from __future__ import annotations

from tutor.vfs.content import CHUNK, Bytes
from tutor.vfs.generated import Joined
from tutor.vfs.tar import BLOCK, header_bytes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from tutor.vfs.content import Content
    from tutor.vfs.tar import Header


def tar_content(members: Iterable[tuple[Header, Content | None]]) -> Content:
    """Return the archive of some members as one content; a content must have exactly its header's size."""
    parts: list[Content] = []
    held: list[bytes] = []
    for header, content in members:
        held.append(header_bytes(header))
        if content is None:
            continue
        if content.size > CHUNK:
            parts += (Bytes(b"".join(held)), content)
            held = []
        else:
            held += content.chunks()
        held.append(bytes(-header.size % BLOCK))
    return Joined((*parts, Bytes(b"".join(held) + bytes(2 * BLOCK))))


def pieces(content: Content) -> Iterable[bytes | Content]:
    """Return what `read_tar` and whoever else reads a stream may be given for a content: its parts where it has some.

    The first piece is always bytes, so that what kind of stream it is can be told.
    """
    if not isinstance(content, Joined) or not isinstance(content.parts[0], Bytes):
        return content.chunks()
    return [part.data if isinstance(part, Bytes) else part for part in content.parts]
