"""npm, as Node images have it (npm 10)."""
