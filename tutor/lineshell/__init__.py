"""The line shell."""
