f() { local IFS=,; set -- $1; echo $#; }
x=a,b,c; f $x; set -- $x; echo $#
