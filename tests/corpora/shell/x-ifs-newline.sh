IFS='
'; x='a b
c d'; for l in $x; do echo "<$l>"; done
set -- $(printf 'x y\nz\n'); echo $#
