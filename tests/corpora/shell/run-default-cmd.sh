# dash differs
cmd=${1:-list}; shift 2>/dev/null; case $cmd in list) echo listing;; *) echo "unknown $cmd"; exit 2;; esac; ${EDITOR:-echo} used; ${nothing} echo empty-prefix; "" 2>/dev/null; echo $?
