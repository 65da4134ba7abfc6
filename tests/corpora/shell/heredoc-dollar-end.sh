cat <<E
$ a$ $
${x:-a
b}
E
