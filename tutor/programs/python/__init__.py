"""A documented subset of Python 3, run by a tree of closures over the sandbox's files, clock and streams.

The language: all expressions and statements but `async`, `await`, `type`, `match` with class patterns, `yield` inside a
larger expression, and classes that derive from a built-in type other than `object` and the exceptions. Integers hold at
most `limits.MOST_BITS` bits. Modules of the standard library are there in the small (`library`); a module that is
neither there, nor beside the script, nor installed in the container's file tree is not found, as it would not be
outside. Source is read by `ast.parse` alone: nothing of a script is ever compiled or executed by the real Python.
"""
