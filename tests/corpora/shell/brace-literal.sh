echo {a,b} } { a{b}c {}
echo ${x}{y}
