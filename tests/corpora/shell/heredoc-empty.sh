cat <<E
E
echo -
cat <<''

echo =
