show() { printf '<%s>' "$@"; echo " $#"; }
IFS=,
x=',a,'; show $x
x=',,'; show $x
x='a,,b'; show $x
x=' a , b '; show $x
x=; show $x "$x"
