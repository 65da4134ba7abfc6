unset a b
c=deep
echo ${a:-${b:-${c}}} "${a:-"${b:-"$c"}"}" ${a:-$(echo sub)} ${a:-$((1+2))}
echo ${c#${c%?}} ${c%"${c#?}"}
