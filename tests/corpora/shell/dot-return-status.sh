cd "$T"; echo 'return 4' > r; . ./r; echo $?; echo false > r2; . ./r2; echo $?; : > empty; false; . ./empty; echo $?
