printf 'a\nb\nc\n' | { read x; echo $x; } 
printf 'a\nb\nc\n' | true; echo $?
