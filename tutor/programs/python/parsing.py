"""From source to a syntax tree: by `ast.parse` alone, with Python's own words for bad syntax."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.programs.python.machine import Machine

_LARGEST = 1 << 20


def parsed(machine: Machine, data: bytes, filename: str) -> ast.Module:
    """Return the tree of some source. Raises Raised (SyntaxError)."""
    machine.tick(len(data) // 16)
    machine.process.kernel.meter.fits(len(data) * 32)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(data, filename)
    except SyntaxError as error:
        made = machine.error(type(error).__name__, error.msg)
        offset = error.offset or 0
        end = error.end_offset if error.end_lineno in (None, error.lineno) else None
        place = (filename, error.lineno or 0, offset, end or offset + 1, error.text or "")
        made.value.attrs.update(print_file_and_line=place, msg=error.msg, filename=filename, lineno=error.lineno)
        raise made from None
    except ValueError:
        made = machine.error("SyntaxError", "source code string cannot contain null bytes")
        raise made from None
    except (RecursionError, MemoryError):
        raise machine.error("MemoryError") from None


def source_lines(data: bytes) -> list[str]:
    """Return the lines of some source, for tracebacks."""
    return data.decode("utf-8", "replace").splitlines()
