"""How Docker prints things: sizes and durations, tables, templates, JSON."""
