"""`urllib`."""
