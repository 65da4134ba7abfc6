while getopts ab:c o -a -b val -c rest; do echo "$o $OPTARG"; done
echo $OPTIND
OPTIND=1
set -- -ab foo -- -c
while getopts ab:c o; do echo "$o ${OPTARG-none}"; done
shift $((OPTIND-1)); echo $*
