"""make in the small: explicit and pattern rules, variables, prerequisites by time, recipes run by the shell.

Conditionals, functions other than shell, wildcard, patsubst, addprefix, addsuffix, notdir and basename,
double-colon rules
and parallel runs are outside. Texts are those of GNU Make 4.3 and 4.4.
"""
