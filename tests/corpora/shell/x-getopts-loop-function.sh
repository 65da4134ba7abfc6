opts() { OPTIND=1; while getopts xy:z o "$@"; do case $o in x) echo X;; y) echo "Y=$OPTARG";; z) echo Z;; esac; done; shift $((OPTIND-1)); echo "rest: $*"; }
opts -x -y val a b; opts -xzyv c; opts; opts -- -x
