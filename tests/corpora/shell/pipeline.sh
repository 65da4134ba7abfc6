echo abc | cat | cat
echo a | { read x; echo $x; }; echo "[$x]"
false | true; echo $?
true | false; echo $?
! false | true; echo $?
echo x | while read l; do echo got $l; done
printf 'a\nb\nc\n' | while read l; do echo $l; done | cat
