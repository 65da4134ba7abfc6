sh -c 'echo $0 $1 $#' name a b
sh -c 'echo $#'
echo 'echo $0 $*' > "$T/s"; sh "$T/s" x y | { read a b; echo $b; }
echo 'echo stdin $1' | sh -s arg
sh -e -c 'false; echo no'; echo $?
sh -c 'case $- in *e*) echo e;; *) echo clean;; esac'
sh -ec 'echo ok; false; echo no'; echo $?
sh -u -c 'echo $nope' 2>/dev/null; echo $?
