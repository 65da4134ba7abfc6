"""Editing files of the sandbox, without any screen: open, colour, check, foretell a build, save."""
