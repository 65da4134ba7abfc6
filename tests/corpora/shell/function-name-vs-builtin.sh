echo() { printf 'my %s\n' "$*"; }
echo hi
command echo hi
unset -f echo
echo hi
