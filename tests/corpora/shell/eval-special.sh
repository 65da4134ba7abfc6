eval 'f() { echo defined; }'; f
eval 'set -- x y z'; echo $#
eval exit 3
