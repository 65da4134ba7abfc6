(exec sh -c 'echo $1' x y; echo no)
sh -c 'exec echo replaced; echo no'
sh -c 'trap "echo t" EXIT; exec echo x'
