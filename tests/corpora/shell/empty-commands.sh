x=; $x; echo $?
$x echo after-empty
false; $x; echo $?
"" 2>/dev/null; echo $?
