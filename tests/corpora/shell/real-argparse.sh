parse() {
verbose=0 file= rest=
while [ $# -gt 0 ]; do
  case $1 in
    -v|--verbose) verbose=$((verbose+1));;
    -f|--file) file=$2; shift;;
    --file=*) file=${1#--file=};;
    --) shift; rest=$*; break;;
    -*) echo "unknown $1"; return 1;;
    *) rest="$rest${rest:+ }$1";;
  esac
  shift
done
echo "v=$verbose f=$file r=$rest"
}
parse -v -v --file=x a b
parse -f y c -- d -e
parse -q || echo failed
