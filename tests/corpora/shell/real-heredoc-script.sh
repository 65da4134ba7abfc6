cd "$T"
name=world
cat > gen.sh <<E
#!/bin/sh
echo "hello $name"
echo "\$1 and \$(echo sub)"
E
sh gen.sh arg
