echo a # comment
# whole line
echo a#b '#c' "#d" #e
echo \# x#
: # foo
echo done
