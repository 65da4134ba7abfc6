cd "$T"; mkdir -p p/q r; CDPATH=$T/p
cd q | { read x; echo "${x#"$T"}"; }
cd r && echo "${PWD#"$T"}"
