while getopts ab: o; do echo "$o ${OPTARG-unset}"; done 2>&1 <<X
X
set -- -a -b val -c; while getopts ab: o 2>/dev/null; do echo "$o ${OPTARG-unset} $OPTIND"; done; echo $?
