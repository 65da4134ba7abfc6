# stderr
echo a; ; echo b
