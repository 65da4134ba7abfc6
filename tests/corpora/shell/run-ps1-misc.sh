PS1='# '; echo "$PS1"; PS4='@ '; (set -x; echo t) 2>&1; LINENO=5; unset LINENO; RANDOMX=1; echo ${RANDOMX}; OPTIND=3; echo $OPTIND; echo ${PPID:+pp}; echo $0 | sed 's,.*/,,'
