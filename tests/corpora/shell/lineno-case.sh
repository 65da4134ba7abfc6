case $# in 0) echo none;; [1-9]) echo some;; esac
