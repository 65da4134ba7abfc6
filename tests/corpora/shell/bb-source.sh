# only: busybox
cd "$T"
echo 'echo sourced $1 $#' > s.sh
source ./s.sh; source ./s.sh arg1 arg2; echo $#
