cat <<X && cat <<Y
first
X
second
Y
