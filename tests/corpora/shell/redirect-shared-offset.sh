cd "$T"
printf 'a\nb\nc\n' > f
{ read x; read y; echo $x $y; cat; } < f
exec < f; read q; echo $q; (read r; echo $r); read s; echo $s
