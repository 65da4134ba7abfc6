f() { shift; set -- z; }; set -- a b c; f x y; echo $*
