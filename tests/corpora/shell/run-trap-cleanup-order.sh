cd $T; trap 'rm -f tmp1; ls; echo bye' EXIT; touch tmp1 keep; trap 'echo sig; exit 1' HUP INT TERM; (exit 3) || echo "c $?"; kill -TERM $$
