x='a b'
echo "${x:+"$x" and "more"}" ${x:+"$x"} "${y:-"d e"}"
echo "${y:-$(echo "in sub")}" "${y:-`echo bq`}" "${y:-$((1+1))}"
