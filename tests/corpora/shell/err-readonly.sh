# stderr
readonly r=1
(r=2; echo no)
(unset r; echo no)
(export r=3; echo no)
(read r < /dev/null; echo no)
(for r in a; do echo no; done)
f() { local r; echo local ok; }
echo end
