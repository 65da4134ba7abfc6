unset x
echo "${x:-'q'}" ${x:-'q r'} "${x:-"a b"}" "${x:-\}}" "${x:-a\"b}" ${x:-a\ \ b}
echo "${x:-$}" "${x:-\$y}" "${x:-`echo hi`}"
