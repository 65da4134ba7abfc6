\echo ok
'echo' quoted
"echo" dq
e=echo; $e var
x='a b'; $e $x
