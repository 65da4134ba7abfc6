echo "$(echo "it's")" "$(echo 'say "hi"')" '$(no)'
echo `echo "a 'b'"` "`echo 'c "d"'`"
