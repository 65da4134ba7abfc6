"""gcc in the small: C programs of functions over int, double, char and string constants, with printf and puts.

The language: declarations, arrays of numbers, if, while, do, for, break, continue, return, calls, the operators,
object-like
macros. Pointers other than to string constants, structs, unions, typedefs, switch,
goto and function-like macros are outside.
An executable carries its program, as those of Go do; without -static it needs the loader of its system.
"""
