cd "$T"
exec 3>&1 > f; echo hidden; exec >&3 3>&-; echo visible; cat f
(exec echo replaced; echo no)
(exec > g; echo a; echo b); cat g
