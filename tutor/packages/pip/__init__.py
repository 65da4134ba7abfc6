"""pip, as Python images have it (pip 24 and 25)."""
