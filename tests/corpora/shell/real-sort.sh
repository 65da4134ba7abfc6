set -- 5 3 9 1 7
sorted=
while [ $# -gt 0 ]; do
  min=$1; for x; do [ $x -lt $min ] && min=$x; done
  sorted="$sorted $min"; new=; seen=
  for x; do if [ $x = $min ] && [ -z "$seen" ]; then seen=1; else new="$new $x"; fi; done
  set -- $new
done
echo $sorted
