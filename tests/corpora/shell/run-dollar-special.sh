set -- a b c; echo $# $* $@ "$*" ; echo ${1}x $10 ${2}; echo $$ | grep -c '^[0-9]*$'; sh -c 'echo $0 $1' zero one; echo "$-" | grep -c .; echo $?; : ; echo $_ | wc -l
