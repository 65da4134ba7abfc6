x=v
echo "\$x=$x" '$x='$x "'$x'" \'$x\'
echo "$x"_"$x" ${x}_${x} "${x}"'s'
