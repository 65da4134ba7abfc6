(cat <<E
sub
E
echo after)
{ cat <<E
grp
E
}
