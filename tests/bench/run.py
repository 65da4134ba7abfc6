"""Run the benchmarks: python tests/bench/run.py [NAME…] [--times N]. They print figures and judge nothing."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

BENCHES = {
    "start": (9, "start to first paint, against a bare Textual app"),
    "keys": (400, "key to echo with the preview on, against the same app (N keys)"),
    "beside": (200, "the same, and the start, beside Harlequin and posting where they are installed"),
    "editor": (200, "key to echo in the editor, against a bare text area (N keys)"),
    "command": (21, "layerwise exec, against python -c pass"),
    "files": (5, "a build of 2,000 small files, against the standard library's tar"),
    "archives": (3, "an image archive of 1 GB into a folder and back, against skopeo; memory up to 4 GB"),
    "preview": (5, "the preview of every image command on 500 images"),
    "depth": (9, "undo in a history of 1,000 commands"),
}
"""What there is, and how often each figure is taken unless told otherwise."""


def main() -> None:
    """Run those that are named, all by default."""
    about = "\n".join(f"  {name:9} {text}" for name, (_, text) in BENCHES.items())
    parser = argparse.ArgumentParser(
        description="Measure; print figures and ratios.", epilog=f"benchmarks:\n{about}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("names", nargs="*", metavar="NAME", help="benchmarks to run (default: all)")
    parser.add_argument("--times", type=int, metavar="N", help="how often each figure is taken")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in BENCHES]
    if unknown:
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    for name in options.names or BENCHES:
        import_module(f"tests.bench.{name}").main(options.times or BENCHES[name][0])


if __name__ == "__main__":
    main()
