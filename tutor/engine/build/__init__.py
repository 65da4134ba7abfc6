"""Building images from Dockerfiles, with BuildKit's graph, cache rules and output."""
