"""POSIX sh over a virtual file system."""
