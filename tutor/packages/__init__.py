"""Package managers: apt and dpkg, apk, pip and npm, over a bundled catalogue.

One rule: what they know of the world is the catalogue, what they know of the machine is in its files. Their texts,
their databases and the places of files are those of the real tools; the contents of installed files are generated.
"""
