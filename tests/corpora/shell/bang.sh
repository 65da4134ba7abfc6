! true && echo no || echo yes
if ! [ a = b ]; then echo ne; fi
! (exit 1) && echo sub
