cat > $T/.env <<'E'
# comment
A=1
B="two words"
C='single $A'
export D=4
E
set -a; . $T/.env; set +a; echo "$A|$B|$C|$D"; sh -c 'echo $A $B'; grep -v '^#' $T/.env | cut -d= -f1; env -i $(grep '^A=' $T/.env) sh -c 'echo $A'
