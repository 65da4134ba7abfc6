# dash differs
# stderr
echo a > /nonexistent/dir/file
echo $?
cat < nofile
echo $?
echo x > /
echo $?
echo y >&7
echo $?
exec 3</nope
echo never
