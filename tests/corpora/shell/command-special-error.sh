# dash differs
command . /nonexistent 2>/dev/null; echo "survived $?"
command exec 3</nonexistent 2>/dev/null; echo "survived $?"
