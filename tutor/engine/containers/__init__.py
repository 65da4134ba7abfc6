"""Containers: values that hold files, settings, a log and, while they run, a process."""
