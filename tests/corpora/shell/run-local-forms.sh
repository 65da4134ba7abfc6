f() { local a b=2 c; a=1; echo "$a $b ${c-unset}"; local IFS=:; set -- $1; echo $#; }; f x:y:z; echo "[$IFS]" | od -An -c | tr -d ' '
g() { local x=in; h; }; h() { echo "${x-none}"; x=h; }; x=out; g; echo $x
