i=3; eval "v$i=val"; eval "echo \$v$i"; eval "echo \${v$((i))}"
