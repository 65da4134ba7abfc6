"""The outer command: read arguments and environment, put the parts together.

Each subcommand imports what it needs when it runs; errors that a user can understand end in one line and exit code 1,
wrong usage in exit code 2.
"""

from __future__ import annotations

import gc
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


COLLECTOR = (20_000, 20, 50)
"""How seldom Python looks for circles: a sandbox is trees of values without any, and there may be many of them."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    from tutor.errors import LayerwiseError

    gc.set_threshold(*COLLECTOR)
    arguments = list(sys.argv[1:] if argv is None else argv)
    try:
        from tutor.outer.arguments import parse

        options = parse(arguments)
        code: int = options.run(options)
        return code
    except LayerwiseError as error:
        print(f"layerwise: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever read our output is gone: nothing more to flush
        return 141
    except Exception as error:
        from tutor.outer.faults import keep

        print(f"layerwise: {keep(error)}", file=sys.stderr)
        return 70


def program() -> int:
    """Run as a process of its own; the exit code."""
    code = main()
    gc.freeze()  # a process that ends need not look through all that it held: of a full store that takes half a second
    return code


if __name__ == "__main__":
    sys.exit(program())
