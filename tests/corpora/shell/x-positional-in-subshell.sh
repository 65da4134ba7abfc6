set -- a b; (set -- x; echo $#); echo $#; f() { (shift; echo $*); echo $*; }; f 1 2
