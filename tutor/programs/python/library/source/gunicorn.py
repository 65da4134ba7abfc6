"""`gunicorn`: a server of WSGI applications."""

import os
import sys


def _version():
    for folder in sys.path:
        for name in os.listdir(folder) if folder and os.path.isdir(folder) else ():
            if name.startswith("gunicorn-") and name.endswith(".dist-info"):
                return name.split("-")[1].removesuffix(".dist")
    return "23.0.0"


__version__ = _version().removesuffix(".dist-info")
