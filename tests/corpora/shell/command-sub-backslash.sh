# dash differs
echo `echo \\\\a` `echo '\\\\b'` "`echo \\\\c`"
echo $(echo \\\\a) $(echo '\\b')
echo `echo \$x` `echo "\$HOMEX"`
