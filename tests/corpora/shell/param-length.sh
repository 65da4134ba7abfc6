x=hello
echo ${#x} ${#} ${#@} ${#*}
set -- a bb ccc
echo ${#} ${#1} ${#3} ${#@} $#
e=
echo ${#e} ${#unset}
x='a b	c'
echo ${#x}
