echo $(echo a b) "$(echo 'a  b')" `echo x` "`echo 'y  z'`"
echo $(echo $(echo nested)) `echo \`echo bq\``
x=$(false); echo $?; x=$(exit 3); echo $?
echo $(exit 4) $?
x=$(echo a; echo b); echo "$x"
echo "$(echo "quoted $(echo "deep")")"
