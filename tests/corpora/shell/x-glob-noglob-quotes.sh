cd "$T"; : > a; set -f; echo * "*"; set +f; echo "*" '*' \* *
