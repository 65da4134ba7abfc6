printf 'X=1\nY=two\n' > $T/e; while read -r line; do export "$line"; done < $T/e; sh -c 'echo $X-$Y'; export $(grep -v '^#' $T/e | xargs); echo $Y
