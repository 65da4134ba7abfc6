"""Blobs, archives, layouts and persistence."""
