set -o errexit; set +o errexit; set -o noglob; echo *; set +o noglob
case $- in *e*) echo e;; *) echo no e;; esac
