usage() { echo "usage: $0 [-v] [-o file]" >&2; }
parse() {
  OPTIND=1; v=0; o=
  while getopts ':vo:n:' opt; do
    case $opt in
      v) v=$((v+1));;
      o) o=$OPTARG;;
      n) n=$OPTARG;;
      :) echo "missing $OPTARG";;
      \?) echo "bad $OPTARG";;
    esac
  done
  shift $((OPTIND-1)); echo "v=$v o=$o rest=$*"
}
parse -vv -o out a b; parse -vo out -- -x; parse -z -o; parse -oout -v x -v
