"""Fuzzing: random and mutated command lines, templates, references, filters, values, Dockerfiles and shell text.

Each case must end in output and an exit code, or in the error that its language reports, in less than two seconds of
work. `python -m tests.fuzz --cases 100000 --seed 7` runs more of it than the suite does.
"""
