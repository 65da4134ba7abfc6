x=1; export x
(x=2; sh -c 'echo $x'); sh -c 'echo $x'
f() { x=3; }; (f; echo $x); echo $x
cd "$T"; (mkdir s; cd s; pwd | { read p; echo "${p##*/}"; }); pwd | { read p; [ "$p" = "$T" ] && echo same; }
