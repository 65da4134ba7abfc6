name=color; color=red; eval "echo \$$name"; eval "$name=blue"; echo $color; for k in a b; do eval "v_$k=\$k$k"; done; echo $v_a $v_b; i=2; set -- x y z; eval "echo \${$i}"; eval "echo \"\$$#\""
