# dash differs
echo -n a; echo b; echo 'a\tb'; echo -e 'x' ; echo -- x; echo; echo "" x; echo 'end\c' more
