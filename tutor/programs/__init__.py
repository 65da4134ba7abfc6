"""The programs of the catalogue's images: language runtimes, servers, databases, compilers, each in the small."""
