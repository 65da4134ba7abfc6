while getopts :ab: o -x -b; do echo "$o $OPTARG"; done
OPTIND=1
while getopts ab: o -x -b 2>/dev/null; do echo "$o ${OPTARG-none}"; done
