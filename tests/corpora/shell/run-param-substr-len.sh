x=abcdef; echo ${#x} ${#} ; set -- a b; echo ${#1} ${##} ${#*} ${#@}; y=; echo ${#y}; z='a b'; echo ${#z}; unset q; echo ${#q}
