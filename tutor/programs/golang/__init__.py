"""The `go` command, and a documented subset of Go run by closures over the syntax tree.

The language: packages of one or more files, constants, variables, functions, methods, closures, structs, slices, maps,
pointers to structs and variables, interfaces by the methods that are called, if, for, range, switch, defer, panic,
multiple results. Goroutines, channels, select, generics, goto and labels are outside; so are packages that are not in
`packages`. Values carry their kind, not their exact type: integers are 64 bits wide, all floats are doubles.

`go build` checks what the real one is known for: unused imports and variables, undefined names, missing modules, and
writes an executable whose file carries the program; it starts wherever the loader that it needs is there.
"""
