"""Paths as strings.

The one rule: inside a tree a path is absolute and POSIX; a canonical one has no empty, `.` or `..` components.
"""

from __future__ import annotations


def split(path: str) -> list[str]:
    """Return the components of a path that are not empty and not `.`; `..` is kept."""
    return [part for part in path.split("/") if part and part != "."]


def join(folder: str, name: str) -> str:
    """Return the path of an entry of a canonical folder."""
    return f"/{name}" if folder == "/" else f"{folder}/{name}"


def parent(path: str) -> str:
    """Return the folder of a canonical path; the root's is the root."""
    return path[: path.rfind("/")] or "/"


def name(path: str) -> str:
    """Return the last component of a canonical path; the root's is empty."""
    return path[path.rfind("/") + 1 :]


def normal(path: str, folder: str = "/") -> str:
    """Return the canonical form by text alone, relative to `folder`; `..` takes back a component, not the root."""
    parts: list[str] = []
    for part in split(path if path.startswith("/") else f"{folder}/{path}"):
        if part != "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return "/" + "/".join(parts)


def under(path: str, folder: str) -> bool:
    """Whether a canonical path is `folder` or lies in it."""
    return path == folder or folder == "/" or path.startswith(folder + "/")
