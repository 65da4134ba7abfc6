# only: busybox
export V=1; sh -c 'echo $V'; export -n V; sh -c 'echo [$V]'; echo $V
