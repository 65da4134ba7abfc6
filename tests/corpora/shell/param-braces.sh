x=foo
echo ${x}bar $xbar. "${x}"baz $x.txt ${x}_y $x-z
set -- 1 2 3 4 5 6 7 8 9 ten eleven
echo $10 ${10} ${11} "${10}" $1$2
