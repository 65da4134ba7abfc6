readonly R=1; (R=2) 2>/dev/null; echo $?; unset U; U=x; unset U; echo ${U-gone}; f() { :; }; unset -f f; f 2>/dev/null; echo $?; readonly -p | grep -c 'R='; (unset R) 2>/dev/null; echo $?; echo $R
