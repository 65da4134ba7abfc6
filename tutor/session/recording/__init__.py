"""A lesson made from what an author did once by hand.

`history` reads what was typed, `candidates` turns what changed into checks that could be asked for, `propose` keeps
those that a wrong way would not meet, `compose` writes the lesson.
"""
