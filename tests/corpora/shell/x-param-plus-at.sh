show() { echo $#; }
set --
show ${1+"$@"}
set -- 'a b' c
show ${1+"$@"}
show "${@+x}"
