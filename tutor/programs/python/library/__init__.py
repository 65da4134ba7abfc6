"""The standard library in the small: `fill(machine, name, names)` of each module here fills one that scripts import."""
