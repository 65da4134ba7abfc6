echo {a,b} {1..3} a{b}c {}; echo }; x={; echo $x
