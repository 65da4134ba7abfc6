echo a#b; echo a #b; x=a#b; echo $x; echo "#"; echo \#; case '#' in \#) echo hash;; esac; echo ${x#a} ${x%#b} ${#x}; : # nothing
echo end#
