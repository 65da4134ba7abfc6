f() { return $1; }
if x=$(f 0); then echo ok; fi
if x=$(f 1); then echo no; else echo failed; fi
x=$(f 5) || echo "status $?"
echo "${x:-empty}"
