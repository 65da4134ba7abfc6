"""A documented subset of JavaScript, run as node runs it, by closures over the sandbox's files, clock and network.

The language: let, const, var, functions, arrows, closures, classes with inheritance, getters and static members,
template
strings, destructuring, spread, default parameters, optional chaining, `??`, for, for-of, for-in, while, switch, try,
throw,
async and await, promises, timers, `require` and plain `import`. Regular expressions, generators, symbols, proxies,
`with`,
labels and tagged templates are outside. Numbers are doubles. Modules: fs, path, os, http, util, events in the small,
and
express where it is installed in node_modules.
"""
