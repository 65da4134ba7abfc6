while IFS=, read -r id name qty; do [ "$id" = id ] && continue; total=$((${total:-0}+qty)); echo "$id:$name"; done <<E
id,name,qty
1,apple pie,3
2,bread,4
E
echo $total
