# dash differs
echo -n; echo "-n"; echo -n -n x; echo; echo "a\\b"; echo 'tab	x'; echo "a
b"; echo -; echo "" ; echo "  sp  "
