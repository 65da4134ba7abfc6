x=v
cat <<'E'
$x $(echo) \\ \$
E
cat <<"E F"
$x
E F
cat <<\E
$x
E
