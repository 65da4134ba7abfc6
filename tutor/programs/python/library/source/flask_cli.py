"""`flask.cli`: the command `flask`."""

import sys

from flask import _main


def main():
    """Run the command."""
    sys.exit(_main(sys.argv[1:]) or 0)
