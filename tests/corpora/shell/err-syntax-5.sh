# stderr
echo "unterminated
