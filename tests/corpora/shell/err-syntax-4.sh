# stderr
echo 'unterminated
