"""Lessons out of other courses' formats: what can be taken over becomes a `course.model.Lesson`, the rest is told."""
