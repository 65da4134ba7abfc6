# stderr
cd /nonexistent
echo $?
echo file > "$T/f"
cd "$T/f"
echo $?
cd "$T" && pwd
