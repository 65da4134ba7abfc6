true && echo a || echo b
false && echo a || echo b
false || true && echo c
true || echo no && echo d
false && false || false; echo $?
! true; echo $?
! false; echo $?
! true && echo e || echo f
true &&
echo newline
false ||
echo newline2
