cd "$T"
echo 'echo in dot $1; x=dotted; return 3; echo no' > lib.sh
. ./lib.sh; echo $? $x
echo 'f() { echo lib f; }' > l2.sh; . ./l2.sh; f
echo 'exit 9' > l3.sh; (. ./l3.sh; echo no); echo $?
