count() { n=0; while read _; do n=$((n+1)); done; echo $n; }; seq 4 | count; count < /dev/null; count <<E
1
2
E
