set -f; echo *; set +f
case $- in *f*) echo f;; *) echo none;; esac
