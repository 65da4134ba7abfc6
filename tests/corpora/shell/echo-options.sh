# dash differs
echo -n no newline; echo
echo -- x
echo - y
echo -nn z; echo
echo "-n" q; echo
