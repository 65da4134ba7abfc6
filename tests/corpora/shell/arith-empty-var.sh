e=; echo $((e+1)) $((unset_v+1)) 
