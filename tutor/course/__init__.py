"""Lessons: model, loading, checks, hints, progress."""
