"""Image archives into a layout folder and back, against skopeo doing the same; memory from 100 MB to 4 GB."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Row, paired, show
from tests.corpora.hostile.make import LAYOUT, config_of, index_of, manifest_of, member_head, named, open_ended, tar
from tests.corpora.hostile.make import entry as member

LAYERS = 8
SIZES = (100, 1000, 4000)
"""Megabytes of the archives whose memory is taken; the second one is also timed."""


def main(times: int) -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory(prefix="layerwise-bench-") as folder:
        top = Path(folder)
        archive = make(top, SIZES[1])
        figures: dict[str, list[float]] = {key: [] for key in ("load", "save", "their load", "their save")}
        for _ in range(times):
            figures["load"].append(ours("load", archive, top / "a"))
            figures["their load"].append(skopeo(f"oci-archive:{archive}", f"oci:{top}/b", top / "b"))
            figures["save"].append(ours("save", top / "a", top / "a.tar"))
            figures["their save"].append(skopeo(f"oci:{top}/b", f"oci-archive:{top}/b.tar:1", top / "b.tar"))
            for place in (top / "a", top / "b"):
                shutil.rmtree(place)
        archive.unlink()
        megabytes = SIZES[1]
        speed = {key: [megabytes / value for value in values] for key, values in figures.items()}
        show(f"An archive of {megabytes} MB: MB a second", ("ours", "skopeo"), [
            paired("load", speed["load"], speed["their load"], "0.8", 1),
            paired("save", speed["save"], speed["their save"], "0.8", 1),
        ])  # fmt: skip
        rows = []
        for size in SIZES:
            archive = make(top, size)
            load = memory("load", archive, top / "a")
            save = memory("save", top / "a", top / "a.tar")
            shutil.rmtree(top / "a")
            (top / "a.tar").unlink()
            archive.unlink()
            rows += [Row(f"load {size} MB", load, None, "150"), Row(f"save {size} MB", save, None, "150")]
        show("The most memory that it took: MB", ("ours", ""), rows)


def make(top: Path, megabytes: int) -> Path:
    """An archive of an image with layers of bytes that do not compress; each layer is one file in a tar."""
    from hashlib import sha256

    size = (megabytes * 1_000_000 // LAYERS - 4096) // 512 * 512
    block = os.urandom(1 << 20)
    path = top / "image.tar"
    layers: list[tuple[str, int]] = []
    with open(path, "wb") as file:
        file.write(open_ended(tar(member("oci-layout", LAYOUT))))
        for number in range(LAYERS):
            head = member_head(f"data-{number}", size)
            length = len(head) + size + 1024
            start = file.tell()
            file.write(member_head("blobs/sha256/" + "0" * 64, length))
            hasher = sha256()
            for piece in layer_pieces(head, block, number, size):
                hasher.update(piece)
                file.write(piece)
            file.write(bytes(-length % 512))
            layers.append((f"sha256:{hasher.hexdigest()}", length))
            end = file.tell()
            file.seek(start)
            file.write(member_head("blobs/sha256/" + hasher.hexdigest(), length))
            file.seek(end)
        config, manifest = documents(layers)
        rest = [member("blobs/" + named(data)["digest"].replace(":", "/"), data) for data in (config, manifest)]
        file.write(tar(*rest, member("index.json", index_of(named(manifest)))))
    return path


def layer_pieces(head: bytes, block: bytes, number: int, size: int) -> Iterator[bytes]:
    """The tar of a layer: one file of `size` bytes, which differ from layer to layer."""
    yield head
    piece = number.to_bytes(8, "big") + block[8:]
    while size:
        yield piece[:size]
        size -= min(size, len(piece))
    yield bytes(1024)


def documents(layers: list[tuple[str, int]]) -> tuple[bytes, bytes]:
    """Configuration and manifest of layers that are known by digest and size."""
    import json

    config = json.loads(config_of())
    config["rootfs"]["diff_ids"] = [digest for digest, _ in layers]
    raw = json.dumps(config).encode()
    manifest = json.loads(manifest_of(raw))
    kind = "application/vnd.oci.image.layer.v1.tar"
    manifest["layers"] = [{"mediaType": kind, "digest": digest, "size": size} for digest, size in layers]
    return raw, json.dumps(manifest).encode()


def command(how: str, source: Path, target: Path) -> list[str]:
    words = ["pull", str(source), str(target)] if how == "load" else ["push", str(source), str(target)]
    return [sys.executable, "-m", "tutor", "registry", *words]


def ours(how: str, source: Path, target: Path) -> float:
    return timed(command(how, source, target))


def skopeo(source: str, target: str, place: Path) -> float:
    if place.is_file():
        place.unlink()
    return timed(["skopeo", "--insecure-policy", "copy", "-q", source, target])


def timed(words: list[str]) -> float:
    """Seconds that a command takes, once what was written before is on the disk."""
    os.sync()
    began = time.perf_counter()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def memory(how: str, source: Path, target: Path) -> float:
    """The most megabytes that one of our commands takes, read in a process of its own."""
    program = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000)"
    )
    done = subprocess.run([sys.executable, "-c", program, *command(how, source, target)],
                          check=True, capture_output=True, text=True)  # fmt: skip
    return float(done.stdout)
