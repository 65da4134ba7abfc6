x=1; unset x; echo ${x-gone}
x=1; unset -v x; echo ${x-gone}
f() { :; }; unset -f f; f 2>/dev/null || echo nof
