true & p=$!; wait $p && echo ok; [ "$p" != "$$" ] && echo different
