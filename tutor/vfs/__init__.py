"""The immutable file system: nodes, trees, layers, tar."""
