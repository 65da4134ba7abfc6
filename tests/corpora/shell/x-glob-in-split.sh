cd "$T"; : > a.c; : > b.c; x='*.c z'; echo $x; IFS=.; echo $x
