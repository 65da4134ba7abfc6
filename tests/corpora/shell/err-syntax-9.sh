# stderr
echo a && && b
