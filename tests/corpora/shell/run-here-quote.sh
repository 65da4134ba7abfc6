x='a"b'; cat <<E
"$x" '$x' ${x:-"d"} ${y:-"d e"} ${y:-'f'} $((1+1)) \\ \$ \` \a
E
cat <<"E"
$x \$ 
E
cat <<\E
$x
E
cat <<'E O F'
spaces
E O F
