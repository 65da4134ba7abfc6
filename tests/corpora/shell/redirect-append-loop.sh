cd "$T"
for i in 1 2 3; do echo $i >> log; done; cat log
{ echo a; echo b >> log; echo c; } >> log; cat log
{ echo aaaa; echo b >> log2; echo c; } > log2; cat log2
