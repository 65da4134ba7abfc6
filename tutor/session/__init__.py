"""One learner's sitting: a line in, events out."""
