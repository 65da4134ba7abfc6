tobin() { n=$1 b=; while [ $n -gt 0 ]; do b=$((n%2))$b; n=$((n/2)); done; echo ${b:-0}; }
tobin 10; tobin 255; tobin 0
